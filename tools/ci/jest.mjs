// Runs one project's tests: node tools/ci/jest.mjs PROJECT [jest arguments], from the project's folder.
// The result is kept as test-output/PROJECT.json, so that the count at the end of .ci/run also knows cached runs; that of
// a run with arguments of its own, which may be of some tests only, is not.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [project, ...more] = process.argv.slice(2);
mkdirSync(join(root, 'test-output'), { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    ...['-c', join(root, 'jest.preset.mjs'), '--rootDir', process.cwd(), '--passWithNoTests'],
    ...(more.length === 0 ? ['--json', '--outputFile', join(root, 'test-output', `${project}.json`)] : []),
    ...more,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'], env: process.env },
);
process.exit(status ?? 1);
