import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ScratchWorkspace, scratchWorkspace } from './support/scratch-workspace.js';

const PATIENCE_MS = 240_000;

let workspace: ScratchWorkspace;
beforeAll(() => {
  workspace = scratchWorkspace();
}, PATIENCE_MS);
afterAll(() => workspace?.remove());

const read = (file: string) => readFileSync(join(workspace.root, file), 'utf8');

describe('a release, on a copy of this repository', () => {
  it(
    'is of the service that its plan names alone, with its own version, changelog and tag',
    () => {
      const plan = [
        'release',
        'plan',
        'minor',
        '--projects',
        'app-pricing',
        '--message',
        'Prices.',
        '--onlyTouched=false',
      ];
      workspace.run('nx', ...plan);
      const told = workspace.run('nx', 'release', '--dry-run', '--skip-publish');
      expect(
        [...told.matchAll(/New version (\S+) written to manifest: (\S+)/g)].map((found) => found.slice(1)),
      ).toEqual([['0.2.0', 'apps/pricing/package.json']]);
      expect([...told.matchAll(/an entry in (\S+) for (\S+)/g)].map((found) => found.slice(1))).toEqual([
        ['apps/pricing/CHANGELOG.md', 'app-pricing@0.2.0'],
      ]);
      workspace.run('nx', 'release', '--skip-publish');
      expect(JSON.parse(workspace.run('node', 'tools/ci/released.mjs'))).toEqual([
        { app: 'pricing', version: '0.2.0', tag: 'app-pricing@0.2.0' },
      ]);
      expect(read('apps/pricing/CHANGELOG.md')).toContain('- Prices.');
      expect(JSON.parse(read('apps/forecasting/package.json'))).toMatchObject({ version: '0.1.0' });
    },
    PATIENCE_MS,
  );
});
