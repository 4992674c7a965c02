import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SERVICES = [
  'console',
  'customer-analytics',
  'forecasting',
  'model-registry',
  'pricing',
  'recommendation',
  'worker',
];
const PATIENCE_MS = 60_000;

/** What CI would do if these files changed. */
function affectedBy(...files: string[]): { readonly projects: readonly string[]; readonly apps: readonly string[] } {
  const args = ['tools/ci/affected.mjs', '--files', files.join(',')];
  const told = JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })) as {
    projects: string[];
    apps: { app: string }[];
  };
  return { projects: told.projects, apps: told.apps.map(({ app }) => app) };
}

describe('the matrix of CI', () => {
  it(
    'builds one service for a change in its domain, and what holds all of them',
    () => {
      const { projects, apps } = affectedBy('libs/pricing/core/src/domain.ts');
      expect(apps).toEqual(['pricing']);
      expect(projects).toEqual(['app-pricing', 'app-standalone', 'pricing-core', 'pricing-service', 'tools']);
    },
    PATIENCE_MS,
  );

  it(
    'builds every service for a change in the platform',
    () => expect(affectedBy('libs/platform/src/health/index.ts').apps).toEqual(SERVICES),
    PATIENCE_MS,
  );

  it(
    'builds no service for a change in the documents or the tools',
    () => {
      expect(affectedBy('docs/architecture.md').projects).toEqual([]);
      expect(affectedBy('tools/src/index.ts')).toEqual({ projects: ['tools'], apps: [] });
    },
    PATIENCE_MS,
  );
});
