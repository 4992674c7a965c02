// The registry under what stock clients do most, over HTTP, on a PostgreSQL server of the benchmark's own and on PGlite:
//   node tools/bench/registry.bench.mjs [--runs 30000] [--metrics 20] [--requests 200] [--engine postgres|pglite]
// Prints JSON. Times are those of whole answers, the last byte of the body included.
import { once } from 'node:events';
import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { modelRegistryApp, ModelRegistryConfig } from '@bellwether/app-model-registry';
import { startApp } from '@bellwether/platform/bootstrap';
import { parseConfig } from '@bellwether/platform/config';
// By its file: the folder's index is for tests under jest.
import { ifInstalled, ownPostgres } from '../../libs/platform/dist/testing/servers/programs.js';
import { fillRuns } from './registry/fill-runs.mjs';
import { startProcess } from './serving-stack.mjs';

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '30000' },
    metrics: { type: 'string', default: '20' },
    requests: { type: 'string', default: '200' },
    engine: { type: 'string', default: 'both' },
    serve: { type: 'boolean', default: false },
  },
});
const runs = Number(flags.runs);
const metrics = Number(flags.metrics);
const requests = Number(flags.requests);
const PAGE = 1_000;
const WRITERS = 20;
const BATCH = 1_000;

/** In the order in which they are measured; each answers how long its requests took. */
const WORKLOADS = [
  ['first_pass', firstPass],
  ['search', (call) => searches(call, PAGE)],
  ['small_page', (call) => searches(call, 50)],
  ['log_batch', batches],
  ['create_run', creates],
  ['writers', writers],
];

if (flags.serve) await serve();
else await measure();

/** The registry alone in a process of its own, its runs in the database before it says where it listens. */
async function serve() {
  const running = await startApp(modelRegistryApp(parseConfig(ModelRegistryConfig, process.env)));
  await fillRuns(running.app, { runs, metrics });
  process.stdout.write(`${running.url}\n`);
  process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
}

async function measure() {
  const embedded = flags.engine === 'postgres' ? null : await measured('pglite://memory');
  const server = flags.engine === 'pglite' ? null : await ifInstalled('postgres', ownPostgres);
  const postgres = server && (await measured(server.url).finally(() => server.remove()));
  const columns = (engine, figures) =>
    Object.fromEntries(
      WORKLOADS.map(([name]) => [`${engine}_${name}`, figures?.[name] ?? { p50_ms: null, p99_ms: null, max_ms: null }]),
    );
  process.stdout.write(
    `${JSON.stringify({
      title: 'Experiment tracking',
      protocol: `${runs} runs of ${metrics} metrics, 5 parameters and 3 tags in one experiment, put there by SQL. «search» asks for the first page of ${PAGE} with a filter by one metric and one parameter, ordered by another metric, all three drawn anew for each of ${requests} requests, after one pass over all runs; «first_pass» is a page of that pass, which reads runs row by row and keeps them written out; «small_page» is the same search for 50. «log_batch» writes ${BATCH} points of ${metrics} metrics to a run of its own; «create_run» makes one; these one after the other. «writers» is ${WRITERS} at once, each writing 50 points at a time to its own run. Client and server are processes of one machine; PostgreSQL with its default settings, every commit on disk; PGlite in memory.`,
      bar: 'search p50 ≤ 50 ms and p99 ≤ 150 ms on PostgreSQL, three times that on PGlite; log_batch p50 ≤ 25 ms on PostgreSQL',
      ...columns('postgres', postgres),
      ...columns('pglite', embedded),
    })}\n`,
  );
}

