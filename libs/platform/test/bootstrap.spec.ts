import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  createGrpcClient,
  createHttpClient,
  grpcPackage,
  predictChurnBatch,
  pushBookings,
  getJob,
  type PredictChurnBatchRequest,
  type PredictChurnBatchResponse,
  type PushBookingsRequest,
  type PushBookingsResponse,
} from '@bellwether/contracts';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import { Client, credentials } from '@grpc/grpc-js';
import { baseConfig, parseConfig } from '../src/config/index.js';
import { HealthRegistry } from '../src/health/index.js';
import { startApp, type RunningApp } from '../src/bootstrap/index.js';
import { GRPC_STATUS, HTTP_STATUS } from '../src/problems/index.js';
import { Endpoint, RequestOf } from '../src/transport/index.js';

const seen: PushBookingsRequest[] = [];

@Controller()
class TestController {
  @Endpoint(predictChurnBatch)
  batch(@RequestOf(predictChurnBatch) { booking_ids }: PredictChurnBatchRequest): PredictChurnBatchResponse {
    const [first] = booking_ids as [string];
    if (first === 'BUG') throw new Error('password=hunter2');
    if (first in HTTP_STATUS)
      throw new DomainError(first as ErrorCode, `refused: ${first}`, { cause: new Error('secret') });
    const predictions = booking_ids.map((booking_id, i) => ({
      prediction_id: `prediction-${i}`,
      booking_id,
      churn_probability: i / 7,
      risk_level: 'low' as const,
    }));
    return {
      predictions,
      total_processed: booking_ids.length,
      high_risk_count: 0,
      medium_risk_count: 0,
      low_risk_count: booking_ids.length,
      model_version: '1',
      inference_time_ms: 0.125,
    };
  }

  @Endpoint(pushBookings)
  push(@RequestOf(pushBookings) request: PushBookingsRequest): PushBookingsResponse {
    seen.push(request);
    return { bookings: request.bookings.length, states: request.states.length, pushed_at: '2026-01-01T00:00:00.000Z' };
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

const operations = { predictChurnBatch, pushBookings, getJob };
let running: RunningApp;
const clients = (app: RunningApp) => ({
  http: createHttpClient({ baseUrl: app.url, timeoutMs: 5_000 }),
  grpc: createGrpcClient({ address: app.grpcAddress, timeoutMs: 5_000 }),
});
let http: ReturnType<typeof clients>['http'];
let grpc: ReturnType<typeof clients>['grpc'];

beforeAll(async () => {
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent', BODY_LIMIT_BYTES: '65536' });
  running = await startApp({ name: 'test', version: '1.2.3', config, modules: [TestModule], operations });
  ({ http, grpc } = clients(running));
});

afterAll(async () => {
  grpc.close();
  await running.stop();
});

const raw = (path: string, init?: RequestInit) => fetch(running.url + path, init);
const post = (body: string) =>
  raw(predictChurnBatch.path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

describe('one controller method', () => {
  it('answers the same object over HTTP and gRPC', async () => {
    const request = { booking_ids: ['A', 'B', 'C'] };
    const [overHttp, overGrpc] = [await http.predictChurnBatch(request), await grpc.predictChurnBatch(request)];
    expect(overHttp.predictions.map((p) => p.churn_probability)).toEqual([0, 1 / 7, 2 / 7]);
    expect(overGrpc).toEqual(overHttp);
  });

  it('is given what is nullable and left out alike by both transports', async () => {
    const state = {
      source: 's',
      entity: 'agent',
      key: '9',
      as_of: '2026-01-01',
      values: { stays: 0, cancellations: 2 },
    };
    seen.length = 0;
    await http.pushBookings({ states: [state] });
    await grpc.pushBookings({ states: [state] });
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]).toEqual({ bookings: [], states: [state] });
  });
});

describe.each(['http', 'grpc'] as const)('refusals over %s', (transport) => {
  const call = (ids: string[]) => (transport === 'http' ? http : grpc).predictChurnBatch({ booking_ids: ids });

  it.each(Object.keys(HTTP_STATUS) as ErrorCode[])('carry the code %s', async (code) => {
    const failure: DomainError = await call([code]).then(
      () => {
        throw new Error('it was answered');
      },
      (error: DomainError) => error,
    );
    expect(failure).toBeInstanceOf(DomainError);
    // HTTP has one status for the two kinds of conflict.
    expect(failure.code).toBe(code === 'ALREADY_EXISTS' && transport === 'http' ? failure.code : code);
    expect(failure.message).not.toMatch(/secret/);
  });

  it('name the field at fault by its full path', async () => {
    await expect(call(['ok', ''])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [{ path: 'booking_ids.1' }],
    });
    await expect(call([])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', fields: [{ path: 'booking_ids' }] });
  });

  it('tell nothing of the inside when it is a bug', async () => {
    await expect(call(['BUG'])).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.not.stringMatching(/hunter2/),
    });
  });
});

