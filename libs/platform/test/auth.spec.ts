import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import {
  createGrpcClient,
  createHttpClient,
  Problem,
  pushBookings,
  type PushBookingsRequest,
  type PushBookingsResponse,
  type Role,
} from '@bellwether/contracts';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { pino } from 'pino';
import {
  Caller,
  hashOfSecret,
  newApiKey,
  writeApiKey,
  writeKeyFile,
  type Principal,
  type StoredKey,
} from '../src/auth/index.js';
import { startApp, type RunningApp } from '../src/bootstrap/index.js';
import { baseConfig, parseConfig } from '../src/config/index.js';
import { Endpoint, RequestOf } from '../src/transport/index.js';
import { authority } from './certificates.js';

const callers: (Principal | null)[] = [];

@Controller()
class TestController {
  @Endpoint(pushBookings)
  push(
    @RequestOf(pushBookings) _request: PushBookingsRequest,
    @Caller() caller: Principal | null,
  ): PushBookingsResponse {
    callers.push(caller);
    if (_request.bookings.length > 0) throw new Error('a bug');
    return { bookings: 0, states: 0, pushed_at: '2026-01-01T00:00:00.000Z' };
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

const operations = { pushBookings };
const folder = mkdtempSync(join(tmpdir(), 'bellwether-auth-'));
const keysFile = join(folder, 'keys.json');
let lines = '';
const logger = pino(
  { level: 'debug' },
  new Writable({
    write(chunk, _encoding, done) {
      lines += String(chunk);
      done();
    },
  }),
);
const held: StoredKey[] = [];

async function keyFor(role: Role, more: Partial<StoredKey> = {}): Promise<string> {
  const key = newApiKey();
  held.push({ id: key.id, name: role, role, sha256: hashOfSecret(key.secret).toString('hex'), ...more });
  await writeKeyFile(keysFile, held);
  return writeApiKey(key);
}

const start = (environment: Record<string, string>) =>
  startApp({
    name: 'test',
    version: '1.0.0',
    config: parseConfig(baseConfig({ http: 0, grpc: 0 }), environment),
    modules: [TestModule],
    operations,
    logger,
  });

const push = (app: RunningApp, headers: Record<string, string>, init: RequestInit = {}) =>
  fetch(app.url + pushBookings.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{}',
    ...init,
  });

async function grpcCode(
  address: string,
  path: string,
  values: Record<string, string> = {},
  channel = credentials.createInsecure(),
) {
  const client = new Client(address, channel);
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) metadata.set(name, value);
  const bytes = (buffer: Buffer) => buffer;
  try {
    return await new Promise<{ code: number; metadata?: Metadata }>((resolve) => {
      const options = { deadline: Date.now() + 5_000 };
      client.makeUnaryRequest(path, bytes, bytes, Buffer.alloc(0), metadata, options, (error: ServiceError | null) =>
        resolve(error ?? { code: status.OK }),
      );
    });
  } finally {
    client.close();
  }
}

const PUSH = `/bellwether.customer_analytics.v1.${pushBookings.service}/PushBookings`;

let issuer: Server;
let issuerUrl: string;
let signingKey: CryptoKey;
let app: RunningApp;
let service: string;
let reader: string;

