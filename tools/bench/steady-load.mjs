// Requests at a steady rate, sent when they are due, answered or not; latency counts from then, so that a slow answer hides no
// other.
import http from 'node:http';
import { cpuSeconds } from './serving-stack.mjs';

const WARM_UP_SECONDS = 5;

/**
 * @param {number} pid of the server, whose CPU is told.
 * @param {(i: number) => Promise<unknown>} send the i-th request.
 */
export async function steadyLoad(pid, send, { rate, seconds }) {
  await run(send, rate, WARM_UP_SECONDS);
  const before = cpuSeconds(pid);
  const { latencies, failed } = await run(send, rate, seconds);
  const cpu = cpuSeconds(pid) - before;
  latencies.sort((a, b) => a - b);
  const at = (share) => round(latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))]);
  return {
    answers: latencies.length,
    failed,
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
    max_ms: round(latencies.at(-1)),
    cpu_ms_per_answer: round((cpu * 1000) / latencies.length),
  };
}

async function run(send, rate, duration) {
  const total = Math.round(rate * duration);
  const latencies = [];
  let failed = 0;
  const under = [];
  const started = performance.now();
  for (let i = 0; i < total;) {
    const due = started + (i * 1000) / rate;
    if (performance.now() < due) {
      await pause(1);
      continue;
    }
    under.push(
      send(i).then(
        () => latencies.push(performance.now() - due),
        () => (failed += 1),
      ),
    );
    i += 1;
  }
  await Promise.all(under);
  return { latencies, failed };
}

/** Posts bodies to paths of a server over connections that are kept; whatever is not answered with 200 fails. */
export function postTo(url) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  return (path, body) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const request = http.request(
        {
          ...{ agent, hostname, port, path, method: 'POST' },
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
        },
        (response) => {
          response.resume();
          response.on('end', () =>
            response.statusCode === 200 ? resolve() : reject(new Error(`${path}: status ${response.statusCode}`)),
          );
        },
      );
      request.on('error', reject);
      request.end(text);
    });
}

export function round(value) {
  return Math.round(value * 1000) / 1000;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