it('knows every code on both transports', () => {
  expect(Object.keys(GRPC_STATUS)).toEqual(Object.keys(HTTP_STATUS));
});

describe('problems over HTTP', () => {
  const problem = async (response: Response) => {
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const body = (await response.json()) as { status: number; errors?: { path: string }[]; detail: string };
    expect(body.status).toBe(response.status);
    return body;
  };

  it('400: malformed JSON, a forbidden prototype, an unknown field at its path', async () => {
    expect((await problem(await post('{"booking_ids": '))).status).toBe(400);
    expect((await problem(await post('{"booking_ids":["A"],"__proto__":{"x":1}}'))).status).toBe(400);
    const unknown = await problem(await post('{"booking_ids":["A"],"more":1}'));
    expect(unknown.errors).toEqual([{ path: 'more', message: 'unknown field' }]);
  });

  it('404: a route that is not there; a method that is not', async () => {
    expect((await problem(await raw('/api/v1/ml/nothing'))).status).toBe(404);
    expect((await problem(await raw(predictChurnBatch.path, { method: 'DELETE' }))).status).toBe(404);
  });

  it('413: a body over the limit', async () => {
    expect((await problem(await post(`{"booking_ids":["${'x'.repeat(70_000)}"]}`))).status).toBe(413);
  });

  it('415: a body that is not JSON', async () => {
    const response = await raw(predictChurnBatch.path, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'a,b',
    });
    expect((await problem(response)).status).toBe(415);
  });

  it('keeps a caller’s request id and makes one otherwise', async () => {
    const named = await problem(await raw('/nothing', { headers: { 'x-request-id': 'abc-1' } }));
    expect(named).toMatchObject({ instance: 'urn:request:abc-1' });
    const evil = await problem(await raw('/nothing', { headers: { 'x-request-id': '"><script>' } }));
    expect(JSON.stringify(evil)).not.toContain('script');
  });
});

