import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './support/app-process.js';

const SECRET = 'hunter2-is-secret';
/** Nothing listens on the discard port. */
const dead = (scheme: string, path = '') => `${scheme}://someone:${SECRET}@127.0.0.1:9${path}`;
const LISTENS = /^(\S+) \(HTTP\), \S+ \(gRPC\)$/m;

/** Starts an app whose servers are all away, and keeps everything that it says. */
function startAlone(app: string, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [`apps/${app}/dist/main.js`], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'debug', SERVICE_API_KEY: SECRET, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  return { child, exited, said: () => said };
}

async function urlOf(said: () => string): Promise<string> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const listening = LISTENS.exec(said());
    if (listening !== null) return listening[1]!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it does not listen: ${said()}`);
}

describe('a password in a url of the environment', () => {
  it.each([
    ['pricing', { DATABASE_URL: dead('postgres', '/prices') }],
    ['pricing', { DATABASE_URL: `mysql://someone:${SECRET}@there/x` }],
    ['model-registry', { DATABASE_URL: 'pglite://memory', JOBS_URL: `http://someone:${SECRET}@there` }],
    ['worker', { JOBS_URL: 'pglite://memory', ANALYTICS_URL: `ftp://someone:${SECRET}@there` }],
  ])('is not told by an app that cannot start: %s %j', async (app, environment) => {
    const { exited, said } = startAlone(app, environment);
    expect((await exited)[0]).toBe(1);
    expect(said()).toContain('cannot start');
    const telling = said()
      .split('\n')
      .filter((line) => line.includes(SECRET));
    expect(telling.map((line) => line.slice(0, 300))).toEqual([]);
  });

  it('is told neither in the log nor in any answer of an app whose servers are away', async () => {
    const { child, exited, said } = startAlone('customer-analytics', {
      DATABASE_URL: 'pglite://memory',
      EVENTS_URL: dead('nats'),
      CACHE_URL: dead('redis', '/0'),
      REGISTRY_URL: dead('http'),
      MODEL_POLL_MS: '100',
    });
    const url = await urlOf(said);
    const ask = async (path: string, init?: RequestInit) => (await fetch(url + path, init)).text();
    const body = JSON.stringify({ booking_id: 'BOOK001' });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` };
    const answers = [
      await ask('/api/v1/ml/health'),
      await ask('/readyz'),
      await ask('/api/v1/ml/metrics'),
      await ask('/openapi.json'),
      await ask('/api/v1/ml/churn/predict', { method: 'POST', headers, body }),
      await ask(`/nowhere?token=${SECRET}`, { headers }),
    ];
    // Long enough for the registry to be asked and the broker to be tried again.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    child.kill('SIGTERM');
    await exited;
    expect(answers.slice(0, 5).filter((answer) => answer.includes(SECRET))).toEqual([]);
    expect(said().length).toBeGreaterThan(200);
    const telling = said()
      .split('\n')
      .filter((line) => line.includes(SECRET));
    expect(telling.map((line) => line.slice(0, 300))).toEqual([]);
  }, 120_000);
});
