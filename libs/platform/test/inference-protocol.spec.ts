import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, type OnModuleInit } from '@nestjs/common';
import { status } from '@grpc/grpc-js';
import { DomainError } from '@bellwether/errors';
import type { TensorType } from '@bellwether/model-kernel/onnx-runtime';
import { startApp, type RunningApp } from '../src/bootstrap/index.js';
import { baseConfig, parseConfig } from '../src/config/index.js';
import { HealthRegistry } from '../src/health/index.js';
import { ModelCatalogue, type InferableModel, type InferableModels } from '../src/inference-protocol/index.js';
import { InferenceClient } from './inference-client.js';

/** Each datatype: values as JSON has them, the list of gRPC that has them, and their bytes. */
const CASES: readonly (readonly [string, TensorType, string, string, readonly unknown[], Buffer])[] = [
  ['BOOL', 'bool', '[true,false]', 'bool_contents', [true, false], Buffer.of(1, 0)],
  ['UINT8', 'uint8', '[0,255]', 'uint_contents', [0, 255], Buffer.of(0, 255)],
  ['UINT16', 'uint16', '[1,65535]', 'uint_contents', [1, 65_535], bytesOf(Uint16Array.of(1, 65_535))],
  ['UINT32', 'uint32', '[1,4294967295]', 'uint_contents', [1, 2 ** 32 - 1], bytesOf(Uint32Array.of(1, 2 ** 32 - 1))],
  [
    ...(['UINT64', 'uint64', '[9007199254740993,18446744073709551615]', 'uint64_contents'] as const),
    ['9007199254740993', '18446744073709551615'],
    bytesOf(BigUint64Array.of(9_007_199_254_740_993n, 2n ** 64n - 1n)),
  ],
  ['INT8', 'int8', '[-128,127]', 'int_contents', [-128, 127], bytesOf(Int8Array.of(-128, 127))],
  ['INT16', 'int16', '[-32768,32767]', 'int_contents', [-32_768, 32_767], bytesOf(Int16Array.of(-32_768, 32_767))],
  ['INT32', 'int32', '[-2147483648,5]', 'int_contents', [-(2 ** 31), 5], bytesOf(Int32Array.of(-(2 ** 31), 5))],
  [
    ...(['INT64', 'int64', '[9007199254740993,-9223372036854775808]', 'int64_contents'] as const),
    ['9007199254740993', '-9223372036854775808'],
    bytesOf(BigInt64Array.of(9_007_199_254_740_993n, -(2n ** 63n))),
  ],
  ['FP16', 'float16', '[1.5,null]', '', [], bytesOf(Uint16Array.of(0x3e00, 0x7e00))],
  ['FP32', 'float32', '[0.5,null]', 'fp32_contents', [0.5, NaN], bytesOf(Float32Array.of(0.5, NaN))],
  ['FP64', 'float64', '[0.1,1e+300]', 'fp64_contents', [0.1, 1e300], bytesOf(Float64Array.of(0.1, 1e300))],
  [
    ...(['BYTES', 'string', '["báo cáo","12345678901234567"]', 'bytes_contents'] as const),
    [Buffer.from('báo cáo'), Buffer.from('12345678901234567')],
    Buffer.concat([
      Buffer.of(9, 0, 0, 0),
      Buffer.from('báo cáo'),
      Buffer.of(17, 0, 0, 0),
      Buffer.from('12345678901234567'),
    ]),
  ],
];

function bytesOf({ buffer }: { readonly buffer: ArrayBufferLike }): Buffer {
  return Buffer.from(buffer as ArrayBuffer);
}

/** Gives each input back; `pair` takes two, `broken` fails. */
function identity(name: string): InferableModel {
  const type = CASES.find(([datatype]) => datatype === name)?.[1] ?? 'int64';
  const inputs =
    name === 'pair'
      ? [
          { name: 'x', type },
          { name: 'f', type: 'float32' as const },
        ]
      : [{ name: 'x', type }];
  return {
    ...{ name, version: '7', platform: 'test', inputs },
    outputs: inputs.map((input) => ({ ...input, name: `same_${input.name}` })),
    run: async (feeds, wanted) => {
      if (name === 'broken') throw new Error('password=hunter2');
      return Object.fromEntries(wanted.map((output) => [output, feeds[output.slice('same_'.length)]!]));
    },
  };
}

class Models implements InferableModels {
  readonly domain = 'pricing';
  readonly names = [...CASES.map(([datatype]) => datatype), 'pair', 'broken', 'absent'];
  loads = 0;