describe('beside the operations', () => {
  it('probes answer, and are not ready before the start is told', async () => {
    expect((await raw('/livez')).status).toBe(200);
    expect((await raw('/startupz')).status).toBe(503);
    expect((await raw('/readyz')).status).toBe(503);
    running.app.get(HealthRegistry).started();
    expect((await raw('/startupz')).status).toBe(200);
    expect((await raw('/readyz')).status).toBe(200);
  });

  it('a required dependency that is down makes it unready, an optional one only degraded', async () => {
    const health = running.app.get(HealthRegistry);
    health.register('optional', { required: false, check: () => Promise.reject(new Error('no')) });
    const report = async () => (await (await raw('/api/v1/ml/health')).json()) as { status: string };
    expect((await report()).status).toBe('degraded');
    expect((await raw('/readyz')).status).toBe(200);
    health.register('required', { required: true, check: () => Promise.reject(new Error('no')) });
    expect((await report()).status).toBe('unhealthy');
    expect((await raw('/readyz')).status).toBe(503);
    health.register('required', { required: true, check: () => Promise.resolve() });
  });

  it('metrics tell of HTTP requests, gRPC calls and the lag of the event loop', async () => {
    await http.predictChurnBatch({ booking_ids: ['A'] });
    await grpc.predictChurnBatch({ booking_ids: ['A'] });
    const text = await (await raw('/api/v1/ml/metrics')).text();
    expect(text).toMatch(
      /bellwether_http_request_duration_seconds_count\{.*route="\/api\/v1\/ml\/churn\/batch".*\} [1-9]/,
    );
    expect(text).toMatch(
      /bellwether_grpc_request_duration_seconds_count\{method="[^"]*PredictChurnBatch",code="0"\} [1-9]/,
    );
    expect(text).toMatch(/nodejs_eventloop_lag_seconds/);
  });

  it('the OpenAPI document and its page are served', async () => {
    const document = (await (await raw('/openapi.json')).json()) as { openapi: string; paths: object };
    expect(document.openapi).toMatch(/^3\./);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        ...Object.values(operations).map((operation) => operation.path),
        '/api/v1/ml/health',
        '/api/v1/ml/metrics',
      ]),
    );
    const page = await raw('/docs');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('swagger')]);
  });

  it('gRPC health and reflection answer', async () => {
    const client = new Client(running.grpcAddress, credentials.createInsecure());
    const unary = (method: string) =>
      new Promise<Buffer>((resolve, reject) =>
        client.makeUnaryRequest(
          method,
          (b: Buffer) => b,
          (b: Buffer) => b,
          Buffer.alloc(0),
          (error, answer) => (error ? reject(error) : resolve(answer!)),
        ),
      );
    // HealthCheckResponse { status: SERVING = 1 }
    expect([...(await unary('/grpc.health.v1.Health/Check'))]).toEqual([8, 1]);
    const services = await new Promise<string>((resolve, reject) => {
      const call = client.makeBidiStreamRequest(
        '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
        (b: Buffer) => b,
        (b: Buffer) => b.toString('latin1'),
      );
      call.on('data', (answer: string) => (resolve(answer), call.end())).on('error', reject);
      // ServerReflectionRequest { list_services: "*" }, field 7
      call.write(Buffer.from([0x3a, 0x01, 0x2a]));
    });
    expect(services).toContain(`${grpcPackage('customer-analytics')}.ChurnService`);
    expect(services).toContain('grpc.health.v1.Health');
    client.close();
  });

  it('a client that knows nothing but the address calls by reflection', async () => {
    const buf = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');
    const method = `http://${running.grpcAddress}/${grpcPackage('customer-analytics')}.ChurnService/PredictChurnBatch`;
    const asked = ['--protocol', 'grpc', '--http2-prior-knowledge', '--data', '{"booking_ids":["A","B"]}', method];
    const { stdout } = await promisify(execFile)(process.execPath, [buf, 'curl', ...asked]);
    const answer = JSON.parse(stdout) as { predictions: { bookingId: string }[] };
    expect(answer.predictions.map(({ bookingId }) => bookingId)).toEqual(['A', 'B']);
  });
});

it('an app whose port is taken does not start, and says what to do', async () => {
  const taken = new URL(running.url).port;
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent', PORT: taken });
  const second = startApp({ name: 'second', version: '0', config, modules: [TestModule], operations });
  await expect(second).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining(`ports ${taken}`),
  });
});

it('an app whose gRPC port is taken does not start either', async () => {
  const GRPC_PORT = running.grpcAddress.split(':')[1]!;
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent', GRPC_PORT });
  const second = startApp({ name: 'second', version: '0', config, modules: [TestModule], operations });
  await expect(second).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining(GRPC_PORT) });
});

it('a protocol of others has its own form of errors, also for what the framework refuses', async () => {
  const foreignErrors = [
    {
      prefix: '/api/v1/ml/bookings/',
      answer: ({ code }: { code: string }) => ({ status: 418, body: { error_code: code } }),
    },
  ];
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent' });
  const other = await startApp({
    name: 'other',
    version: '0',
    config,
    modules: [TestModule],
    operations,
    foreignErrors,
  });
  const send = (path: string) =>
    fetch(other.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"' });
  const foreign = await send(pushBookings.path);
  expect([foreign.status, await foreign.json()]).toEqual([418, { error_code: 'INVALID_ARGUMENT' }]);
  expect((await send(predictChurnBatch.path)).headers.get('content-type')).toContain('application/problem+json');
  await other.stop();
});