async function measured(databaseUrl) {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-bench-'));
  const sizes = ['--runs', flags.runs, '--metrics', flags.metrics];
  const { child, line: url } = await startProcess([fileURLToPath(import.meta.url), '--serve', ...sizes], {
    ...{ PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'error' },
    DATABASE_URL: databaseUrl,
    ARTIFACTS_URL: `file://${folder}`,
  });
  const call = caller(url);
  try {
    const figures = {};
    for (const [name, workload] of WORKLOADS) figures[name] = summary(await workload(call));
    return figures;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstPass(call) {
  const latencies = [];
  let page_token;
  let seen = 0;
  do {
    const { took, text } = await call('runs/search', { experiment_ids: ['0'], max_results: PAGE, page_token });
    latencies.push(took);
    const answer = JSON.parse(text);
    seen += answer.runs.length;
    page_token = answer.next_page_token;
  } while (page_token !== undefined);
  if (seen !== runs) throw new Error(`a pass over ${runs} runs found ${seen}`);
  return latencies;
}

async function searches(call, max_results) {
  const draw = numbers(7);
  const latencies = [];
  for (let i = 0; i < requests; i++) {
    const filter = `metrics.metric_${draw(metrics)} > ${draw(50) / 100} and params.param_${draw(5)} != '${draw(10)}'`;
    const order_by = [`metrics.metric_${draw(metrics)} ${draw(2) === 0 ? 'DESC' : 'ASC'}`];
    const { took, text } = await call('runs/search', { experiment_ids: ['0'], max_results, filter, order_by });
    latencies.push(took);
    const found = JSON.parse(text).runs;
    if (found.length === 0 || found.length > max_results) throw new Error(`a page of ${found.length} runs`);
    if (found[0].data.metrics.length !== metrics) throw new Error('a run without its metrics');
  }
  return latencies;
}

async function batches(call) {
  const latencies = [];
  for (let i = 0; i < Math.min(100, requests); i++) {
    const run_id = await newRun(call);
    latencies.push((await call('runs/log-batch', { run_id, metrics: points(BATCH, i) })).took);
  }
  return latencies;
}

async function creates(call) {
  const latencies = [];
  for (let i = 0; i < requests; i++) latencies.push((await call('runs/create', creation(i))).took);
  return latencies;
}

async function writers(call) {
  const write = async (_, writer) => {
    const run_id = await newRun(call);
    const latencies = [];
    for (let i = 0; i < requests / 10; i++) {
      latencies.push((await call('runs/log-batch', { run_id, metrics: points(50, writer + i) })).took);
    }
    return latencies;
  };
  return (await Promise.all(Array.from({ length: WRITERS }, write))).flat();
}

async function newRun(call) {
  return JSON.parse((await call('runs/create', creation(0))).text).run.info.run_id;
}

/** What MlflowClient.create_run sends. */
function creation(i) {
  const tags = [
    { key: 'mlflow.user', value: 'bench' },
    { key: 'mlflow.source.name', value: 'train.py' },
    { key: 'mlflow.source.type', value: 'LOCAL' },
  ];
  return { experiment_id: '0', user_id: 'bench', run_name: `made-${i}`, start_time: Date.now(), tags };
}

function points(count, seed) {
  const draw = numbers(seed + 1);
  return Array.from({ length: count }, (_, i) => ({
    key: `metric_${i % metrics}`,
    value: draw(1_000_003) / 1_000_003,
    timestamp: 1_700_000_000_000 + i,
    step: Math.floor(i / metrics),
  }));
}

/** Calls until they are answered: what an overloaded server refuses is sent again, as the stock client does. */
function caller(url) {
  const send = sender(url);
  return async (path, message) => {
    const started = performance.now();
    for (;;) {
      const { status, text } = await send(path, message);
      if (status === 200) return { took: performance.now() - started, text };
      if (status !== 429) throw new Error(`${path} answered ${status}: ${text.slice(0, 200)}`);
      await pause(100);
    }
  };
}

function sender(url) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: WRITERS });
  const { hostname, port } = new URL(url);
  return (path, message) => {
    const body = JSON.stringify(message);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const target = { agent, hostname, port, method: 'POST', path: `/api/2.0/mlflow/${path}`, headers };
      const request = http.request(target, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
      });
      request.on('error', reject);
      request.end(body);
    });
  };
}

function summary(latencies) {
  latencies.sort((a, b) => a - b);
  const at = (share) => round(latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))]);
  return { p50_ms: at(0.5), p99_ms: at(0.99), max_ms: round(latencies.at(-1)) };
}

/** Whole numbers below a bound, the same ones for the same seed: a linear congruential generator modulo 2³¹. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
