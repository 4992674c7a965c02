import { createHash, randomBytes } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operations, Problem } from '@bellwether/contracts';
import type { DomainError } from '@bellwether/errors';
import { freePort } from '@bellwether/platform/config';
import { serviceApps } from '../app-list.js';
import type { Placed } from '../placing.js';
import { ownersOf } from './owners.js';
import { type RunningProxy, startProxy } from './start-proxy.js';

const NOW = new Date('2026-01-31T12:00:00Z');
const HEALTHY = { status: 'healthy', timestamp: NOW.toISOString(), version: '1', models_loaded: {} };
const METRICS = '# HELP jobs_total Jobs\n# TYPE jobs_total counter\njobs_total{kind="train"} 3\n';

const servers: Server[] = [];
let proxy: RunningProxy;

/** An app of the list whose place another server takes. */
async function standIn(name: string, listener: RequestListener | undefined): Promise<Placed> {
  const app = serviceApps().find((each) => each.name === name)!;
  let port = await freePort('127.0.0.1');
  if (listener !== undefined) {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  }
  return { ...app, url: `http://127.0.0.1:${port}`, grpcAddress: '127.0.0.1:1' };
}

/** Tells what it was sent; refuses `/models` before it has read the body. */
const registry: RequestListener = (request, response) => {
  const { url = '', method, headers } = request;
  if (url === '/api/v1/ml/health')
    return void response.end(JSON.stringify({ ...HEALTHY, checks: { jobs: check('ok') } }));
  if (url === '/api/v1/ml/metrics') return void response.end(METRICS);
  if (url === '/readyz') return void response.end('{}');
  if (url === '/api/v1/ml/models') return void response.writeHead(413, { connection: 'close' }).end('too much');
  const hash = createHash('sha256');
  request.on('data', (chunk: Buffer) => hash.update(chunk));
  request.on('end', () => response.end(JSON.stringify({ url, method, headers, sha256: hash.digest('hex') })));
};
const worker: RequestListener = ({ url }, response) => {
  if (url === '/api/v1/ml/metrics') return void response.end(METRICS);
  if (url === '/readyz') return void response.end('{}');
  response.end(
    JSON.stringify({ ...HEALTHY, status: 'degraded', checks: { jobs: check('degraded') }, models_loaded: { a: 'v3' } }),
  );
};
const check = (status: string) => ({ status, latency_ms: 1 });

beforeAll(async () => {
  const apps = [await standIn('model-registry', registry), await standIn('worker', worker)];
  const dead = await standIn('customer-analytics', undefined);
  proxy = await startProxy({ apps: [...apps, dead], host: '127.0.0.1', port: 0, version: '9', clock: () => NOW });
});
afterAll(async () => {
  await proxy.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Sends a path as it is: fetch would resolve `..`. */
function raw(path: string, options: { method?: string; body?: Buffer; headers?: Record<string, string> } = {}) {
  const { hostname, port } = new URL(proxy.url);
  const { method = 'GET', body, headers } = options;
  return new Promise<{ status: number; headers: IncomingMessage['headers']; text: string }>((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, ...(headers && { headers }) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

describe('the address in front of all services', () => {
  it.each(Object.values(operations))('knows whose $verb $path is', ({ domain, path }) => {
    expect(ownersOf(serviceApps())(path.replaceAll(/\{\w+\}/g, 'a%2Fb'))).toBe(domain);
  });

  it.each([
    ['/api/2.0/mlflow/runs/create', 'model-registry'],
    ['/ajax-api/2.0/mlflow/runs/search', 'model-registry'],
    ['/api/3.0/mlflow/server-info', 'model-registry'],
    ['/api/2.0/mlflow-artifacts/artifacts/../x', 'model-registry'],
    ['/v2', 'model-registry'],
    ['/v2/models/x/infer', 'model-registry'],
    ['/v22', undefined],
    ['/api/v1/ml/no/such/route', undefined],
  ])('gives %s to %s', (path, owner) => {
    expect(ownersOf(serviceApps())(path)).toBe(owner);
  });

  it('sends a path on as it came, `..` and all', async () => {
    const path = '/api/2.0/mlflow-artifacts/artifacts/../..%2f../etc/passwd?x=%00';
    expect(JSON.parse((await raw(path)).text)).toMatchObject({ url: path, method: 'GET' });
  });

  it('streams a body of many megabytes through, whole', async () => {
    const body = randomBytes(24 * 2 ** 20);
    const path = '/api/2.0/mlflow-artifacts/artifacts/0/big';
    const answer = await raw(path, { method: 'PUT', body, headers: { 'content-type': 'application/octet-stream' } });
    expect(JSON.parse(answer.text)).toMatchObject({
      sha256: createHash('sha256').update(body).digest('hex'),
      headers: { 'content-type': 'application/octet-stream' },
    });
  });

  it('keeps headers of the connection to the connection, and says for whom it asks', async () => {
    const { text } = await raw('/v2', { headers: { connection: 'keep-alive, x-hop', 'x-hop': '1', 'x-kept': '2' } });
    const { headers } = JSON.parse(text) as { headers: Record<string, string> };
    expect(headers['x-hop']).toBeUndefined();
    expect(headers).toMatchObject({ 'x-kept': '2', 'x-forwarded-for': '127.0.0.1' });
  });

  it('brings a refusal back that came before the body had ended', async () => {
    const answer = await raw('/api/v1/ml/models', { method: 'POST', body: Buffer.alloc(8 * 2 ** 20) });
    expect(answer).toMatchObject({ status: 413, text: 'too much' });
  });

  it('answers for an app that is down: UNAVAILABLE, and when to come again', async () => {
    const answer = await raw('/api/v1/ml/churn/predict', { method: 'POST', body: Buffer.alloc(4 * 2 ** 20) });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Problem.parse(JSON.parse(answer.text)).detail).toBe('customer-analytics is not there');
  });

  it('answers a path of nobody with a problem', async () => {
    const answer = await raw('/api/v1/ml/no/such/route');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(Problem.parse(JSON.parse(answer.text)).status).toBe(404);
  });

  it('reports the worst of what the apps report, and names the one that is silent', async () => {
    expect(JSON.parse((await raw('/api/v1/ml/health')).text)).toMatchObject({
      status: 'unhealthy',
      timestamp: NOW.toISOString(),
      version: '9',
      checks: {
        'model-registry': { status: 'ok' },
        'customer-analytics': { status: 'down' },
        jobs: { status: 'degraded' },
      },
      models_loaded: { a: 'v3' },
    });
  });

  it('is alive whatever the apps are, and ready only with all of them', async () => {
    expect((await raw('/livez')).status).toBe(200);
    const ready = await raw('/readyz');
    expect(ready.status).toBe(503);
    expect(ready.text).toContain('not ready: customer-analytics');
  });

  it('describes each metric once, and says whose each sample is', async () => {
    expect((await raw('/api/v1/ml/metrics')).text).toBe(
      '# HELP jobs_total Jobs\n# TYPE jobs_total counter\n' +
        'jobs_total{app="model-registry",kind="train"} 3\njobs_total{app="worker",kind="train"} 3\n',
    );
  });

  it('refuses what an app cannot take any more', async () => {
    const { Forwarder } = await import('./forward.js');
    const full = new Forwarder('pricing', 'http://127.0.0.1:1', 0);
    const refused = await new Promise<DomainError>((resolve) =>
      full.forward(undefined as never, undefined as never, resolve),
    );
    expect(refused).toMatchObject({ code: 'RESOURCE_EXHAUSTED', retryAfterSeconds: 1 });
  });
});
