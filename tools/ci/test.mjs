// What `npm test` runs, and .ci/run after installing: every check there is, all of them even when one fails.
// The last line is `N passed, N failed` (and `, N skipped`), over the tests of every project, the acceptance, and one
// failure for each other step that failed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countTests, projectsWithTests } from './counts.mjs';
import { step } from './steps.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (path) => join(root, 'node_modules', path);
const node = (name, ...args) => step(name, process.execPath, args, { cwd: root, env: { NX_DAEMON: 'false' } });
const nx = (name, ...targets) =>
  node(name, bin('.bin/nx'), 'run-many', '-t', ...targets, '--parallel=2', '--output-style=stream');

// Left by an earlier run, a result would count although its tests did not run; cached runs write theirs again.
rmSync(join(root, 'test-output'), { recursive: true, force: true });

const checks = [
  await node('lockfile', 'tools/ci/complete-lockfile.mjs', '--check'),
  await node('format', bin('prettier/bin/prettier.cjs'), '--check', '.'),
  await nx('build', 'build'),
  // In one run: the second core has something to do while the longest of either ends.
  await nx('lint and types', 'lint', 'typecheck'),
  await node('.proto files', 'tools/dist/proto/main.js', '--check'),
  await node('.proto against the last release', 'tools/dist/proto/breaking.js'),
];
const tests = await nx('tests', 'test');
checks.push(await node('a part of the tests on the LTS of Node', 'tools/ci/node-lts.mjs'));
const acceptance = await node('acceptance', 'tools/ci/acceptance.mjs');

const counts = countTests(root, projectsWithTests(root));
const [, accepted = 0, refused = 0] = /.*\b(\d+) passed, (\d+) failed/s.exec(acceptance.output)?.map(Number) ?? [];
const failedSteps = checks.filter(({ ok }) => !ok).map(({ name }) => `step ${name}`);
// Nx can fail without a failed test, as when a project does not build; so can the acceptance, when a stack does not stop.
if (!tests.ok && counts.failed === 0) failedSteps.push('step tests');
if (!acceptance.ok && refused === 0) failedSteps.push('step acceptance');

const passed = counts.passed + accepted;
const failed = failedSteps.length + counts.failed + refused;
const skipped = counts.skipped + (acceptance.output.includes('acceptance skipped') ? 1 : 0);
const refusals = [...acceptance.output.matchAll(/^FAIL (.*)$/gm)].map(([, what]) => `acceptance › ${what}`);
process.stdout.write('\n');
for (const failure of [...failedSteps, ...counts.failures, ...refusals]) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failed > 0 ? 1 : 0;
