import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ALERT_RAISED,
  createGrpcClient,
  ROLLOUT_CHANGED,
  type Alert,
  type ReportServingRequest,
  type RequestInput,
  type RolloutChanged,
  type startRollout,
  type VersionTraffic,
} from '@bellwether/contracts';
import { modelRegistryOperations } from '../src/index.js';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

const databases = await testDatabases('rollouts');

describe.each(databases)('rollouts on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let operations: TestRegistry['operations'];
  let counter = 0;

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    ({ operations } = registry);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  /** A model of four versions, the first of them in production. */
  const newModel = async (): Promise<string> => {
    const name = `model-${(counter += 1)}`;
    const { models, versions, runs } = registry.client;
    await models.create({ name });
    const { run_id } = (await runs.create({})).info;
    for (let i = 0; i < 4; i += 1) await versions.create({ name, source: `runs:/${run_id}/model`, run_id });
    await operations.promoteModel({ model_name: name, version: '1' });
    return name;
  };
  type Start = Partial<RequestInput<typeof startRollout>>;
  const start = (model_name: string, changes: Start = {}) =>
    operations.startRollout({
      model_name,
      mode: 'split',
      challengers: [
        { version: '2', share: 0.1 },
        { version: '3', share: 0.2 },
      ],
      ...changes,
    });
  const get = (model_name: string) => operations.getRollout({ model_name });
  const sent = async (name: string) => {
    await registry.sendOwedEvents();
    return registry.bus.published
      .filter(({ type, data }) => type === ROLLOUT_CHANGED && (data as RolloutChanged).name === name)
      .map(({ data }) => (data as RolloutChanged).revision);
  };
  const figures = (version: string, requests: number, errors: number, meanMs = 1): VersionTraffic => ({
    ...{ version, requests, errors },
    latency_ms_sum: (requests - errors) * meanMs,
  });
  const report = (model_name: string, rollout_id: string, versions: VersionTraffic[], replica = 'a') => {
    const request: ReportServingRequest = {
      ...{ model_name, version: '1', replica, latency_ms_mean: 1, requests: 1, rollout_id, versions, refused: [] },
    };
    return operations.reportServing(request);
  };
  const alert = (model: string, raised_at: string): Alert => ({
    ...{ alert_id: `a-${(counter += 1)}`, monitor_id: 'drift', model, kind: 'feature_drift', raised_at },
    ...{ summary: 'nights has drifted', findings: [], retrain: false },
  });

  it('are started, changed and ended, with their history and an event of each, over HTTP and gRPC', async () => {
    const name = await newModel();
    expect(await get(name)).toEqual({ model_name: name, traffic: [], changes: [] });
    const started = await start(name, { reason: 'a first look' });
    expect(started).toMatchObject({ mode: 'split', status: 'running', revision: 1, model_name: name });
    expect(started.guard).toEqual({ max_error_rate: 0.01, max_latency_ratio: 3, min_requests: 100, on_alert: true });
    const changed = await operations.updateRollout({
      model_name: name,
      challengers: [{ version: '2', share: 0.5 }],
      expected_revision: 1,
    });
    expect(changed.challengers).toEqual([
      { version: '2', share: 0.5 },
      { version: '3', share: 0.2 },
    ]);
    const { grpcAddress: address } = registry;
    const grpc = createGrpcClient({ address, timeoutMs: 5_000, operations: modelRegistryOperations });
    expect(await grpc.getRollout({ model_name: name })).toMatchObject({ rollout: { revision: 2 } });
    const ended = await grpc.endRollout({ model_name: name, reason: 'seen enough' });
    grpc.close();
    expect(ended).toMatchObject({ status: 'ended', revision: 3, reason: 'seen enough' });
    const { changes, rollout } = await get(name);
    expect(rollout).toEqual(ended);
    expect(changes.map(({ action, reason }) => [action, reason])).toEqual([
      ['ended', 'seen enough'],
      ['changed', ''],
      ['started', 'a first look'],
    ]);
    expect(await sent(name)).toEqual([1, 2, 3]);
  });

  it.each([
    ['an unknown version', { challengers: [{ version: '9', share: 0.1 }] }, 'NOT_FOUND', 'version=9'],
    ['the champion', { challengers: [{ version: '1', share: 0.1 }] }, 'INVALID_ARGUMENT', 'in production already'],
    [
      'one version in two spellings',
      {
        challengers: [
          { version: '2', share: 0.1 },
          { version: '02', share: 0.1 },
        ],
      },
      'INVALID_ARGUMENT',
      'is named twice',
    ],
    ['two versions of a canary', { mode: 'canary' }, 'INVALID_ARGUMENT', 'one version of a canary'],
    [
      'more than everything',
      {
        challengers: [
          { version: '2', share: 0.6 },
          { version: '3', share: 0.5 },
        ],
      },
      'INVALID_ARGUMENT',
      'sum to 1 at most',
    ],
    ['nobody', { challengers: [] }, 'INVALID_ARGUMENT', 'challengers'],
    ['a share beyond 1', { challengers: [{ version: '2', share: 1.1 }] }, 'INVALID_ARGUMENT', 'share'],
  ] as const)('refuse %s', async (_what, changes, code, words) => {
    const name = await newModel();
    const refused = start(name, changes as unknown as Start);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(words);
    expect((await get(name)).rollout).toBeUndefined();
  });

  it('want a model with a version in production, and one rollout of it at a time', async () => {
    await expect(start('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await registry.client.models.create({ name: 'without-versions' });
    await expect(start('without-versions')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    const name = await newModel();
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => start(name)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = tries.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
    expect(new Set(codes)).toEqual(new Set(['ALREADY_EXISTS']));
  });

  it('refuse a change of what is no longer so, and one that makes no sense', async () => {
    const name = await newModel();
    await expect(operations.endRollout({ model_name: name })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await start(name);
    const change = (expected_revision: number, share: number) =>
      operations.updateRollout({ model_name: name, challengers: [{ version: '2', share }], expected_revision });
    const tries = await Promise.allSettled([0.3, 0.4, 0.5, 0.6].map((share) => change(1, share)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(change(1, 0.3)).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(operations.endRollout({ model_name: name, expected_revision: 1 })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    await expect(change(2, 0.9)).rejects.toThrow('sum to 1 at most');
    await expect(operations.updateRollout({ model_name: name })).rejects.toThrow('nothing to change');
    await expect(
      operations.updateRollout({ model_name: name, challengers: [{ version: '4', share: 0.1 }] }),
    ).rejects.toThrow('is not in the rollout');
    expect((await get(name)).rollout!.revision).toBe(2);
  });

  it('end with a change of the champion, in one call', async () => {
    const name = await newModel();
    await operations.promoteModel({ model_name: name, version: '4' });
    await start(name);
    await operations.promoteModel({ model_name: name, version: '2' });
    const { rollout } = await get(name);
    expect(rollout).toMatchObject({ status: 'ended', reason: 'version 2 was put into production' });
    await start(name, { mode: 'shadow', challengers: [{ version: '3', share: 1 }] });
    const { version } = await operations.rollbackModel({ model_name: name });
    expect(version).toBe('4');
    expect((await get(name)).rollout).toMatchObject({ status: 'ended', reason: 'version 4 was put into production' });
    await start(name, { challengers: [{ version: '3', share: 1 }] });
    // Where it is already: nothing changes, nothing ends.
    await operations.promoteModel({ model_name: name, version: '4' });
    expect((await get(name)).rollout!.status).toBe('running');
    await registry.client.models.deleteAlias(name, 'champion');
    expect((await get(name)).rollout!.status).toBe('ended');
  });

  it('take its share from a version that is deleted, and end with the last', async () => {
    const name = await newModel();
    await start(name);
    await registry.client.versions.delete(name, '2');
    expect((await get(name)).rollout).toMatchObject({
      status: 'running',
      challengers: [
        { version: '2', share: 0, stopped: 'version 2 was deleted' },
        { version: '3', share: 0.2 },
      ],
    });
    await registry.client.versions.delete(name, '3');
    expect((await get(name)).rollout).toMatchObject({ status: 'ended', reason: 'version 3 was deleted' });
  });

  it('count what replicas tell by version, each the latest word', async () => {
    const name = await newModel();
    const { rollout_id } = await start(name);
    await report(name, rollout_id, [figures('1', 50, 0), figures('2', 5, 0)]);
    await report(name, rollout_id, [figures('1', 90, 0), figures('2', 10, 0, 2)]);
    await report(name, rollout_id, [figures('1', 90, 1, 3), figures('2', 10, 10)], 'b');
    await report(name, 'another', [figures('1', 7, 7)], 'c');
    expect((await get(name)).traffic).toEqual([
      { version: '1', role: 'champion', requests: 180, errors: 1, latency_ms_mean: expect.closeTo(357 / 179) },
      { version: '2', role: 'challenger', requests: 20, errors: 10, latency_ms_mean: 2 },
    ]);
  });

  it('take the share from a version that fails, say why, and go on with the other', async () => {
    const name = await newModel();
    const { rollout_id } = await start(name, { guard: { min_requests: 20, max_error_rate: 0.1 } });
    await report(name, rollout_id, [figures('2', 19, 19), figures('3', 20, 2)]);
    expect((await get(name)).rollout!.revision).toBe(1);
    await report(name, rollout_id, [figures('2', 20, 19), figures('3', 20, 2)]);
    const { rollout, changes } = await get(name);
    const reason = 'error rate of version 2 is 0.95, above 0.1, over 20 recent requests';
    expect(rollout).toMatchObject({
      ...{ status: 'running', revision: 2, reason },
      challengers: [
        { version: '2', share: 0, stopped: reason },
        { version: '3', share: 0.2 },
      ],
    });
    expect(changes[0]).toMatchObject({ action: 'stopped', reason });
    await expect(
      operations.updateRollout({ model_name: name, challengers: [{ version: '2', share: 0.5 }] }),
    ).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message: expect.stringContaining('was stopped') });
    await report(name, rollout_id, [figures('2', 20, 19), figures('3', 60, 40)]);
    expect((await get(name)).rollout).toMatchObject({ status: 'ended', revision: 3 });
    expect(await sent(name)).toEqual([1, 2, 3]);
  });

  it('end a version that is slow, by the limit and by the champion', async () => {
    for (const [guard, words] of [
      [{ min_requests: 10, max_latency_ms: 5 }, 'is 6 ms, above 5 ms'],
      [{ min_requests: 10, max_latency_ratio: 2 }, "above 2 times the champion's 1 ms"],
    ] as const) {
      const name = await newModel();
      const { rollout_id } = await start(name, { mode: 'canary', challengers: [{ version: '2', share: 0.1 }], guard });
      await report(name, rollout_id, [figures('1', 100, 0), figures('2', 10, 0, 6)]);
      expect((await get(name)).rollout).toMatchObject({ status: 'ended', reason: expect.stringContaining(words) });
    }
  });

  it('end with an alert about the model that is raised while they run, where that is wanted', async () => {
    const name = await newModel();
    const before = new Date(Date.now() - 60_000).toISOString();
    const later = () => new Date(Date.now() + 1_000).toISOString();
    await start(name);
    await registry.bus.deliver(ALERT_RAISED, alert(name, before));
    await registry.bus.deliver(ALERT_RAISED, alert('another', later()));
    expect((await get(name)).rollout!.status).toBe('running');
    const raised = alert(name, later());
    await registry.bus.deliver(ALERT_RAISED, raised);
    await registry.bus.deliver(ALERT_RAISED, raised);
    expect((await get(name)).rollout).toMatchObject({
      ...{ status: 'ended', revision: 3, reason: 'alert of drift: nights has drifted' },
    });
    await start(name, { guard: { on_alert: false } });
    await registry.bus.deliver(ALERT_RAISED, alert(name, later()));
    expect((await get(name)).rollout!.status).toBe('running');
  });

  it('go with their model, and follow its new name', async () => {
    const name = await newModel();
    await start(name);
    await registry.client.models.rename(name, `${name}-renamed`);
    expect((await get(`${name}-renamed`)).rollout!.status).toBe('running');
    await registry.client.models.delete(`${name}-renamed`);
    await expect(get(`${name}-renamed`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('and what replicas could not load are told with the model', async () => {
    const name = await newModel();
    const refused = [{ version: '3', reason: 'bundle: model.onnx is missing' }];
    const told = { model_name: name, version: '1', latency_ms_mean: 1, requests: 1 };
    await operations.reportServing({ ...told, replica: 'a', refused });
    await operations.reportServing({ ...told, replica: 'b', refused });
    expect((await operations.getModelInfo({ model_name: name })).refused).toEqual(refused);
    for (const replica of ['a', 'b']) await operations.reportServing({ ...told, replica });
    expect((await operations.getModelInfo({ model_name: name })).refused).toEqual([]);
  });
});
