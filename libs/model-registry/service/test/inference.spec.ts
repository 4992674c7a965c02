import './support/one-realm.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUNDLE_DIGEST_TAG } from '@bellwether/platform/model-runtime';
import { identityModel, scalingModel } from './support/onnx-models.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

describe('the Open Inference Protocol', () => {
  let registry: TestRegistry;
  const x = (data: unknown, shape: number[] = [1, 2]) => ({ name: 'x', shape, datatype: 'FP32', data });
  const infer = (path: string, body: unknown) => registry.call('POST', `/v2/models/${path}/infer`, body);
  const bytes = (text: string) => new TextEncoder().encode(text);

  /** Registers files as the next version of a model, as any client of MLflow would. */
  async function register(
    name: string,
    files: Record<string, Uint8Array>,
    tags: { key: string; value: string }[] = [],
  ) {
    const { client } = registry;
    const { run_id, artifact_uri } = (await client.runs.create({})).info;
    for (const [path, content] of Object.entries(files))
      await client.artifacts.upload(artifact_uri, `model/${path}`, content);
    await client.models.ensure(name);
    return client.versions.create({ name, source: `runs:/${run_id}/model`, run_id, tags });
  }

  beforeAll(async () => {
    registry = await startRegistry({ maxOnnxSessions: 2 });
    await register('scaling', { 'model.onnx': scalingModel([2, 3]) });
    await register('scaling', { 'anything.onnx': scalingModel([10, 10]) });
    await register('identity', { 'model.onnx': identityModel() });
  }, 180_000);
  afterAll(() => registry?.stop());

  it('tells of the server', async () => {
    expect((await registry.call('GET', '/v2')).json).toEqual({
      name: 'bellwether',
      version: '0.0.0',
      extensions: ['model_repository', 'statistics', 'binary_tensor_data'],
    });
    expect((await registry.call('GET', '/v2/health/live')).json).toEqual({ live: true });
    expect((await registry.call('GET', '/v2/health/ready')).json).toEqual({ ready: true });
  });

  it('tells of a model by its signature', async () => {
    const metadata = await registry.call('GET', '/v2/models/scaling');
    expect(metadata.json).toEqual({
      name: 'scaling',
      versions: ['1', '2'],
      platform: 'onnx_onnxv1',
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 2] }],
      outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 2] }],
    });
    expect((await registry.call('GET', '/v2/models/scaling/versions/1')).json).toMatchObject({ versions: ['1'] });
    expect((await registry.call('GET', '/v2/models/scaling/ready')).json).toEqual({ name: 'scaling', ready: true });
    expect((await registry.call('GET', '/v2/models/scaling/versions/1/ready')).status).toBe(200);
  });

  it('answers by version, by champion, or by the newest', async () => {
    const answer = await infer('scaling/versions/1', {
      id: 'my request',
      inputs: [
        x(
          [
            [1, 2],
            [3, 4],
          ],
          [2, 2],
        ),
      ],
    });
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        model_name: 'scaling',
        model_version: '1',
        id: 'my request',
        outputs: [{ name: 'y', shape: [2, 2], datatype: 'FP32', data: [2, 6, 6, 12] }],
      },
    ]);
    expect((await infer('scaling', { inputs: [x([1, 2])] })).json).toMatchObject({
      model_version: '2',
      outputs: [{ data: [10, 20] }],
    });
    await registry.client.models.setAlias('scaling', 'champion', '1');
    expect((await infer('scaling', { inputs: [x([1, 2])] })).json).toMatchObject({ model_version: '1' });
  });

  it('carries every type of element, and what JSON has no number for as null', async () => {
    const inputs = [
      { name: 'float16', datatype: 'FP16', data: [1.5, null] },
      { name: 'float32', datatype: 'FP32', data: [1.5, null] },
      { name: 'float64', datatype: 'FP64', data: [0.1, -1e300] },
      { name: 'int8', datatype: 'INT8', data: [127, -128] },
      { name: 'int16', datatype: 'INT16', data: [32767, -32768] },
      { name: 'int32', datatype: 'INT32', data: [2147483647, -2147483648] },
      { name: 'int64', datatype: 'INT64', data: [9007199254740991, -1] },
      { name: 'uint8', datatype: 'UINT8', data: [255, 0] },
      { name: 'uint16', datatype: 'UINT16', data: [65535, 0] },
      { name: 'uint32', datatype: 'UINT32', data: [4294967295, 0] },
      { name: 'uint64', datatype: 'UINT64', data: [9007199254740991, 0] },
      { name: 'bool', datatype: 'BOOL', data: [true, false] },
      { name: 'string', datatype: 'BYTES', data: ['báo cáo', ''] },
    ].map((input) => ({ ...input, shape: [2] }));
    const { json } = await infer('identity', { inputs });
    const outputs = inputs.map(({ name, data, datatype, shape }) => ({ name: `same_${name}`, data, datatype, shape }));
    expect(json).toMatchObject({ outputs: expect.arrayContaining(outputs) });
    const empty = inputs.map((input) => ({ ...input, shape: [0], data: [] }));
    expect((await infer('identity', { inputs: empty })).json).toMatchObject({
      outputs: expect.arrayContaining(outputs.map((output) => ({ ...output, shape: [0], data: [] }))),
    });
    const some = await infer('identity', { inputs, outputs: [{ name: 'same_bool' }] });
    expect(some.json['outputs']).toHaveLength(1);
  });

  it.each([
    ['no inputs', { inputs: [] }, "inputs must hold 'x'"],
    ['an unknown input', { inputs: [x([1, 2]), { ...x([1, 2]), name: 'z' }] }, "input 'z' is unknown"],
    ['an input twice', { inputs: [x([1, 2]), x([1, 2])] }, 'is given twice'],
    ['another type', { inputs: [{ ...x([1, 2]), datatype: 'FP64' }] }, "must have the datatype FP32, got 'FP64'"],
    ['another rank', { inputs: [x([1, 2], [2])] }, 'must have the shape [rows, 2], got [2]'],
    ['another size', { inputs: [x([1, 2, 3], [1, 3])] }, 'must have the shape [rows, 2], got [1, 3]'],
    ['fewer values than its shape', { inputs: [x([1, 2, 3], [2, 2])] }, 'must hold 4 values'],
    ['a text for a number', { inputs: [x([1, 'two'])] }, 'must hold numbers, got "two"'],
    ['a negative size', { inputs: [x([1, 2], [-1, 2])] }, 'inputs.0.shape.0'],
    ['no shape', { inputs: [{ name: 'x', datatype: 'FP32', data: [1, 2] }] }, 'inputs.0.shape'],
    ['an unknown output', { inputs: [x([1, 2])], outputs: [{ name: 'z' }] }, "output 'z' is not one of y"],
    [
      'values nested without end',
      { inputs: [x(JSON.parse('['.repeat(40) + ']'.repeat(40)))] },
      'must not be nested deeper',
    ],
  ])('refuses %s', async (_what, body, message) => {
    const answer = await infer('scaling', body);
    expect([answer.status, answer.json]).toEqual([400, { error: expect.stringContaining(message) }]);
  });

  it('wants one size of a dimension that has a name', async () => {
    const inputs = ['float32', 'float64'].map((name, i) => ({
      name,
      datatype: i ? 'FP64' : 'FP32',
      shape: [i + 1],
      data: [1, 2].slice(0, i + 1),
    }));
    expect((await infer('identity', { inputs })).json).toMatchObject({
      error: expect.stringContaining('must have the shape [n], got [2]'),
    });
  });

  it('answers 404 for what is not registered, in its own words', async () => {
    for (const path of ['nobody', 'scaling/versions/9']) {
      const answer = await infer(path, { inputs: [x([1, 2])] });
      expect([answer.status, answer.json]).toEqual([404, { error: expect.any(String) }]);
    }
    expect((await registry.call('GET', '/v2/models/nobody/ready')).status).toBe(404);
  });

  it('serves no version of which it cannot tell the model, and says so each time it is asked', async () => {
    await register('empty', { 'readme.txt': bytes('x') });
    await register('two', { 'a.onnx': scalingModel([1, 1]), 'b.onnx': scalingModel([1, 1]) });
    for (const name of ['empty', 'two']) {
      for (let i = 0; i < 2; i += 1) {
        const answer = await infer(name, { inputs: [] });
        expect([answer.status, answer.json]).toEqual([
          422,
          { error: expect.stringContaining(`${name} version 1 cannot be served`) },
        ]);
      }
    }
  });

  it('serves a model only with the bytes that it was registered with', async () => {
    const { source } = await register('pinned', { 'model.onnx': scalingModel([1, 1]) });
    expect((await infer('pinned', { inputs: [x([1, 2])] })).status).toBe(200);
    // Past the proxy, which would refuse it; the two others push its session out.
    const [, runId] = /^runs:\/(\w+)\//.exec(source)!;
    await registry.store.put(`0/${runId}/artifacts/model/model.onnx`, scalingModel([666, 666]));
    await infer('scaling/versions/1', { inputs: [x([1, 2])] });
    await infer('scaling/versions/2', { inputs: [x([1, 2])] });
    const answer = await infer('pinned', { inputs: [x([1, 2])] });
    expect([answer.status, answer.json]).toEqual([
      422,
      { error: expect.stringContaining('is not the one that was registered') },
    ]);
  });

  it('serves a bundle only when its manifest has the digest that was registered', async () => {
    await register('bundled', { 'model.onnx': scalingModel([1, 1]), 'bellwether.json': bytes('{}') }, [
      { key: BUNDLE_DIGEST_TAG, value: '0'.repeat(64) },
    ]);
    const answer = await infer('bundled', { inputs: [x([1, 2])] });
    expect([answer.status, answer.json]).toEqual([422, { error: expect.stringContaining('bellwether.json') }]);
  });

  it('serves many at once, more models than it keeps open', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        i % 3 === 2
          ? registry.call('GET', '/v2/models/identity/ready')
          : infer(`scaling/versions/${1 + (i % 3)}`, { inputs: [x([i, i])] }),
      ),
    );
    answers.forEach((answer, i) => {
      expect(answer.status).toBe(200);
      if (i % 3 !== 2)
        expect(answer.json).toMatchObject({ outputs: [{ data: i % 3 === 0 ? [2 * i, 3 * i] : [10 * i, 10 * i] }] });
    });
  });
});
