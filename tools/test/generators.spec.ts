import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readModelConfig } from '@bellwether/customer-analytics-service/training';
import { parseCompose } from '../src/images/compose.js';
import { type ScratchWorkspace, scratchWorkspace } from './support/scratch-workspace.js';

const PATIENCE_MS = 240_000;

let workspace: ScratchWorkspace;
beforeAll(() => {
  workspace = scratchWorkspace();
}, PATIENCE_MS);
afterAll(() => workspace?.remove());

const read = (file: string) => readFileSync(join(workspace.root, file), 'utf8');

describe('the generators, on a copy of this repository', () => {
  it(
    'make a domain that builds, is clean, and whose app starts and passes what every app passes',
    () => {
      workspace.run('nx', 'g', '@bellwether/tools:domain-app', 'spa-visits', '--skipInstall');
      workspace.link();
      workspace.run('tsc', '-b');
      workspace.run('tsc', '--noEmit', '-p', 'apps/spa-visits');
      workspace.run(
        'eslint',
        'libs/spa-visits',
        'apps/spa-visits',
        'apps/standalone/src',
        'libs/contracts/src/domains.ts',
      );
      workspace.run('prettier', '--check', 'libs/spa-visits', 'apps/spa-visits', 'apps/standalone', 'tsconfig.json');
      workspace.run('prettier', '--check', 'k8s', 'docker');
      workspace.test('libs/spa-visits/core', 'spa-visits-core');
      workspace.test('libs/spa-visits/service', 'spa-visits-service');
      workspace.test('apps/spa-visits', 'app-spa-visits');
    },
    PATIENCE_MS,
  );

  it('give it ports that no app has, its place in standalone, and lint that keeps it from other domains', () => {
    expect(JSON.parse(read('apps/spa-visits/package.json'))).toMatchObject({ bellwether: { http: 8016, grpc: 50066 } });
    expect(read('apps/standalone/src/apps.ts')).toContain('spaVisitsApp(parseConfig(SpaVisitsConfig, environment)),');
    expect(
      JSON.parse(workspace.run('node', 'tools/ci/affected.mjs', '--files', 'libs/spa-visits/core/src/domain.ts')),
    ).toMatchObject({ apps: [{ app: 'spa-visits' }] });
  });

  it('give it a place in the deployment', () => {
    for (const overlay of ['dev', 'production']) {
      expect(read(`k8s/overlays/${overlay}/kustomization.yaml`)).toContain(
        '  - ../../components/spa-visits\ncomponents:',
      );
    }
    expect(read('k8s/components/spa-visits/kustomization.yaml')).toContain('nameSuffix: -spa-visits');
    expect(read('docker/prometheus/prometheus.yaml')).toMatch(/- spa-visits:8080\n$/);
    const { services } = parseCompose(read('docker/compose.yaml'));
    expect(services['spa-visits']?.ports).toEqual(['127.0.0.1:8016:8080', '127.0.0.1:50066:9090']);
  });

  it('refuse a domain that is there, and a name that is no name', () => {
    const domain = (name: string) => workspace.run('nx', 'g', '@bellwether/tools:domain-app', name, '--skipInstall');
    expect(() => domain('pricing')).toThrow('apps/pricing is there already');
    expect(() => domain('Spa Visits')).toThrow('does not match');
    expect(existsSync(join(workspace.root, 'apps/Spa Visits'))).toBe(false);
  });

  it(
    'make a model whose configuration trains as it is, with a card that claims nothing',
    async () => {
      const description = 'Whether a guest will book the "spa" again';
      workspace.run('nx', 'g', '@bellwether/tools:model', 'spa_return', '--description', description);
      const config = await readModelConfig(join(workspace.root, 'models'), 'spa_return');
      expect(config).toMatchObject({ name: 'spa_return', description, view: 'booking_cancellation' });
      expect(read('models/spa_return/README.md')).toMatch(/^# spa_return\n/);
      expect(read('models/spa_return/README.md')).toContain('Not measured yet');
      workspace.run('prettier', '--check', 'models');
      expect(() =>
        workspace.run('nx', 'g', '@bellwether/tools:model', 'no_view', '--description', 'x', '--view', 'y'),
      ).toThrow('view must be one of');
    },
    PATIENCE_MS,
  );
});