  async list() {
    return this.names.map((name) => ({ name, version: '7', ready: name !== 'absent', reason: '' }));
  }
  async versions() {
    return ['7'];
  }
  async use<Result>(name: string, version: string | undefined, work: (model: InferableModel) => Promise<Result>) {
    if (version !== undefined && version !== '7')
      throw new DomainError('NOT_FOUND', `${name} has no version ${version}`);
    if (name === 'absent') throw new DomainError('UNAVAILABLE', 'no version is loaded yet');
    return work(identity(name));
  }
  async load() {
    this.loads += 1;
  }
  async unload() {
    throw new DomainError('FAILED_PRECONDITION', 'it cannot be unloaded');
  }
}

const models = new Models();
/** Of another domain: it tells of a name that is not its own, as the registry does. */
const others: InferableModels = {
  domain: 'model-registry',
  list: async () => ['FP32', 'other'].map((name) => ({ name, version: '1', ready: false, reason: 'not loaded' })),
  versions: async () => ['1'],
  use: async (name, _version, work) => work({ ...identity(name), version: '1' }),
  load: async () => undefined,
  unload: async () => undefined,
};

@Module({})
class TestModule implements OnModuleInit {
  constructor(private readonly catalogue: ModelCatalogue) {}
  onModuleInit(): void {
    this.catalogue.register(models);
    this.catalogue.register(others);
  }
}

let app: RunningApp;
let grpc: InferenceClient;

beforeAll(async () => {
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent', MAX_LOOP_TURN_MS: '60000' });
  app = await startApp({ name: 'test', version: '1.2.3', config, modules: [TestModule], operations: {} });
  app.app.get(HealthRegistry).started();
  grpc = new InferenceClient(app.grpcAddress);
}, 60_000);

afterAll(async () => {
  grpc?.close();
  await app?.stop();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, unknown>;
  readonly bytes: Buffer;
}

async function http(method: string, path: string, body?: string | Buffer, headers = {}): Promise<Answer> {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) };
  const response = await fetch(`${app.url}/v2${path}`, { method, headers, ...init });
  const bytes = Buffer.from(await response.arrayBuffer());
  const jsonBytes = Number(response.headers.get('inference-header-content-length') ?? bytes.byteLength);
  const text = bytes.subarray(0, jsonBytes).toString();
  return { status: response.status, text, json: JSON.parse(text), bytes: bytes.subarray(jsonBytes) };
}

/** Sends JSON with bytes behind it. */
function httpBinary(path: string, json: object, bytes: Buffer): Promise<Answer> {
  const head = Buffer.from(JSON.stringify(json));
  return http('POST', path, Buffer.concat([head, bytes]), {
    'inference-header-content-length': String(head.byteLength),
  });
}

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    ({ code, details }: { code: number; details: string }) => ({ code, details }),
  );

