// Reads of a hundred features of one entity, over all views that are stored, through the service and over HTTP and gRPC,
// from memory and from a Redis server of the benchmark's own; a bare PING of that server beside them tells what of a read
// is the machine's:
//   node tools/bench/features.bench.mjs [--reads 20000] [--entities 1000] [--memory-only]
// Prints JSON. One read after the other: the time of one, not what a machine can bear.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { workerApp, WorkerConfig } from '@bellwether/app-worker';
import { createGrpcClient, createHttpClient } from '@bellwether/contracts';
import { STORED_VIEWS } from '@bellwether/feature-engineering';
import { startApp } from '@bellwether/platform/bootstrap';
import { parseConfig } from '@bellwether/platform/config';
import { OnlineFeaturesService } from '@bellwether/worker-service';
// By their files: no one needs them from outside but this.
import { openRedis } from '../../libs/platform/dist/redis/open-redis.js';
import { ifInstalled, ownRedis } from '../../libs/platform/dist/testing/servers/programs.js';
import { startProcess } from './serving-stack.mjs';

const { values: flags } = parseArgs({
  options: {
    reads: { type: 'string', default: '20000' },
    entities: { type: 'string', default: '1000' },
    online: { type: 'string' },
    'memory-only': { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
  },
});
const reads = Number(flags.reads);
const entities = Number(flags.entities);
const WARM_UP = Math.min(2_000, reads);
/** Well below the limit of a body. */
const ROWS_A_PUSH = 500;
const NOT_MEASURED = { p50_ms: null, p99_ms: null, max_ms: null, cpu_ms: null };
const DATE = new Date().toISOString().slice(0, 10);

if (flags.serve) await serve();
else await measure();

/** The worker with its rows in a process of its own; before it listens it measures its service in this process. */
async function serve() {
  const env = { PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'error', ONLINE_URL: flags.online };
  const running = await startApp(workerApp(parseConfig(WorkerConfig, env)));
  const client = createHttpClient({ baseUrl: running.url, timeoutMs: 120_000 });
  for (const view of Object.values(STORED_VIEWS)) await fill(client, view);
  const service = running.app.get(OnlineFeaturesService, { strict: false });
  const inProcess = await timedReads((request) => service.read(request));
  const ping = flags.online.startsWith('redis') ? await timedPings(flags.online) : undefined;
  process.stdout.write(`${JSON.stringify({ url: running.url, grpc: running.grpcAddress, inProcess, ping })}\n`);
  process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
}

async function fill(client, { name, features }) {
  const event_timestamp = new Date(Date.now() - 1_000).toISOString();
  const ofType = (text) => Object.keys(features).filter((one) => (features[one].type === 'text') === text);
  for (let from = 0; from < entities; from += ROWS_A_PUSH) {
    const rows = Array.from({ length: Math.min(ROWS_A_PUSH, entities - from) }, (_, i) => ({
      entity: entityOf(from + i),
      event_timestamp,
      numbers: Object.fromEntries(
        ofType(false).map((one, f) => [one, features[one].type === 'integer' ? from + i : (from + i) / (f + 7)]),
      ),
      texts: Object.fromEntries(ofType(true).map((one) => [one, `${one}-${i % 20}`])),
    }));
    await client.pushFeatures({ view: name, rows });
  }
}

/** One entity with the keys of every view. */
function entityOf(i) {
  const id = `E${i}`;
  return { property_id: i, user_id: i, date: DATE, guest_id: id, service_id: id, room_type: id };
}

function featureNames() {
  return Object.values(STORED_VIEWS)
    .flatMap(({ name, features }) => Object.keys(features).map((feature) => `${name}:${feature}`))
    .slice(0, 100);
}

/** Reads through one way of asking; every answer is looked at. */
function timedReads(read) {
  const features = featureNames();
  return timed(async (i) => {
    const { results } = await read({ features, entities: [entityOf((i * 7919) % entities)] });
    if (results[0].statuses.length !== 100 || results[0].statuses.some((status) => status !== 'present')) {
      throw new Error(`not every feature is present: ${results[0].statuses.join(' ')}`);
    }
  });
}

async function timedPings(url) {
  const { redis } = await openRedis(url, { commandTimeoutMs: 10_000 });
  try {
    return await timed(() => redis.ping());
  } finally {
    redis.disconnect();
  }
}

/** Milliseconds of one call, and of the CPU that this process spends on it. */
async function timed(call) {
  const latencies = [];
  let cpu = process.cpuUsage();
  for (let i = 0; i < WARM_UP + reads; i++) {
    if (i === WARM_UP) cpu = process.cpuUsage();
    const started = performance.now();
    await call(i);
    if (i >= WARM_UP) latencies.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  const at = (share) => round(latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))]);
  return {
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    max_ms: round(latencies.at(-1)),
    cpu_ms: round((user + system) / 1_000 / reads),
  };
}

async function measure() {
  const memory = await measured('memory://');
  const server = flags['memory-only'] ? null : await ifInstalled('redis-server', ownRedis);
  const redis = server && (await measured(server.url));
  await server?.remove();
  const columns = (place, figures) =>
    Object.fromEntries(['service', 'http', 'grpc'].map((way) => [`${place}_${way}`, figures?.[way] ?? NOT_MEASURED]));
  process.stdout.write(
    `${JSON.stringify({
      title: 'Features by key',
      protocol: `100 features of one entity over six views, ${entities} entities in each; ${reads} reads one after the other after a warm-up of ${WARM_UP}; «service» in the process that serves, HTTP and gRPC from another process of the same machine; Redis on the loopback, every write on disk, and a bare PING of it from the process that serves; CPU is that of the process that asks.`,
      bar: 'service p99 ≤ 2 ms from memory, ≤ 5 ms from Redis',
      ...columns('memory', memory),
      ...columns('redis', redis),
      redis_ping: redis?.ping ?? NOT_MEASURED,
    })}\n`,
  );
}

async function measured(online) {
  const sizes = ['--reads', flags.reads, '--entities', flags.entities];
  const args = [fileURLToPath(import.meta.url), '--serve', '--online', online, ...sizes];
  const { child, line } = await startProcess(args, {});
  const { url, grpc: address, inProcess, ping } = JSON.parse(line);
  const grpc = createGrpcClient({ address, timeoutMs: 10_000, validate: false });
  const http = createHttpClient({ baseUrl: url, timeoutMs: 10_000, validate: false });
  try {
    return {
      service: inProcess,
      ping,
      http: await timedReads((request) => http.getOnlineFeatures(request)),
      grpc: await timedReads((request) => grpc.getOnlineFeatures(request)),
    };
  } finally {
    grpc.close();
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
