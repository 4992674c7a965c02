// How long each service takes from its process to /readyz, alone on the machine, on the real servers that it would have:
//   node tools/bench/services-start.bench.mjs [--runs 5] [--apps pricing,worker]
// PostgreSQL, Redis and NATS must run on this machine (DATABASE_URL, REDIS_URL and NATS_URL say where). The first start
// of a service runs its migrations; it is told apart. Prints JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureDatabase } from '@bellwether/platform/relational';
import { clearNats, clearRedis, dropDatabases, withName } from '../ci/real-servers.mjs';

const ALL = ['model-registry', 'customer-analytics', 'recommendation', 'pricing', 'forecasting', 'worker'];
const { values: flags } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, apps: { type: 'string', default: ALL.join(',') } },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const {
  DATABASE_URL: server = 'postgres://postgres@127.0.0.1:5432/postgres',
  REDIS_URL: redis = 'redis://127.0.0.1:6379/0',
  NATS_URL: nats = 'nats://127.0.0.1:4222',
} = process.env;
const prefix = `bench_start_${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'bellwether-bench-'));
const databaseOf = (app) => withName(server, `${prefix}_${app.replaceAll('-', '_')}`);

try {
  const services = {};
  for (const app of flags.apps.split(',')) services[app.replaceAll('-', '_')] = await timesOf(app);
  process.stdout.write(
    `${JSON.stringify({
      protocol: `Each service alone, from spawn to the first 200 of /readyz, asked every 5 ms, on PostgreSQL, Redis (jobs, cache) and NATS of the same machine; the worker's analytics store is chDB in its process. The first start runs the migrations; the others are the median and the most of ${flags.runs}. No model is trained or loaded.`,
      bar: 'start of a service ≤ 3 s without training',
      ...services,
    })}\n`,
  );
} finally {
  await dropDatabases(server, prefix);
  await clearRedis(redis, prefix);
  await clearNats(nats, prefix);
  rmSync(folder, { recursive: true, force: true });
}

async function timesOf(app) {
  await ensureDatabase(databaseOf(app));
  const first = await startOnce(app);
  const more = [];
  for (let i = 0; i < Number(flags.runs); i++) more.push(await startOnce(app));
  more.sort((a, b) => a - b);
  return { first_s: first, median_s: more[Math.floor(more.length / 2)], most_s: more.at(-1) };
}

async function startOnce(app) {
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, `apps/${app}/dist/main.js`)], {
    cwd: root,
    env: { ...process.env, ...environmentOf(app) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(createInterface(child.stdout), 'line', { signal: AbortSignal.timeout(60_000) });
    const [url] = line.split(' ');
    while (!(await isReady(url))) await new Promise((resolve) => setTimeout(resolve, 5));
    return Math.round(performance.now() - began) / 1000;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function isReady(url) {
  const { ok } = await fetch(`${url}/readyz`);
  return ok;
}

function environmentOf(app) {
  return {
    PORT: '0',
    GRPC_PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: databaseOf(app),
    JOBS_URL: `${redis}?prefix=${prefix}`,
    CACHE_URL: `${redis}?prefix=${prefix}`,
    EVENTS_URL: `${nats}?prefix=${prefix}`,
    ARTIFACTS_URL: `file://${folder}/artifacts`,
    ANALYTICS_URL: `chdb://${folder}/analytics`,
    MODELS_DIR: join(root, 'models'),
  };
}