describe.each(CASES)('%s', (datatype, _type, json, list, contents, bytes) => {
  const path = `/models/${datatype}/versions/7/infer`;
  const input = { name: 'x', datatype, shape: [2] };

  it('goes through as JSON, every digit of it, flat or nested', async () => {
    const request = JSON.stringify({ inputs: [{ ...input, data: 'DATA' }] });
    const flat = await http(
      'POST',
      path,
      request.replace('"DATA"', () => json),
    );
    expect(flat.text).toBe(
      `{"model_name":"${datatype}","model_version":"7","outputs":[{"name":"same_x","shape":[2],"datatype":"${datatype}","data":${json}}]}`,
    );
    const nested = request
      .replace('[2]', '[1,2,1]')
      .replace('"DATA"', () => `[${json.replace(/\[|,(?=.)/, (c) => c)}]`);
    expect((await http('POST', path, nested)).text).toContain(
      `"shape":[1,2,1],"datatype":"${datatype}","data":${json}`,
    );
  });

  it('goes through as bytes over HTTP', async () => {
    const request = {
      id: 'mine',
      parameters: { binary_data_output: true },
      inputs: [{ ...input, parameters: { binary_data_size: bytes.byteLength } }],
    };
    const answer = await httpBinary(path, request, bytes);
    expect(answer.json).toEqual({
      ...{ model_name: datatype, model_version: '7', id: 'mine' },
      outputs: [{ name: 'same_x', datatype, shape: [2], parameters: { binary_data_size: bytes.byteLength } }],
    });
    expect(answer.bytes).toEqual(bytes);
  });

  it('goes through gRPC raw, and in the list of its type where it has one', async () => {
    const request = { model_name: datatype, id: 'mine', inputs: [input] };
    const raw = await grpc.call('ModelInfer', { ...request, raw_input_contents: [bytes] });
    expect(raw).toMatchObject({ model_name: datatype, model_version: '7', id: 'mine', raw_output_contents: [bytes] });
    expect(raw.outputs).toMatchObject([{ name: 'same_x', datatype, shape: ['2'], contents: null }]);
    const listed = { ...request, inputs: [{ ...input, contents: { [list]: contents } }] };
    if (list === '') {
      expect(await refusal(grpc.call('ModelInfer', request))).toMatchObject({ code: status.INVALID_ARGUMENT });
      return;
    }
    const answer = await grpc.call('ModelInfer', listed);
    expect(answer.raw_output_contents).toEqual([]);
    expect(answer.outputs[0].contents[list]).toEqual(contents);
  });

  it('goes through with no values, and wants as many as its shape says', async () => {
    const none = { ...input, shape: [0, 3], data: [] };
    expect((await http('POST', path, JSON.stringify({ inputs: [none] }))).text).toContain('"shape":[0,3]');
    const empty = { ...none, data: undefined, parameters: { binary_data_size: 0 } };
    expect((await httpBinary(path, { inputs: [empty] }, Buffer.alloc(0))).status).toBe(200);
    const overGrpc = await grpc.call('ModelInfer', {
      model_name: datatype,
      inputs: [{ ...input, shape: [0] }],
      raw_input_contents: [Buffer.alloc(0)],
    });
    expect(overGrpc.outputs[0].shape).toEqual(['0']);
    const short = bytes.subarray(0, -1);
    const cut = { inputs: [{ ...input, parameters: { binary_data_size: short.byteLength } }] };
    expect((await httpBinary(path, cut, short)).status).toBe(400);
    const [first] = [`${json.split(',')[0]}]`];
    const wrong = JSON.stringify({ inputs: [{ ...input, data: 'DATA' }] }).replace('"DATA"', () => first);
    expect((await http('POST', path, wrong)).json['error']).toContain('must hold 2 values');
    const raw = { model_name: datatype, inputs: [input], raw_input_contents: [short] };
    expect(await refusal(grpc.call('ModelInfer', raw))).toMatchObject({ code: status.INVALID_ARGUMENT });
  });
});

describe('JSON and bytes', () => {
  const f = { name: 'f', datatype: 'FP32', shape: [1] };
  const x = { name: 'x', datatype: 'INT64', shape: [1] };
  const four = { binary_data_size: 4 };

  it('mix in a request, and in an answer', async () => {
    const request = {
      inputs: [
        { ...x, data: [3] },
        { ...f, parameters: four },
      ],
      outputs: [{ name: 'same_f' }, { name: 'same_x', parameters: { binary_data: true } }],
    };
    const answer = await httpBinary('/models/pair/infer', request, bytesOf(Float32Array.of(1.5)));
    expect(answer.json['outputs']).toEqual([
      { ...f, name: 'same_f', data: [1.5] },
      { ...x, name: 'same_x', parameters: { binary_data_size: 8 } },
    ]);
    expect(answer.bytes).toEqual(bytesOf(BigInt64Array.of(3n)));
  });

  it.each([
    [
      'sizes beyond the body',
      [
        { ...x, data: [3] },
        { ...f, parameters: four },
      ],
      Buffer.alloc(2),
    ],
    [
      'bytes that no input has',
      [
        { ...x, data: [3] },
        { ...f, data: [1] },
      ],
      Buffer.alloc(2),
    ],
    [
      'values in both forms',
      [
        { ...x, data: [3] },
        { ...f, data: [1], parameters: four },
      ],
      Buffer.alloc(4),
    ],
    ['values in neither', [{ ...x, data: [3] }, f], Buffer.alloc(0)],
  ])('refuse %s', async (_what, inputs, bytes) => {
    expect((await httpBinary('/models/pair/infer', { inputs }, bytes)).status).toBe(400);
  });

  it.each(['-1', 'x', '99999', '1.5'])('refuse a header length of %s', async (length) => {
    const headers = { 'inference-header-content-length': length };
    expect(await http('POST', '/models/pair/infer', '{"inputs":[]}', headers)).toMatchObject({ status: 400 });
  });

  it.each([
    ['raw contents of some inputs', { inputs: [x, f], raw_input_contents: [Buffer.alloc(8)] }],
    [
      'contents of both kinds',
      {
        inputs: [{ ...x, contents: { int64_contents: ['1'] } }, f],
        raw_input_contents: [Buffer.alloc(8), Buffer.alloc(4)],
      },
    ],
    [
      'an unknown output',
      {
        inputs: [
          { ...x, contents: { int64_contents: ['1'] } },
          { ...f, contents: { fp32_contents: [1] } },
        ],
        outputs: [{ name: 'z' }],
      },
    ],
    ['a negative size', { inputs: [{ ...x, shape: ['-1'] }, f] }],
  ])('over gRPC refuse %s', async (_what, request) => {
    const answer = await refusal(grpc.call('ModelInfer', { model_name: 'pair', ...request }));
    expect(answer).toMatchObject({ code: status.INVALID_ARGUMENT });
  });
});

