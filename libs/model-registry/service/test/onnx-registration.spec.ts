import './support/one-realm.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import { encodeTreeEnsemble } from '@bellwether/model-kernel/onnx';
import { fitTrees } from '@bellwether/model-kernel/trees';
import { tryOnnx } from '../src/onnx/trial.js';
import * as hostile from './support/hostile-models.js';
import { scalingModel } from './support/onnx-models.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

const bytes = (text: string) => new TextEncoder().encode(text);

async function* inPieces(content: Uint8Array, size = 50): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

describe('a model file that is registered', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await startRegistry();
    await registry.client.models.ensure('theirs');
  }, 180_000);
  afterAll(() => registry?.stop());

  async function register(files: Record<string, Uint8Array>) {
    const { run_id, artifact_uri } = (await registry.client.runs.create({})).info;
    for (const [path, content] of Object.entries(files)) {
      await registry.client.artifacts.upload(artifact_uri, `model/${path}`, content);
    }
    return registry.client.versions.create({ name: 'theirs', source: `runs:/${run_id}/model`, run_id });
  }

  const versions = async () => (await registry.client.versions.search({ filter: "name = 'theirs'" })).model_versions;

  it.each<[string, Uint8Array, string]>([
    ['no model', bytes('not a model'), 'do not decode'],
    [
      'data in another file',
      hostile.externalData('../../secret'),
      'data in another file (log it with save_as_external_data=False)',
    ],
    ['data in an absolute file', hostile.externalData('/etc/passwd'), 'data in another file'],
    ['operators of others', hostile.foreignOperator(), 'some of com.evil'],
    ['operators from before', hostile.oldOperators(), 'must be at least 7'],
    ['an input without a bound', hostile.hugeInput(), 'must take at most 4194304 values'],
    ['a memory bomb', hostile.memoryBomb(), 'is refused'],
  ])('is refused for %s, with the reason, and leaves no version and no number', async (_, file, reason) => {
    const before = (await versions()).map(({ version }) => version);
    await expect(register({ 'model.onnx': file })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(reason),
    });
    expect((await versions()).map(({ version }) => version)).toEqual(before);
  });

  it('becomes a version when it runs, with the digest of what was run', async () => {
    const made = await register({ 'model.onnx': scalingModel([2, 3]) });
    expect(made).toMatchObject({ version: '1', status: 'READY' });
    expect(await register({ 'anything.onnx': hostile.differences() })).toMatchObject({ version: '2', status: 'READY' });
    const [, runId] = /^runs:\/(\w+)\//.exec(made.source)!;
    await registry.store.put(`0/${runId}/artifacts/model/model.onnx`, scalingModel([666, 666]));
    const answer = await registry.call('GET', '/v2/models/theirs/versions/1/ready');
    expect([answer.status, answer.json]).toEqual([
      422,
      { error: expect.stringContaining('not the one that was registered') },
    ]);
  });

  it('is not asked of folders without one: what no runtime opens is kept, never run', async () => {
    const made = await register({ 'model.pkl': bytes('cos\nsystem\n(S"id"\ntR.') });
    expect(made.status).toBe('READY');
    const answer = await registry.call('GET', `/v2/models/theirs/versions/${made.version}/ready`);
    expect(answer.status).toBe(422);
  });

  it('is tried once for many who register it at the same time', async () => {
    const { run_id, artifact_uri } = (await registry.client.runs.create({})).info;
    await registry.client.artifacts.upload(artifact_uri, 'model/model.onnx', scalingModel([7, 7]));
    const source = `runs:/${run_id}/model`;
    const made = await Promise.all(
      Array.from({ length: 40 }, () => registry.client.versions.create({ name: 'theirs', source, run_id })),
    );
    expect(new Set(made.map(({ version }) => version)).size).toBe(40);
  });
});

describe('a process that tries a model', () => {
  const memoryBytes = 2 * 2 ** 30;
  const cpuSeconds = 20;

  it('is ended when it goes on for too long', async () => {
    const started = performance.now();
    const verdict = await tryOnnx(inPieces(hostile.endless()), { timeoutMs: 4_000, cpuSeconds, memoryBytes });
    expect(verdict).toEqual({ accepted: false, reason: expect.stringContaining('not done within 4 seconds') });
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('is ended when it has used up its share of the machine', async () => {
    const verdict = await tryOnnx(inPieces(hostile.endless()), { timeoutMs: 110_000, cpuSeconds: 3, memoryBytes });
    expect(verdict).toEqual({ accepted: false, reason: expect.stringMatching(/ended by SIG(XCPU|KILL)/) });
  });

  it('is ended when it wants more memory than it has', async () => {
    const verdict = await tryOnnx(inPieces(scalingModel([1, 1])), {
      timeoutMs: 60_000,
      cpuSeconds,
      memoryBytes: 4 * 2 ** 20,
    });
    expect(verdict).toEqual({ accepted: false, reason: expect.stringContaining('ended by') });
  });

  it('knows nothing of our environment, and its model may come in any pieces', async () => {
    expect(await tryOnnx(inPieces(scalingModel([1, 1]), 1), { timeoutMs: 60_000, cpuSeconds, memoryBytes })).toEqual({
      accepted: true,
    });
  });

  it('takes the trees that are trained here, with categories and missing values', async () => {
    const rows = 200;
    const matrix = Float64Array.from({ length: rows * 2 }, (_, i) => (i % 2 === 0 ? i % 7 : i % 11 === 0 ? NaN : i));
    const labels = Float64Array.from({ length: rows }, (_, i) => (i * 5) % 2);
    const data = { rows, features: 2, matrix, labels, categorical: [0], featureNames: ['room', 'lead'] };
    const trees = encodeTreeEnsemble(fitTrees(data, { trees: 10, minCategoryGroup: 5 }));
    expect(await tryOnnx(inPieces(trees, 10_000), { timeoutMs: 60_000, cpuSeconds, memoryBytes })).toEqual({
      accepted: true,
    });
  });

  it('does not take a store that fails for a model that is bad', async () => {
    async function* failing() {
      yield bytes('x');
      throw new DomainError('UNAVAILABLE', 'the bucket is away');
    }
    await expect(tryOnnx(failing(), { timeoutMs: 60_000, cpuSeconds, memoryBytes })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });
});