const token = (claims: object, more: { audience?: string; expires?: number; key?: CryptoKey; kid?: string } = {}) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: more.kid ?? 'one' })
    .setIssuer('https://issuer.test')
    .setAudience(more.audience ?? 'bellwether')
    .setSubject('somebody')
    .setExpirationTime(more.expires ?? Math.floor(Date.now() / 1_000) + 300)
    .sign(more.key ?? signingKey);

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  signingKey = pair.privateKey;
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }] });
  issuer = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(jwks));
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks`;
  service = await keyFor('service');
  reader = await keyFor('reader');
  app = await start({
    AUTH: 'required',
    API_KEYS_FILE: keysFile,
    JWKS_URL: issuerUrl,
    JWT_ISSUER: 'https://issuer.test',
    JWT_AUDIENCE: 'bellwether',
    CORS_ORIGINS: 'https://console.test',
  });
}, 30_000);

afterAll(async () => {
  await app?.stop();
  issuer?.closeAllConnections();
  issuer?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('an app that other machines can reach', () => {
  it('does not start without asking who calls', async () => {
    await expect(start({ HOST: '0.0.0.0', AUTH: 'none' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/AUTH=required/),
    });
  });

  it('does not start with nobody to let in', async () => {
    await expect(start({ AUTH: 'required' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(start({ AUTH: 'required', JWKS_URL: issuerUrl })).rejects.toThrow(/JWT_ISSUER/);
    await expect(start({ AUTH: 'required', API_KEYS_FILE: '/no/such' })).rejects.toThrow(/cannot be read/);
  });
});

describe('keys over HTTP', () => {
  it.each([
    ['a bearer token', (key: string) => ({ authorization: `Bearer ${key}` })],
    ['x-api-key', (key: string) => ({ 'x-api-key': key })],
    [
      'the password of Basic',
      (key: string) => ({ authorization: `Basic ${Buffer.from(`mlflow:${key}`).toString('base64')}` }),
    ],
  ])('are taken as %s', async (_name, headers) => {
    expect((await push(app, headers(service))).status).toBe(202);
  });

  it('tell the controller who calls, and not by what', async () => {
    callers.length = 0;
    await push(app, { 'x-api-key': service });
    expect(callers).toEqual([{ id: `key:${held[0]!.id}`, role: 'service' }]);
  });

  it('are missed with a problem that says how to authenticate', async () => {
    const answer = await push(app, {});
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(Problem.parse(await answer.json()).type).toBe('urn:bellwether:problem:unauthenticated');
  });

  it('are refused for what their role may not', async () => {
    const answer = await push(app, { 'x-api-key': reader });
    expect(answer.status).toBe(403);
    expect(Problem.parse(await answer.json()).detail).toContain('needs the role service');
  });

  it('are looked at before the body is', async () => {
    expect((await push(app, {}, { body: '{"broken' })).status).toBe(401);
    expect((await push(app, { 'x-api-key': service }, { body: '{"broken' })).status).toBe(400);
  });

  it('are refused with another secret, before their time, after it and for another domain', async () => {
    const early = await keyFor('admin', { not_before: '2999-01-01T00:00:00Z' });
    const late = await keyFor('admin', { expires_at: '2001-01-01T00:00:00Z' });
    const other = await keyFor('admin', { domains: ['pricing'] });
    const good = await keyFor('service', { domains: ['customer-analytics'] });
    // The file is looked at every two seconds.
    const deadline = Date.now() + 6_000;
    while ((await push(app, { 'x-api-key': good })).status !== 202) {
      if (Date.now() > deadline) throw new Error('a key that was added is not taken');
      await pause(200);
    }
    const forged = `${service.slice(0, 16)}${good.slice(16)}`;
    expect((await push(app, { 'x-api-key': forged })).status).toBe(401);
    expect((await push(app, { 'x-api-key': early })).status).toBe(401);
    expect((await push(app, { 'x-api-key': late })).status).toBe(401);
    expect((await push(app, { 'x-api-key': other })).status).toBe(403);
  }, 15_000);

  it('known stay valid while the file is broken', async () => {
    writeFileSync(keysFile, '{');
    await pause(2_500);
    expect((await push(app, { 'x-api-key': service })).status).toBe(202);
    await writeKeyFile(keysFile, held);
  }, 10_000);
});

describe('tokens', () => {
  const status = async (jwt: string) => (await push(app, { authorization: `Bearer ${jwt}` })).status;

  it('are taken with a role in their claim, and without one know nothing', async () => {
    expect(await status(await token({ roles: ['engineer'] }))).toBe(202);
    expect(await status(await token({ scope: 'openid bellwether:service' }))).toBe(202);
    expect(await status(await token({ roles: ['reader'] }))).toBe(403);
    expect(await status(await token({}))).toBe(403);
  });

  it('are refused for another audience, from the past, of another key, and unsigned', async () => {
    const roles = { roles: ['admin'] };
    expect(await status(await token(roles, { audience: 'another' }))).toBe(401);
    expect(await status(await token(roles, { expires: Math.floor(Date.now() / 1_000) - 61 }))).toBe(401);
    const { privateKey } = await generateKeyPair('ES256');
    expect(await status(await token(roles, { key: privateKey }))).toBe(401);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: 'https://issuer.test', aud: 'bellwether', sub: 'x', exp: 4e9, ...roles };
    expect(await status(`${part({ alg: 'none' })}.${part(claims)}.`)).toBe(401);
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.alloc(32));
    expect(await status(shared)).toBe(401);
  });

  it('are verified by known keys while the issuer is away; an unknown key is then 503, not 401', async () => {
    const second = await start({
      AUTH: 'required',
      JWKS_URL: 'http://127.0.0.1:1/jwks',
      JWT_ISSUER: 'https://issuer.test',
      JWT_AUDIENCE: 'bellwether',
    });
    const answer = await push(second, { authorization: `Bearer ${await token({ roles: ['admin'] })}` });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('10');
    await second.stop();
    issuer.closeAllConnections();
    await new Promise((resolve) => issuer.close(resolve));
    expect(await status(await token({ roles: ['service'] }))).toBe(202);
  }, 15_000);
});

describe('gRPC', () => {
  it('lets in by key, and refuses without and by role', async () => {
    callers.length = 0;
    expect(await grpcCode(app.grpcAddress, PUSH, { authorization: `Bearer ${service}` })).toMatchObject({ code: 0 });
    expect(callers).toEqual([{ id: `key:${held[0]!.id}`, role: 'service' }]);
    expect(await grpcCode(app.grpcAddress, PUSH)).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await grpcCode(app.grpcAddress, PUSH, { 'x-api-key': reader })).toMatchObject({
      code: status.PERMISSION_DENIED,
    });
  });

  it('takes tokens, which need a promise', async () => {
    const authorization = `Bearer ${await token({ roles: ['service'] })}`;
    expect(await grpcCode(app.grpcAddress, PUSH, { authorization })).toMatchObject({ code: 0 });
  });

  it('leaves health open, and asks of a stream', async () => {
    expect(await grpcCode(app.grpcAddress, '/grpc.health.v1.Health/Check')).toMatchObject({ code: 0 });
    const reflected = (values: Record<string, string>) => streamCode(app.grpcAddress, values);
    expect(await reflected({})).toBe(status.UNAUTHENTICATED);
    expect(await reflected({ 'x-api-key': reader })).toBe(status.OK);
  });

  it('is what the typed clients speak', async () => {
    const grpc = createGrpcClient({ address: app.grpcAddress, timeoutMs: 5_000, operations, apiKey: service });
    const http = createHttpClient({ baseUrl: app.url, timeoutMs: 5_000, operations, apiKey: service });
    expect(await grpc.pushBookings({})).toEqual(await http.pushBookings({}));
    grpc.close();
  });
});

function streamCode(address: string, values: Record<string, string>): Promise<number> {
  const client = new Client(address, credentials.createInsecure());
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) metadata.set(name, value);
  const bytes = (buffer: Buffer) => buffer;
  const method = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
  const stream = client.makeBidiStreamRequest(method, bytes, bytes, metadata, { deadline: Date.now() + 5_000 });
  return new Promise<number>((resolve) => {
    stream.on('data', () => undefined).on('error', () => undefined);
    stream.on('status', ({ code }: { code: number }) => resolve(code));
    stream.end();
  }).finally(() => client.close());
}

describe('limits', () => {
  it('count each key by itself, and say when to come back, over HTTP and gRPC', async () => {
    const own = await keyFor('service', { rate_limit: { per_second: 0.5, burst: 2 } });
    const limited = await start({
      AUTH: 'required',
      API_KEYS_FILE: keysFile,
      RATE_LIMIT_PER_SECOND: '0.1',
      RATE_LIMIT_BURST: '3',
    });
    const answers = [await push(limited, { 'x-api-key': own }), await push(limited, { 'x-api-key': own })];
    expect(answers.map((answer) => [answer.status, answer.headers.get('ratelimit')])).toEqual([
      [202, '"caller";r=1'],
      [202, '"caller";r=0'],
    ]);
    expect(answers[0]!.headers.get('ratelimit-policy')).toBe('"caller";q=2;w=4');
    const over = await push(limited, { 'x-api-key': own });
    expect([over.status, over.headers.get('retry-after')]).toEqual([429, '2']);
    const grpc = await grpcCode(limited.grpcAddress, PUSH, { 'x-api-key': own });
    expect([grpc.code, grpc.metadata?.get('retry-after')]).toEqual([status.RESOURCE_EXHAUSTED, ['2']]);
    expect((await push(limited, { 'x-api-key': service })).headers.get('ratelimit')).toBe('"caller";r=2');
    await limited.stop();
  });

  it('count what is refused by address, and lock nobody out who has a key', async () => {
    const fresh = await start({ AUTH: 'required', API_KEYS_FILE: keysFile });
    const codes: number[] = [];
    for (let i = 0; i < 30; i++) codes.push((await push(fresh, { 'x-api-key': `bw_${i}` })).status);
    expect(codes[0]).toBe(401);
    expect(codes.at(-1)).toBe(429);
    expect((await push(fresh, { 'x-api-key': service })).status).toBe(202);
    await fresh.stop();
  });
});

describe('browsers', () => {
  it('are told to guess and frame nothing', async () => {
    const { headers } = await fetch(`${app.url}/livez`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('let pages of listed origins call, and no others', async () => {
    const preflight = (origin: string) =>
      fetch(app.url + pushBookings.path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key' },
      });
    const allowed = await preflight('https://console.test');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://console.test']);
    expect((await preflight('https://evil.test')).headers.get('access-control-allow-origin')).not.toBe(
      'https://evil.test',
    );
  });

  it('may see the documentation with a key as the password, and not without', async () => {
    const docs = (headers: Record<string, string>) => fetch(`${app.url}/docs`, { headers });
    expect((await docs({})).status).toBe(401);
    expect((await docs({ authorization: `Basic ${btoa(`me:${reader}`)}` })).status).toBe(200);
  });
});

describe('TLS', () => {
  it('serves HTTP and gRPC; a client without a certificate of the authority is not let in, one with it is a service', async () => {
    const ours = authority(folder, 'ours');
    const server = ours.issue('server');
    const secure = await start({
      AUTH: 'required',
      API_KEYS_FILE: keysFile,
      TLS_CERT_FILE: server.certFile,
      TLS_KEY_FILE: server.keyFile,
      TLS_CLIENT_CA_FILE: ours.certFile,
    });
    expect(secure.url).toMatch(/^https:/);
    const { request } = await import('node:https');
    const answered = await new Promise<{ statusCode?: number; headers: object }>((resolve, reject) =>
      request(`${secure.url}/livez`, { ca: ours.cert, agent: false }, resolve).on('error', reject).end(),
    );
    expect(answered.statusCode).toBe(200);
    expect(answered.headers).toHaveProperty('strict-transport-security');
    const call = (channel: ReturnType<typeof credentials.createSsl>) => grpcCode(secure.grpcAddress, PUSH, {}, channel);
    const client = ours.issue('booking-engine');
    callers.length = 0;
    expect(await call(credentials.createSsl(ours.cert, client.key, client.cert))).toMatchObject({ code: 0 });
    expect(callers).toEqual([{ id: 'certificate:booking-engine', role: 'service' }]);
    const foreign = authority(folder, 'foreign').issue('booking-engine');
    expect((await call(credentials.createSsl(ours.cert, foreign.key, foreign.cert))).code).toBe(status.UNAVAILABLE);
    expect((await call(credentials.createSsl(ours.cert))).code).toBe(status.UNAVAILABLE);
    await secure.stop();
  }, 30_000);

  it('does not start with half of it', async () => {
    await expect(start({ TLS_CERT_FILE: '/x' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('secrets', () => {
  it('are in no log line of any level and in no answer, whatever went wrong', async () => {
    const jwt = await token({ roles: ['service'] });
    const password = Buffer.from(`me:${service}`).toString('base64');
    const booking = { booking_id: 'B', arrival: 'nonsense' };
    const bodies = ['{}', '{"broken', JSON.stringify({ bookings: [booking] }), 'x'.repeat(2_000_000)];
    let answers = '';
    for (const body of bodies) {
      const ways: Record<string, string>[] = [
        { 'x-api-key': service },
        { authorization: `Bearer ${jwt}` },
        { authorization: `Basic ${password}` },
        { authorization: `Bearer ${service}x` },
      ];
      for (const headers of ways) {
        const answer = await push(app, headers, { body });
        answers += JSON.stringify([...answer.headers]) + (await answer.text());
      }
    }
    expect(lines).toContain('"request"');
    for (const secret of [service.slice(16), jwt, jwt.split('.')[2]!, password]) {
      expect(lines).not.toContain(secret);
      expect(answers).not.toContain(secret);
    }
  });

  it('are not shown where a configuration is refused', () => {
    const schema = baseConfig({ http: 0, grpc: 0 });
    const refuse = (environment: Record<string, string>) => () => parseConfig(schema, environment);
    expect(refuse({ JWKS_URL: 'ftp://me:hunter2@issuer?token=hunter3' })).toThrow(/JWKS_URL \(ftp:\/\/\*\*\*@issuer/);
    expect(refuse({ JWKS_URL: 'ftp://me:hunter2@issuer?token=hunter3' })).not.toThrow(/hunter/);
  });
});

it('has no way in without a decision', () => {
  expect(app.routes.length).toBeGreaterThan(10);
  const open = app.routes.filter(({ access }) => access === 'open').map(({ route }) => route);
  expect(open.sort()).toEqual(
    [
      '/grpc.health.v1.Health/Check',
      '/grpc.health.v1.Health/List',
      '/grpc.health.v1.Health/Watch',
      '/inference.GRPCInferenceService/ServerLive',
      '/inference.GRPCInferenceService/ServerReady',
      ...['/livez', '/readyz', '/startupz', '/api/v1/ml/health', '/v2/health/live', '/v2/health/ready'].flatMap(
        (path) => [`GET ${path}`, `HEAD ${path}`],
      ),
    ].sort(),
  );
});
