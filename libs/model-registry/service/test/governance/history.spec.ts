import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGrpcClient } from '@bellwether/contracts';
import { modelRegistryOperations } from '../../src/index.js';
import { startGuarded, type GuardedRegistry } from '../support/callers.js';
import { testDatabases } from '../support/databases.js';
import type { TestRegistry } from '../support/registry.js';

const databases = await testDatabases('history');
const DAY_MS = 86_400_000;

describe.each(databases)('the history of a model on $engine', (on) => {
  let guarded: GuardedRegistry;
  let registry: TestRegistry;
  let callers: GuardedRegistry['callers'];
  let engineer: GuardedRegistry['admin'];
  let reader: GuardedRegistry['admin'];
  let admin: GuardedRegistry['admin'];
  /** Day of the registry's calendar. */
  let day = 0;
  const onDay = (n: number, hour = 0) => new Date(Date.UTC(2026, 0, 1, hour) + n * DAY_MS).toISOString();
  let counter = 0;

  beforeAll(async () => {
    guarded = await startGuarded(on, { clock: () => new Date(onDay(day)) });
    ({ registry, callers, engineer, reader, admin } = guarded);
  }, 60_000);
  afterAll(() => guarded?.stop());

  const newModel = async (count: number) => {
    const name = `model-${(counter += 1)}`;
    await engineer.mlflow.models.create({ name });
    const { info } = await engineer.mlflow.runs.create({});
    const source = `runs:/${info.run_id}/model`;
    for (let i = 0; i < count; i += 1) await engineer.mlflow.versions.create({ name, source, run_id: info.run_id });
    return name;
  };
  const promote = (model_name: string, version: string, reason?: string) =>
    engineer.operations.promoteModel({ model_name, version, reason });

  it('tells which version was in production from when to when, by whom and why', async () => {
    day = 0;
    const model_name = await newModel(2);
    day = 1;
    await promote(model_name, '1', 'the first');
    day = 5;
    await promote(model_name, '2', 'ranks better');
    day = 7;
    await admin.operations.rollbackModel({ model_name, reason: 'complaints' });
    const { aliases } = await reader.operations.getModelHistory({ model_name });
    const { engineer: by, admin: boss } = callers.ids;
    expect(aliases).toEqual([
      { alias: 'champion', version: '1', kind: 'rollback', from: onDay(7), by: boss, reason: 'complaints' },
      {
        ...{ alias: 'champion', version: '2', kind: 'promotion', from: onDay(5), to: onDay(7) },
        ...{ by, reason: 'ranks better', ended_by: boss },
      },
      {
        ...{ alias: 'champion', version: '1', kind: 'promotion', from: onDay(1), to: onDay(5) },
        ...{ by, reason: 'the first', ended_by: by },
      },
    ]);
  });

  it.each([
    ['before the first', 0, []],
    ['at the very instant of a change', 1, ['1']],
    ['between two', 4, ['1']],
    ['when another took over', 5, ['2']],
    ['after the last', 99, ['1']],
  ])('answers the state %s', async (_, n, versions) => {
    const { aliases } = await reader.operations.getModelHistory({ model_name: 'model-1', at: onDay(n) });
    expect(aliases.map(({ version }) => version)).toEqual(versions);
  });

  it('has stages as it has aliases, the archived ones too, and ends them with the version', async () => {
    day = 0;
    const model_name = await newModel(2);
    const move = (version: string, stage: string, archive: boolean) =>
      engineer.mlflow.versions.transitionStage({
        name: model_name,
        version,
        stage,
        archive_existing_versions: archive,
      });
    day = 1;
    await move('1', 'Production', false);
    day = 2;
    await move('2', 'Production', true);
    await move('2', 'Production', true);
    day = 3;
    await admin.mlflow.versions.delete(model_name, '2');
    day = 4;
    await move('1', 'None', false);
    const history = await reader.operations.getModelHistory({ model_name });
    expect(history.stages.map(({ version, stage, from, to }) => [version, stage, from, to])).toEqual([
      ['2', 'Production', onDay(2), onDay(3)],
      ['1', 'Archived', onDay(2), onDay(4)],
      ['1', 'Production', onDay(1), onDay(2)],
    ]);
    // Production is what the champion alias means: it has moved along, and went with the version.
    expect(history.aliases.map(({ version, from, to }) => [version, from, to])).toEqual([
      ['2', onDay(2), onDay(3)],
      ['1', onDay(1), onDay(2)],
    ]);
    const then = await reader.operations.getModelHistory({ model_name, at: onDay(2, 12) });
    expect(then.stages.map(({ version, stage }) => [version, stage])).toEqual([
      ['2', 'Production'],
      ['1', 'Archived'],
    ]);
  });

  it('follows a model to its new name, and is of one alias where one is asked for', async () => {
    const model_name = await newModel(1);
    await engineer.mlflow.models.setAlias(model_name, 'canary', '1');
    await engineer.mlflow.models.setAlias(model_name, 'blue', '1');
    await engineer.mlflow.models.rename(model_name, `${model_name}-renamed`);
    const renamed = { model_name: `${model_name}-renamed` };
    expect((await reader.operations.getModelHistory(renamed)).aliases).toHaveLength(2);
    const { aliases } = await reader.operations.getModelHistory({ ...renamed, alias: 'blue' });
    expect(aliases.map(({ alias }) => alias)).toEqual(['blue']);
    await expect(reader.operations.getModelHistory({ model_name })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is the same over gRPC', async () => {
    const grpc = createGrpcClient({
      ...{ address: registry.grpcAddress, apiKey: callers.keys.reader, timeoutMs: 20_000 },
      operations: modelRegistryOperations,
    });
    const asked = { model_name: 'model-1', at: onDay(4) };
    expect(await grpc.getModelHistory(asked)).toEqual(await reader.operations.getModelHistory(asked));
    grpc.close();
  });

  it('lacks no change and has no two versions at once, however many change it together', async () => {
    day = 0;
    const model_name = await newModel(4);
    const turns = Array.from({ length: 24 }, (_, i) => promote(model_name, String((i % 4) + 1)));
    await Promise.all(turns);
    const { aliases } = await reader.operations.getModelHistory({ model_name, limit: 1_000 });
    expect(aliases.filter(({ to }) => to === undefined)).toHaveLength(1);
    const champion = await reader.mlflow.models.byAlias(model_name, 'champion');
    expect(aliases[0]!.version).toBe(champion.version);
    for (const [i, { version }] of aliases.slice(1).entries()) expect(version).not.toBe(aliases[i]!.version);
    const { entries } = await admin.operations.listAuditEntries({ model_name, action: 'alias.set', limit: 1_000 });
    expect(entries).toHaveLength(aliases.length);
  });
});
