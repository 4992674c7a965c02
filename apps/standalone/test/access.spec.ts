import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { permits, ROLES, type Role } from '@bellwether/contracts';
import { hashOfSecret, newApiKey, writeApiKey, writeKeyFile } from '@bellwether/platform/auth';
import type { RunningApp } from '@bellwether/platform/bootstrap';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { startStandalone } from '../src/start.js';
import { newHome, removeHome } from './support/stack.js';

let home: string;
let app: RunningApp;
const keys = new Map<Role, string>();

beforeAll(async () => {
  home = await newHome();
  const file = join(home, 'keys.json');
  const stored = ROLES.map((role) => {
    const key = newApiKey();
    keys.set(role, writeApiKey(key));
    return { id: key.id, name: role, role, sha256: hashOfSecret(key.secret).toString('hex') };
  });
  await writeKeyFile(file, stored);
  const env = { BELLWETHER_HOME: home, AUTH: 'required', API_KEYS_FILE: file, SERVICE_API_KEY: keys.get('engineer') };
  app = await startStandalone({ env, quiet: true });
}, 180_000);

afterAll(async () => {
  await app?.stop();
  await removeHome(home);
});

/** How a call ends as far as access goes. */
type Outcome = 'admitted' | 'unauthenticated' | 'denied';

/**
 * Refusals without credentials are themselves limited: after some, a caller is told that they were too many. One whose key is
 * known is told so only by a machine that is busy with other tests, and asks again.
 */
const HTTP_OUTCOME: Readonly<Record<number, Outcome>> = {
  401: 'unauthenticated',
  429: 'unauthenticated',
  403: 'denied',
};
const GRPC_OUTCOME: Readonly<Record<number, Outcome>> = {
  [status.UNAUTHENTICATED]: 'unauthenticated',
  [status.RESOURCE_EXHAUSTED]: 'unauthenticated',
  [status.PERMISSION_DENIED]: 'denied',
};

/** Calls with a body that no operation takes: what is admitted goes no further than its schema. */
async function callHttp(route: string, key: string | undefined): Promise<Outcome> {
  const [method, pattern] = route.split(' ') as [HTTPMethods, string];
  const fastify = app.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // Injected calls would all come in one turn of the event loop, which the overload gate takes for a queue.
  await nextTurn();
  for (let tries = 0; ; tries++) {
    const { statusCode } = await fastify.inject({
      method,
      url: pattern.replace(/:\w+|\*/g, 'x'),
      headers: { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) },
      ...(method !== 'GET' && method !== 'HEAD' && { payload: '[]' }),
    });
    const isBusy = statusCode === 429 && key !== undefined && tries < 20;
    if (!isBusy) return HTTP_OUTCOME[statusCode] ?? 'admitted';
    await pause(250);
  }
}

/** Calls any kind of method as a stream, with bytes that are no message. */
function callGrpc(client: Client, path: string, key: string | undefined): Promise<Outcome> {
  const metadata = new Metadata();
  if (key !== undefined) metadata.set('authorization', `Bearer ${key}`);
  const bytes = (buffer: Buffer) => buffer;
  const stream = client.makeBidiStreamRequest(path, bytes, bytes, metadata, { deadline: Date.now() + 10_000 });
  return new Promise((resolve) => {
    stream.on('error', () => undefined);
    stream.on('data', () => (resolve('admitted'), stream.cancel()));
    stream.on('status', ({ code }: { code: number }) => resolve(GRPC_OUTCOME[code] ?? 'admitted'));
    stream.write(Buffer.from([0xff, 0xff]));
    stream.end();
  });
}

const expected = (access: 'open' | Role, role: Role | undefined): Outcome => {
  if (access === 'open') return 'admitted';
  if (role === undefined) return 'unauthenticated';
  return permits(access, role) ? 'admitted' : 'denied';
};

describe.each([undefined, ...ROLES])('a caller with the role %s', (role) => {
  const key = () => (role === undefined ? undefined : keys.get(role));

  it('is let in over HTTP where the table says so, and nowhere else', async () => {
    const wrong: string[] = [];
    const routes = app.routes.filter(({ transport }) => transport === 'http');
    expect(routes.length).toBeGreaterThan(150);
    for (const { route, access } of routes) {
      const outcome = await callHttp(route, key());
      if (outcome !== expected(access, role)) wrong.push(`${route}: ${outcome}`);
    }
    expect(wrong).toEqual([]);
  }, 180_000);

  it('is let in over gRPC where the table says so, and nowhere else', async () => {
    const client = new Client(app.grpcAddress, credentials.createInsecure());
    const wrong: string[] = [];
    const routes = app.routes.filter(({ transport }) => transport === 'grpc');
    expect(routes.length).toBeGreaterThan(20);
    for (const { route, access } of routes) {
      const outcome = await callGrpc(client, route, key());
      if (outcome !== expected(access, role)) wrong.push(`${route}: ${outcome}`);
    }
    client.close();
    expect(wrong).toEqual([]);
  }, 180_000);
});

it('tells of a refusal in the form of the protocol that was called', async () => {
  const fastify = app.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const headers = { 'x-api-key': keys.get('reader')! };
  const mlflow = await fastify.inject({ method: 'POST', url: '/api/2.0/mlflow/runs/create', headers });
  expect([mlflow.statusCode, mlflow.json()]).toEqual([
    403,
    expect.objectContaining({ error_code: 'PERMISSION_DENIED' }),
  ]);
  const artifact = await fastify.inject({ method: 'PUT', url: '/api/2.0/mlflow-artifacts/artifacts/x', headers });
  expect([artifact.statusCode, artifact.json()]).toEqual([
    403,
    expect.objectContaining({ error_code: 'PERMISSION_DENIED' }),
  ]);
  const inference = await fastify.inject({ method: 'POST', url: '/v2/models/m/infer', headers });
  expect([inference.statusCode, inference.json()]).toEqual([403, { error: expect.stringContaining('role service') }]);
});
