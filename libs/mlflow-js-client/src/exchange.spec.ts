import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MlflowClient } from './client.js';
import type { MlflowClientOptions } from './transport.js';

interface Received {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Milliseconds to wait first. */
  readonly after?: number;
}

const servers: Server[] = [];

/** A server that gives the answers in turn and keeps what it was sent. */
async function serving(answers: readonly Answer[], options: Partial<MlflowClientOptions> = {}) {
  const received: Received[] = [];
  const waits: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const { status = 200, body = {}, headers: sent = {}, after = 0 } = answers[received.length] ?? { status: 599 };
    received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    setTimeout(() => {
      response.writeHead(status, { 'content-type': 'application/json', ...sent });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    }, after);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new MlflowClient({
    baseUrl: `http://127.0.0.1:${port}/`,
    retry: { random: () => 0.5, sleep: async (ms) => void waits.push(ms) },
    ...options,
  });
  return { client, received, waits };
}

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => new Promise((done) => (server.closeAllConnections(), server.close(done)))),
  );
});

const run = {
  info: {
    run_id: 'd9c4e37a9d1a4d0f8f2ab2a0f3c9c9d1',
    run_uuid: 'd9c4e37a9d1a4d0f8f2ab2a0f3c9c9d1',
    run_name: 'one',
    experiment_id: '3',
    user_id: '',
    status: 'RUNNING',
    // protobuf's own JSON writes 64-bit integers as strings; MLflow's server turns them into numbers.
    start_time: '1700000000000',
    artifact_uri: 'mlflow-artifacts:/3/d9c4e37a9d1a4d0f8f2ab2a0f3c9c9d1/artifacts',
    lifecycle_stage: 'active',
  },
  data: {
    metrics: [{ key: 'loss', value: 'NaN', timestamp: 1700000000000, step: '7' }],
    tags: [{ key: 'a', value: 'b' }],
  },
  inputs: {},
};

const version = {
  name: 'churn',
  version: '2',
  creation_timestamp: 1700000000000,
  last_updated_timestamp: 1700000000001,
  current_stage: 'None',
  source: 'runs:/abc/model',
  status: 'READY',
  run_id: 'abc',
  a_field_of_tomorrow: true,
};

describe('requests as MLflow documents them', () => {
  it('creates a run and reads its answer, numbers written as strings included', async () => {
    const { client, received } = await serving([{ body: { run } }]);
    const created = await client.runs.create({ experiment_id: '3', start_time: 1700000000000, run_name: 'one' });
    expect(received[0]).toMatchObject({ method: 'POST', url: '/api/2.0/mlflow/runs/create' });
    expect(JSON.parse(received[0]!.body)).toEqual({ experiment_id: '3', start_time: 1700000000000, run_name: 'one' });
    expect(created.info.start_time).toBe(1700000000000);
    expect(created.data).toEqual({
      metrics: [{ key: 'loss', value: NaN, timestamp: 1700000000000, step: 7 }],
      params: [],
      tags: [{ key: 'a', value: 'b' }],
    });
  });

  it('sends what JSON cannot carry as protobuf spells it', async () => {
    const { client, received } = await serving([{}, {}]);
    await client.runs.logMetric('r', { key: 'a', value: -Infinity, timestamp: 1 });
    await client.runs.logBatch('r', {
      metrics: [
        { key: 'a', value: NaN, timestamp: 1 },
        { key: 'b', value: 1.5, timestamp: 2 },
      ],
    });
    expect(JSON.parse(received[0]!.body).value).toBe('-Infinity');
    expect(JSON.parse(received[1]!.body).metrics.map((m: { value: unknown }) => m.value)).toEqual(['NaN', 1.5]);
  });

  it('puts the request of a GET into its query, repeated fields one by one', async () => {
    const { client, received } = await serving([{ body: { registered_models: [] } }]);
    await client.models.search({
      filter: "name LIKE 'a%&b'",
      order_by: ['name DESC', 'creation_timestamp'],
      max_results: 5,
    });
    const url = new URL(received[0]!.url, 'http://x');
    expect(url.pathname).toBe('/api/2.0/mlflow/registered-models/search');
    expect([
      url.searchParams.get('filter'),
      url.searchParams.getAll('order_by'),
      url.searchParams.get('max_results'),
    ]).toEqual(["name LIKE 'a%&b'", ['name DESC', 'creation_timestamp'], '5']);
  });

  it('ignores fields that it does not know', async () => {
    const { client } = await serving([{ body: { model_version: version } }]);
    expect(await client.models.byAlias('churn', 'champion')).toMatchObject({ version: '2', run_id: 'abc', tags: [] });
  });

  it('follows page tokens to the end', async () => {
    const { client, received } = await serving([
      { body: { model_versions: [version], next_page_token: 'more' } },
      { body: { model_versions: [{ ...version, version: '1' }] } },
    ]);
    const versions: string[] = [];
    for await (const found of client.versions.searchAll({ filter: "name='churn'" })) versions.push(found.version);
    expect(versions).toEqual(['2', '1']);
    expect(received[1]!.url).toContain('page_token=more');
  });

  it('finds or makes an experiment, also when another makes it at the same moment', async () => {
    const missing = { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no' } };
    const clash = { status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'there' } };
    const experiment = {
      experiment_id: '5',
      name: 'e',
      artifact_location: '',
      lifecycle_stage: 'active',
      creation_time: 1,
      last_update_time: 1,
    };
    const { client } = await serving([missing, clash, { body: { experiment } }]);
    expect(await client.experiments.ensure('e')).toBe('5');
  });

  it('carries the headers it was given', async () => {
    const { client, received } = await serving([{ body: { run } }], { headers: { authorization: 'Bearer key' } });
    await client.runs.get('abc');
    expect(received[0]!.headers.authorization).toBe('Bearer key');
  });
});

