import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { describeApp } from '@bellwether/platform/testing';

const artifacts = mkdtempSync(join(tmpdir(), 'bellwether-artifacts-'));

describeApp({
  name: 'model-registry',
  main: fileURLToPath(new URL('../dist/main.js', import.meta.url)),
  environment: { DATABASE_URL: 'pglite://memory', JOBS_URL: 'pglite://memory', ARTIFACTS_URL: `file://${artifacts}` },
  checks: ['model_registry_database'],
});

afterAll(() => rmSync(artifacts, { recursive: true, force: true }));