describe('values that their type does not hold', () => {
  it.each([
    ['BOOL', '[1]'],
    ['UINT8', '[256]'],
    ['UINT64', '[-1]'],
    ['UINT64', '[18446744073709551616]'],
    ['INT8', '[-129]'],
    ['INT16', '[1.5]'],
    ['INT32', '[12345678901234567]'],
    ['INT64', '[9223372036854775808]'],
    ['INT64', '["9007199254740993"]'],
    ['INT64', '[1e300]'],
    ['INT64', '[0.12345678901234567]'],
    ['FP32', '["1"]'],
    ['BYTES', '[12345678901234567]'],
  ])('are refused: %s %s', async (datatype, data) => {
    const body = `{"inputs":[{"name":"x","datatype":"${datatype}","shape":[1],"data":${data}}]}`;
    expect(await http('POST', `/models/${datatype}/infer`, body)).toMatchObject({ status: 400 });
  });

  it('are refused as bytes and in lists', async () => {
    const input = { name: 'x', shape: [1] };
    const bad: [string, Buffer][] = [
      ['BOOL', Buffer.of(2)],
      ['BYTES', Buffer.of(1, 0, 0, 0, 0xff)],
      ['BYTES', Buffer.of(9, 0, 0, 0, 0x41)],
      ['BYTES', Buffer.of(1, 0, 0, 0, 0x41, 1, 0, 0, 0, 0x41)],
    ];
    for (const [datatype, bytes] of bad) {
      const request = { model_name: datatype, inputs: [{ ...input, datatype }], raw_input_contents: [bytes] };
      expect(await refusal(grpc.call('ModelInfer', request))).toMatchObject({ code: status.INVALID_ARGUMENT });
    }
    const listed = { model_name: 'INT8', inputs: [{ ...input, datatype: 'INT8', contents: { int_contents: [128] } }] };
    expect(await refusal(grpc.call('ModelInfer', listed))).toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it('long digits in a fraction or an exponent are numbers as ever', async () => {
    const body =
      '{"inputs":[{"name":"x","datatype":"FP64","shape":[3],"data":[0.30000000000000004,1234567890123456789,-1e-12]}]}';
    expect((await http('POST', '/models/FP64/infer', body)).json['outputs']).toMatchObject([
      { data: [0.30000000000000004, 1234567890123456800, -1e-12] },
    ]);
  });
});

describe('server and models', () => {
  const server = {
    name: 'bellwether',
    version: '1.2.3',
    extensions: ['model_repository', 'statistics', 'binary_tensor_data'],
  };

  it('tell of themselves alike over both transports', async () => {
    expect((await http('GET', '')).json).toEqual(server);
    expect(await grpc.call('ServerMetadata')).toEqual(server);
    const tensor = { name: 'x', datatype: 'INT64', shape: [] };
    const metadata = (await http('GET', '/models/INT64')).json;
    expect(metadata).toEqual({
      ...{ name: 'INT64', versions: ['7'], platform: 'test' },
      ...{ inputs: [tensor], outputs: [{ ...tensor, name: 'same_x' }] },
    });
    expect(await grpc.call('ModelMetadata', { name: 'INT64', version: '7' })).toEqual(metadata);
  });

  it('are live, and ready or not', async () => {
    expect([await grpc.call('ServerLive'), await grpc.call('ServerReady')]).toEqual([{ live: true }, { ready: true }]);
    expect((await http('GET', '/models/FP32/ready')).json).toEqual({ name: 'FP32', ready: true });
    expect(await http('GET', '/models/absent/ready')).toMatchObject({
      status: 503,
      json: { error: expect.any(String) },
    });
    expect(await grpc.call('ModelReady', { name: 'FP32' })).toEqual({ ready: true });
    expect(await grpc.call('ModelReady', { name: 'absent' })).toEqual({ ready: false });
    expect(await refusal(grpc.call('ModelReady', { name: 'FP32', version: '8' }))).toMatchObject({
      code: status.NOT_FOUND,
    });
    expect(await http('GET', '/models/FP32/versions/8')).toMatchObject({ status: 404 });
  });

  it('each name has one owner', async () => {
    const { json } = await http('POST', '/repository/index');
    const index = json as unknown as { name: string; version: string; state: string }[];
    expect(index.filter(({ name }) => name === 'FP32')).toEqual([
      { name: 'FP32', version: '7', state: 'READY', reason: '' },
    ]);
    expect(index).toContainEqual({ name: 'other', version: '1', state: 'UNAVAILABLE', reason: 'not loaded' });
    expect((await grpc.call('RepositoryIndex', {})).models).toEqual(index);
    expect((await http('GET', '/models/other')).json).toMatchObject({ versions: ['1'] });
  });

  it('are loaded and unloaded, or say why not', async () => {
    await grpc.call('RepositoryModelLoad', { model_name: 'FP32' });
    expect([(await http('POST', '/repository/models/FP32/load', '{}')).json, models.loads]).toEqual([{}, 2]);
    expect(await http('POST', '/repository/models/FP32/unload')).toMatchObject({ status: 422 });
    expect(await refusal(grpc.call('RepositoryModelUnload', { model_name: 'FP32' }))).toMatchObject({
      code: status.FAILED_PRECONDITION,
    });
  });

  it('tell of a bug nothing but that it is one', async () => {
    const body = '{"inputs":[{"name":"x","datatype":"INT64","shape":[1],"data":[1]}]}';
    const answer = await http('POST', '/models/broken/infer', body);
    expect([answer.status, answer.json]).toEqual([500, { error: 'internal error' }]);
    expect(await http('POST', '/models/FP32/infer', 'not JSON')).toMatchObject({
      status: 400,
      json: { error: expect.any(String) },
    });
    expect(await http('GET', '/nothing')).toMatchObject({ status: 404, json: { error: expect.any(String) } });
  });
});

it('counts requests, rows and executions per model and version', async () => {
  const before = (await http('GET', '/models/pair/versions/7/stats')).json['model_stats'] as {
    execution_count: number;
  }[];
  const f = { name: 'f', datatype: 'FP32', shape: [3], data: [1, 2, 3] };
  const x = { name: 'x', datatype: 'INT64', shape: [3], data: [1, 2, 3] };
  await http('POST', '/models/pair/infer', JSON.stringify({ inputs: [x, f] }));
  await http('POST', '/models/pair/infer', JSON.stringify({ inputs: [x] }));
  const [stats] = (await grpc.call('ModelStatistics', { name: 'pair' })).model_stats;
  expect(Number(stats.execution_count)).toBe((before[0]?.execution_count ?? 0) + 1);
  expect(Number(stats.inference_count)).toBeGreaterThanOrEqual(3);
  expect(Number(stats.inference_stats.fail.count)).toBeGreaterThanOrEqual(1);
  expect(Number(stats.last_inference)).toBeGreaterThan(0);
  const { success, queue, compute_input, compute_infer, compute_output } = stats.inference_stats;
  const parts = [queue, compute_input, compute_infer, compute_output].map(({ ns }) => Number(ns));
  expect(Math.abs(Number(success.ns) - parts.reduce((sum, ns) => sum + ns, 0))).toBeLessThan(10);
  expect(
    stats.batch_stats.find(({ batch_size }: { batch_size: string }) => batch_size === '3').compute_infer.count,
  ).toBe('1');
  expect((await http('GET', '/models/stats')).json['model_stats']).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'pair', version: '7' })]),
  );
  expect(await http('GET', '/models/pair/versions/9/stats')).toMatchObject({ status: 404 });
  const metrics = await (await fetch(`${app.url}/api/v1/ml/metrics`)).text();
  expect(metrics).toMatch(/bellwether_inference_requests_total\{model="pair",version="7",outcome="fail"\} [1-9]/);
  expect(metrics).toMatch(/bellwether_inference_rows_total\{model="pair",version="7"\} [3-9]/);
});

it('is not ready while it drains, and goes on being live', async () => {
  app.app.get(HealthRegistry).draining();
  expect(await http('GET', '/health/ready')).toMatchObject({ status: 503, json: { error: expect.any(String) } });
  expect(await http('GET', '/health/live')).toMatchObject({ status: 200, json: { live: true } });
  expect(await grpc.call('ServerReady')).toEqual({ ready: false });
});