describe('failures', () => {
  it.each([
    [404, 'RESOURCE_DOES_NOT_EXIST', 'NOT_FOUND'],
    [400, 'RESOURCE_ALREADY_EXISTS', 'ALREADY_EXISTS'],
    [400, 'INVALID_PARAMETER_VALUE', 'INVALID_ARGUMENT'],
    [403, 'PERMISSION_DENIED', 'PERMISSION_DENIED'],
    [409, 'RESOURCE_CONFLICT', 'ABORTED'],
  ])('%i %s is %s and is not tried again', async (status, error_code, code) => {
    const { client, received } = await serving([{ status, body: { error_code, message: 'why' } }]);
    await expect(client.runs.get('abc')).rejects.toMatchObject({ code, message: expect.stringContaining('why') });
    expect(received).toHaveLength(1);
  });

  it('an answer of something between client and server is read by its status', async () => {
    const { client } = await serving([{ status: 401, body: '<html>sign in</html>' }]);
    await expect(client.runs.get('abc')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('an answer outside the protocol is INTERNAL', async () => {
    const { client } = await serving([{ body: '<html>hello</html>' }, { body: '{}' }]);
    await expect(client.runs.get('abc')).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(client.runs.get('abc')).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('a server that is not there is UNAVAILABLE', async () => {
    const client = new MlflowClient({ baseUrl: 'http://127.0.0.1:9', attempts: 1 });
    await expect(client.runs.get('abc')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('a redirect is not followed', async () => {
    const { client, received } = await serving([{ status: 302, headers: { location: '/elsewhere' } }], { attempts: 1 });
    await expect(client.runs.get('abc')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(received).toHaveLength(1);
  });

  it('an answer that is late is DEADLINE_EXCEEDED', async () => {
    const { client } = await serving([{ after: 500 }], { timeoutMs: 50, attempts: 1 });
    await expect(client.runs.get('abc')).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('the caller can end a call', async () => {
    const { client } = await serving([{ after: 500 }]);
    const signal = AbortSignal.timeout(30);
    await expect(client.runs.get('abc', { signal })).rejects.toBe(
      await new Promise((done) => (signal.onabort = () => done(signal.reason))),
    );
  });
});

describe('retries', () => {
  const busy = { status: 503, body: { error_code: 'TEMPORARILY_UNAVAILABLE', message: 'busy' } };

  it('repeat what may be repeated, waiting longer each time', async () => {
    const { client, received, waits } = await serving([busy, { ...busy, status: 429 }, busy, { body: { run } }]);
    await client.runs.get('abc');
    expect(received).toHaveLength(4);
    expect(waits).toEqual([100, 200, 400]);
  });

  it('believe a server that says when to come back', async () => {
    const { client, waits } = await serving([{ ...busy, headers: { 'retry-after': '3' } }, {}]);
    await client.runs.setTag('abc', 'a', 'b');
    expect(waits).toEqual([3_000]);
  });

  it('end after the attempts allowed', async () => {
    const { client, received } = await serving([busy, busy, busy], { attempts: 2 });
    await expect(client.runs.get('abc')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(received).toHaveLength(2);
  });

  it('never repeat a creation', async () => {
    const { client, received } = await serving([busy, busy]);
    await expect(client.runs.create({})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(client.versions.create({ name: 'a', source: 'runs:/b/c' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    expect(received).toHaveLength(2);
  });
});

describe('artifacts', () => {
  it('stand below their folder, each name encoded', async () => {
    const { client, received } = await serving([{}, { body: 'content' }]);
    await client.artifacts.upload(
      'mlflow-artifacts:/3/abc/artifacts',
      'model/a b#1.onnx',
      new TextEncoder().encode('content'),
    );
    expect(received[0]).toMatchObject({
      method: 'PUT',
      url: '/api/2.0/mlflow-artifacts/artifacts/3/abc/artifacts/model/a%20b%231.onnx',
      body: 'content',
    });
    const bytes = await client.artifacts.download('3/abc/artifacts/', 'model/a b#1.onnx');
    expect(new TextDecoder().decode(bytes)).toBe('content');
  });

  it('are sent and read as streams', async () => {
    const { client, received } = await serving([{}, { body: 'streamed back' }]);
    async function* parts() {
      yield new TextEncoder().encode('one ');
      yield new TextEncoder().encode('two');
    }
    await client.artifacts.upload('f', 'x', parts());
    expect(received[0]!.body).toBe('one two');
    let text = '';
    for await (const part of await client.artifacts.downloadStream('f', 'x')) text += new TextDecoder().decode(part);
    expect(text).toBe('streamed back');
  });

  it('are listed with all below', async () => {
    const file = (path: string) => ({ path, is_dir: false, file_size: '3' });
    const { client, received } = await serving([
      { body: { files: [{ path: 'model', is_dir: true }, file('a.txt')] } },
      { body: { files: [file('MLmodel')] } },
    ]);
    expect(await client.artifacts.listAll('mlflow-artifacts:/3/abc/artifacts')).toEqual([
      { path: 'a.txt', bytes: 3 },
      { path: 'model/MLmodel', bytes: 3 },
    ]);
    expect(received[1]!.url).toBe('/api/2.0/mlflow-artifacts/artifacts?path=3%2Fabc%2Fartifacts%2Fmodel');
  });

  it('cannot be asked for outside their folder: fetch would resolve the dots unseen', async () => {
    const { client, received } = await serving([]);
    await expect(client.artifacts.download('3/abc', '../../x')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(client.artifacts.list('s3://bucket/x')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(received).toHaveLength(0);
  });
});
