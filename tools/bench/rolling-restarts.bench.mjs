// Rolling restarts of two replicas under load, behind a balancer that honours readiness as a Service of Kubernetes does:
//   node tools/bench/rolling-restarts.bench.mjs [--restarts 100] [--rate 200]
// Half of the requests go over HTTP on connections that are kept alive, half over gRPC; none is sent twice. Prints JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGrpcClient, predictChurnBatch } from '@bellwether/contracts';

const { values: flags } = parseArgs({
  options: { restarts: { type: 'string', default: '100' }, rate: { type: 'string', default: '200' } },
});
const restarts = Number(flags.restarts);
const rate = Number(flags.rate);
/** How often readiness is asked, how long the news of it takes to reach those who send, and how long a replica waits. */
const PROBE_MS = 100;
const PROPAGATION_MS = 300;
const DRAIN_DELAY_MS = 800;
const MAX_SECONDS = 900;

const app = fileURLToPath(new URL('overload/small-app.mjs', import.meta.url));
const request = { booking_ids: ['A'] };
const body = JSON.stringify(request);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A replica that the balancer may send to from when it is ready until the news that it is not has arrived. */
class Replica {
  inService = false;

  async start() {
    const began = performance.now();
    this.child = spawn(process.execPath, [app], {
      env: { ...process.env, PORT: '0', GRPC_PORT: '0', DRAIN_DELAY_MS: String(DRAIN_DELAY_MS) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(this.child.stdout), 'line');
    [, this.url, this.address] = /^(\S+) \(HTTP\), (\S+) \(gRPC\)$/.exec(line);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
    this.grpc = createGrpcClient({ address: this.address, timeoutMs: 10_000 });
    this.inService = true;
    this.probing = setInterval(() => this.probe(), PROBE_MS);
    return (performance.now() - began) / 1_000;
  }

  async probe() {
    const { child, url } = this;
    const ready = await new Promise((resolve) => {
      const asked = http.get(`${url}/readyz`, { agent: false }, (answer) =>
        resolve(answer.resume().statusCode === 200),
      );
      asked.on('error', () => resolve(false));
    });
    setTimeout(() => {
      if (this.child === child) this.inService = ready;
    }, PROPAGATION_MS);
  }

  async stop() {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = await exited;
    this.inService = false;
    clearInterval(this.probing);
    this.agent.destroy();
    this.grpc.close();
    return code;
  }

  ask(transport) {
    return transport === 'grpc' ? this.grpc.predictChurnBatch(request) : this.overHttp();
  }

  overHttp() {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = http.request(this.url + predictChurnBatch.path, { agent: this.agent, method: 'POST', headers });
      sent.on('error', reject);
      sent.on('response', (answer) => {
        answer.resume().on('error', reject);
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`status ${answer.statusCode}`)),
        );
      });
      sent.end(body);
    });
  }
}

const replicas = [new Replica(), new Replica()];
for (const replica of replicas) await replica.start();
const load = startLoad();
const began = performance.now();
const exits = [];
const starts = [];
while (exits.length < restarts && performance.now() - began < MAX_SECONDS * 1_000) {
  const replica = replicas[exits.length % 2];
  exits.push(await replica.stop());
  starts.push(await replica.start());
  await pause(200);
}
const { sent, failures } = await load.stop();
for (const replica of replicas) await replica.stop();
starts.sort((a, b) => a - b);
process.stdout.write(
  `${JSON.stringify({
    protocol: `Two replicas of a small app on the platform, 0.5 ms of computing an answer, restarted by SIGTERM one after the other; ${rate} requests a second, half over HTTP (keep-alive), half over gRPC, sent when due and never again; readiness asked every ${PROBE_MS} ms, its news ${PROPAGATION_MS} ms late, drain delay ${DRAIN_DELAY_MS} ms. Clients and servers share the machine.`,
    bar: '100 restarts under 200 requests a second, no request lost',
    restarts: exits.length,
    requests_over_http: sent.http,
    requests_over_grpc: sent.grpc,
    failed: Object.values(failures).reduce((sum, count) => sum + count, 0),
    failures: Object.keys(failures).length === 0 ? 'none' : JSON.stringify(failures),
    exit_codes: [...new Set(exits)].join(', '),
    start_of_a_replica_median_s: Math.round(starts[starts.length >> 1] * 100) / 100,
  })}\n`,
);

function startLoad() {
  const failures = {};
  const sent = { http: 0, grpc: 0 };
  let going = true;
  let underWay = 0;
  const sending = (async () => {
    const started = performance.now();
    for (let i = 0; going;) {
      if (performance.now() < started + (i * 1_000) / rate) {
        await pause(1);
        continue;
      }
      const ready = replicas.filter(({ inService }) => inService);
      const transport = i % 2 === 0 ? 'http' : 'grpc';
      const replica = ready[(i >> 1) % ready.length];
      i += 1;
      sent[transport] += 1;
      underWay += 1;
      (replica === undefined ? Promise.reject(new Error('no replica')) : replica.ask(transport))
        .catch((error) => {
          const what = `${transport}: ${error.code ?? ''} ${error.message}`;
          failures[what] = (failures[what] ?? 0) + 1;
        })
        .finally(() => (underWay -= 1));
    }
    while (underWay > 0) await pause(10);
  })();
  return {
    stop: async () => {
      going = false;
      await sending;
      return { sent, failures };
    },
  };
}
