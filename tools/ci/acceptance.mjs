// Starts a stack of its own, runs the black-box acceptance of the HTTP contract against it, and stops it: first all in
// one process, then each service in a process of its own on PostgreSQL, with a smaller hotel.
//   node tools/ci/acceptance.mjs [standalone] [services]
// The acceptance script stands beside the repository (../shared/acceptance/run.mjs, or where BELLWETHER_ACCEPTANCE says).
// Where it is absent, or the PostgreSQL server of DATABASE_URL is, this says so; with CI=true its absence is a failure.
// The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clearNats, clearRedis, databases, dropDatabases, withName } from './real-servers.mjs';
import { run } from './steps.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = process.env.BELLWETHER_ACCEPTANCE ?? join(root, '../shared/acceptance/run.mjs');
const AREAS = 'churn,tracking,service,forecasting';
const START_TIMEOUT_MS = 420_000;
const STOP_TIMEOUT_MS = 60_000;
const SERVER = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const REDIS = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379/0';
const NATS = process.env.NATS_URL ?? 'nats://127.0.0.1:4222';
/** Of what a run leaves on servers that others use too. */
const PREFIX = `acceptance-${process.pid}`;
const SMALL_WORLD = ['--rooms', '20', '--years', '2', '--guests', '3000'];

/** What is accepted, by name: how the stack is started, and what is left to clear away after it. */
const LAYOUTS = {
  standalone: { args: [], env: {}, clear: async () => {} },
  services: {
    args: ['--services', ...SMALL_WORLD],
    env: {
      DATABASE_URL: withName(SERVER, `bellwether_acceptance_${process.pid}`),
      JOBS_URL: `${REDIS}?prefix=${PREFIX}`,
      CACHE_URL: `${REDIS}?prefix=${PREFIX}`,
      EVENTS_URL: `${NATS}?prefix=${PREFIX}`,
    },
    clear: async () => {
      await dropDatabases(SERVER, `bellwether_acceptance_${process.pid}_`);
      await clearRedis(REDIS, PREFIX);
      await clearNats(NATS, PREFIX);
    },
  },
};

if (!existsSync(script)) skip(`there is no ${script}`);
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(LAYOUTS);
const total = { passed: 0, failed: 0 };
for (const name of wanted) {
  if (name === 'services' && !(await databases(SERVER).catch(() => undefined)))
    skip(`no PostgreSQL server at ${SERVER}`);
  const { passed, failed } = await accepted(name, LAYOUTS[name]);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/** Says why nothing more is accepted. */
function skip(why) {
  console.log(`acceptance skipped: ${why}`);
  const inCi = process.env.CI === 'true';
  console.log(`${total?.passed ?? 0} passed, ${(total?.failed ?? 0) + (inCi ? 1 : 0)} failed`);
  process.exit(inCi || total?.failed > 0 ? 1 : 0);
}

/** @returns how many checks one layout passes and fails; a stack that does not start, or does not drain, is a failure. */
async function accepted(name, { args, env, clear }) {
  const home = mkdtempSync(join(tmpdir(), 'bellwether-acceptance-'));
  const start = [join(root, 'tools/bin/bellwether.mjs'), 'start', ...args];
  const stack = spawn(process.execPath, [...start, '--home', home, '--port', '0', '--grpc-port', '0', '--json'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const counts = { passed: 0, failed: 0 };
  try {
    const { url, seconds_to_first_answer: seconds } = JSON.parse(await firstLine(stack));
    console.log(`${name} answers at ${url} after ${seconds} s`);
    await untilAll(url);
    const { status, output } = await run(process.execPath, [script, '--base', url, '--only', AREAS]);
    const [, passed = 0, failed = 0] = /.*\b(\d+) passed, (\d+) failed/s.exec(output)?.map(Number) ?? [];
    counts.passed += passed;
    counts.failed += failed === 0 && status !== 0 ? 1 : failed;
  } catch (error) {
    console.log(`FAIL ${name} did not start: ${error.message}`);
    counts.failed += 1;
  } finally {
    const ended = await stopped(stack);
    rmSync(home, { recursive: true, force: true });
    await clear();
    if (counts.failed === 0 && ended !== 0) {
      console.log(`FAIL ${name} ended with ${ended} instead of draining`);
      counts.failed += 1;
    }
  }
  return counts;
}

/** Waits for what a start goes on to make when it answers already: forecasts of the shop, and its stock. */
async function untilAll(url) {
  const until = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const answer = await fetch(`${url}/api/v1/ml/inventory/optimize`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ product_ids: ['P001'] }),
    });
    if (answer.ok) return;
    if (Date.now() > until) throw new Error(`no forecast of the shop: ${answer.status} ${await answer.text()}`);
    await delay(1_000);
  }
}

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
