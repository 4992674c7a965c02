// Starts a stack of its own, runs the black-box acceptance of the HTTP contract against it, and stops it.
//   node tools/ci/acceptance.mjs
// The acceptance script stands beside the repository (../shared/acceptance/run.mjs, or where BELLWETHER_ACCEPTANCE says).
// Where it is absent this says so; with CI=true its absence is a failure. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { run } from './steps.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = process.env.BELLWETHER_ACCEPTANCE ?? join(root, '../shared/acceptance/run.mjs');
const AREAS = 'churn,tracking,service';
const START_TIMEOUT_MS = 240_000;
const STOP_TIMEOUT_MS = 60_000;

if (!existsSync(script)) {
  console.log(`acceptance skipped: there is no ${script}`);
  if (process.env.CI === 'true') {
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
  process.exit(0);
}

const home = mkdtempSync(join(tmpdir(), 'bellwether-acceptance-'));
const stack = spawn(
  process.execPath,
  [join(root, 'tools/bin/bellwether.mjs'), 'start', '--home', home, '--port', '0', '--grpc-port', '0', '--json'],
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
);
let status = 1;
try {
  const { url, seconds_to_first_answer: seconds } = JSON.parse(await firstLine(stack));
  console.log(`the stack answers at ${url} after ${seconds} s`);
  ({ status } = await run(process.execPath, [script, '--base', url, '--only', AREAS]));
} catch (error) {
  console.log(`the stack did not start: ${error.message}`);
  console.log('0 passed, 1 failed');
} finally {
  const ended = await stopped(stack);
  rmSync(home, { recursive: true, force: true });
  if (status === 0 && ended !== 0) {
    console.log(`the stack ended with ${ended} instead of draining`);
    status = 1;
  }
}
process.exit(status);

/** The line of JSON that a started stack prints. */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${START_TIMEOUT_MS} ms`)), START_TIMEOUT_MS);
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code ?? signal}`));
    });
  });
}

/** Ends the stack, gently first. @returns its exit code or signal. */
function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? signal);
    });
    child.kill('SIGTERM');
  });
}
