import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ModelInspection } from '../../src/onnx/model-inspection.js';
import { testDatabases } from '../support/databases.js';
import { startRegistry, type TestRegistry } from '../support/registry.js';

const databases = await testDatabases('garbage');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RETENTION_MS = 30 * DAY_MS;
const GRACE_MS = DAY_MS;

describe.each(databases)('garbage collection on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let now = Date.UTC(2026, 0, 1);

  beforeAll(async () => {
    const garbage = { retentionMs: RETENTION_MS, graceMs: GRACE_MS };
    registry = await startRegistry({ databaseUrl: url, garbage, clock: () => new Date(now) });
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });
  beforeEach(async () => {
    // Nothing of an earlier test is in the way.
    now += 2 * RETENTION_MS;
    await collect();
    now += 2 * GRACE_MS;
    await collect();
  });

  const collect = (dry_run = false) => registry.operations.collectGarbage({ dry_run });
  /** A run with a model among its artifacts. */
  const newRun = async (experiment_id = '0') => {
    const { info } = await registry.client.runs.create({ experiment_id });
    const folder = `${experiment_id}/${info.run_id}`;
    await registry.client.artifacts.upload(info.artifact_uri!, 'model/weights.bin', Buffer.from(info.run_id));
    return { run_id: info.run_id, folder, source: `runs:/${info.run_id}/model` };
  };
  const deletedRun = async (experiment_id?: string) => {
    const run = await newRun(experiment_id);
    await registry.client.runs.delete(run.run_id);
    return run;
  };
  const isThere = async (folder: string) => (await registry.store.list(`${folder}/artifacts/model`)).length > 0;
  const paths = (items: readonly { path: string }[]) => items.map(({ path }) => path);

  it('keeps a deleted run for its retention, marks it, and deletes it a grace period later', async () => {
    const live = await newRun();
    const { folder, run_id } = await deletedRun();
    now += RETENTION_MS - 1;
    expect((await collect()).marked).toEqual([]);
    now += 1;
    const first = await collect();
    expect(first).toMatchObject({ dry_run: false, deleted: [], more: false });
    expect(first.marked).toEqual([
      {
        ...{ path: folder, kind: 'run', marked_at: new Date(now).toISOString() },
        due_at: new Date(now + GRACE_MS).toISOString(),
      },
    ]);
    now += GRACE_MS - 1;
    expect(await collect()).toMatchObject({ marked: [], deleted: [] });
    expect(await isThere(folder)).toBe(true);
    now += 1;
    expect(paths((await collect()).deleted)).toEqual([folder]);
    expect(await isThere(folder)).toBe(false);
    await expect(registry.client.runs.get(run_id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await isThere(live.folder)).toBe(true);
    const { entries } = await registry.operations.listAuditEntries({ action: 'garbage.deleted', limit: 1 });
    expect(entries[0]).toMatchObject({ subject: folder });
  });

  it('tells beforehand what it would do, and does nothing', async () => {
    const { folder } = await deletedRun();
    now += RETENTION_MS;
    expect(paths((await collect(true)).marked)).toEqual([folder]);
    expect(paths((await collect(true)).marked)).toEqual([folder]);
    await collect();
    now += GRACE_MS;
    expect(await collect(true)).toMatchObject({ dry_run: true, deleted: [{ path: folder }] });
    expect(await isThere(folder)).toBe(true);
    expect(paths((await collect()).deleted)).toEqual([folder]);
  });

  it('keeps what a version refers to, whichever way it is named', async () => {
    await registry.client.models.create({ name: 'keeps' });
    const byRun = await newRun();
    const byPath = await newRun();
    await registry.client.versions.create({ name: 'keeps', source: byRun.source, run_id: byRun.run_id });
    await registry.client.versions.create({
      name: 'keeps',
      source: `mlflow-artifacts:/${byPath.folder}/artifacts/model`,
    });
    for (const { run_id } of [byRun, byPath]) await registry.client.runs.delete(run_id);
    now += 2 * RETENTION_MS;
    expect((await collect()).marked).toEqual([]);
    await registry.client.models.delete('keeps');
    expect(paths((await collect()).marked).sort()).toEqual([byRun.folder, byPath.folder].sort());
  });

  it('spares what is referred to again between the two, and begins its grace anew', async () => {
    const { folder, source } = await deletedRun();
    now += RETENTION_MS;
    await collect();
    await registry.client.models.create({ name: 'late' });
    await registry.client.versions.create({ name: 'late', source });
    now += GRACE_MS;
    expect((await collect()).deleted).toEqual([]);
    expect(await isThere(folder)).toBe(true);
    await registry.client.models.delete('late');
    // It is garbage once more: marked, not deleted by the old mark.
    const again = await collect();
    expect([paths(again.marked), again.deleted]).toEqual([[folder], []]);
  });

  it('spares a run that is restored, whose retention begins anew when it is deleted again', async () => {
    const { folder, run_id } = await deletedRun();
    now += RETENTION_MS;
    await collect();
    await registry.client.runs.restore(run_id);
    now += GRACE_MS;
    expect((await collect()).deleted).toEqual([]);
    await registry.client.runs.delete(run_id);
    expect((await collect()).marked).toEqual([]);
    now += RETENTION_MS;
    await registry.client.runs.delete(run_id);
    expect(paths((await collect()).marked)).toEqual([folder]);
  });

  it('lets nobody refer to what is being deleted, nor restore it, and goes on after a crash in the middle', async () => {
    const { folder, source, run_id } = await deletedRun();
    await registry.client.models.create({ name: 'dangling' });
    now += RETENTION_MS;
    await collect();
    now += GRACE_MS;
    const { store } = registry;
    const really = store.delete.bind(store);
    store.delete = () => Promise.reject(new Error('the power is out'));
    await expect(collect()).rejects.toThrow();
    store.delete = really;
    await expect(registry.client.versions.create({ name: 'dangling', source })).rejects.toThrow(/are being deleted/);
    const byPath = { name: 'dangling', source: `mlflow-artifacts:/${folder}/artifacts` };
    await expect(registry.client.versions.create(byPath)).rejects.toThrow(/are being deleted/);
    await expect(registry.client.runs.restore(run_id)).rejects.toThrow(/are being deleted/);
    expect(paths((await collect()).deleted)).toEqual([folder]);
    expect(await isThere(folder)).toBe(false);
    await registry.client.models.delete('dangling');
  });

  it('and versions that are made at the same moment agree: each has its files, or was refused', async () => {
    await registry.client.models.create({ name: 'racing' });
    const runs = await Promise.all(Array.from({ length: 12 }, () => deletedRun()));
    now += RETENTION_MS;
    await collect();
    now += GRACE_MS;
    const [made] = await Promise.all([
      Promise.allSettled(runs.map(({ source }) => registry.client.versions.create({ name: 'racing', source }))),
      collect(),
      collect(),
    ]);
    for (const [i, { status }] of made.entries()) {
      expect([runs[i]!.run_id, await isThere(runs[i]!.folder)]).toEqual([runs[i]!.run_id, status === 'fulfilled']);
    }
    await registry.client.models.delete('racing');
  });

  it('finds the folders of runs that are not there, and leaves alone what it does not know', async () => {
    const orphan = `0/${'ab'.repeat(16)}`;
    const others = [`0/models/m-1/artifacts/model.onnx`, `shared/data.csv`, `0/notes.txt`];
    await registry.store.put(`${orphan}/artifacts/model/model.onnx`, Buffer.from('x'));
    for (const path of others) await registry.store.put(path, Buffer.from('x'));
    const { marked } = await collect();
    expect(marked).toMatchObject([{ path: orphan, kind: 'orphan' }]);
    now += GRACE_MS;
    expect(paths((await collect()).deleted)).toEqual([orphan]);
    for (const path of others) expect((await registry.store.read(path)).byteLength).toBe(1);
  });

  it('takes a deleted experiment with its last run, unless files of others are in it', async () => {
    const [empty, shared] = [
      await registry.client.experiments.create({ name: `empty ${now}` }),
      await registry.client.experiments.create({ name: `shared ${now}` }),
    ];
    const run = await newRun(empty);
    await registry.store.put(`${shared}/models/m-1/artifacts/model.onnx`, Buffer.from('x'));
    for (const experiment_id of [empty, shared]) await registry.client.experiments.delete(experiment_id);
    now += RETENTION_MS;
    expect(await collect()).toMatchObject({ marked: [{ path: run.folder }], experiments: [] });
    now += GRACE_MS;
    expect(await collect()).toMatchObject({ deleted: [{ path: run.folder }], experiments: [empty] });
    await expect(registry.client.experiments.get(empty)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await registry.client.experiments.get(shared)).lifecycle_stage).toBe('deleted');
  });

  /** A logged model with its files, measured and read by a run that also read a dataset. */
  const newModel = async (experiment_id = '0', source_run_id?: string) => {
    const { info } = await registry.client.loggedModels.create({ experiment_id, source_run_id });
    const { model_id, artifact_uri } = info;
    await registry.client.artifacts.upload(artifact_uri, 'weights.bin', Buffer.from(model_id));
    const reader = await newRun(experiment_id);
    const dataset = { name: 'bookings', digest: 'd1', source_type: 'local', source: '{}' };
    const inputs = { run_id: reader.run_id, datasets: [{ dataset, tags: [] }], models: [{ model_id }] };
    expect((await registry.call('POST', 'runs/log-inputs', inputs)).status).toBe(200);
    const metric = { key: 'auc', value: 0.7, timestamp: 1, step: 0, model_id };
    const batch = { run_id: reader.run_id, metrics: [metric] };
    expect((await registry.call('POST', 'runs/log-batch', batch)).status).toBe(200);
    return { model_id, reader, source: `models:/${model_id}`, folder: `${experiment_id}/models/${model_id}` };
  };
  const hasFiles = async (folder: string) => (await registry.store.list(`${folder}/artifacts`)).length > 0;

  it('takes a deleted logged model with what links to it, and leaves one that is not, though its run is gone', async () => {
    const maker = await deletedRun();
    const kept = await newModel('0', maker.run_id);
    const gone = await newModel('0', maker.run_id);
    await registry.client.loggedModels.delete(gone.model_id);
    now += RETENTION_MS - 1;
    expect(paths((await collect()).marked)).not.toContain(gone.folder);
    now += 1;
    expect(paths((await collect()).marked).sort()).toEqual([gone.folder, maker.folder].sort());
    now += GRACE_MS;
    const { deleted } = await collect();
    expect(deleted.map(({ path, kind }) => [kind, path]).sort()).toEqual([
      ['logged-model', gone.folder],
      ['run', maker.folder],
    ]);
    expect([await hasFiles(gone.folder), await hasFiles(kept.folder)]).toEqual([false, true]);
    const answer = await registry.call('GET', `logged-models/${gone.model_id}?allow_deleted=true`);
    expect(answer.status).toBe(404);
    expect((await registry.call('GET', `logged-models/${kept.model_id}`)).status).toBe(200);
    const { inputs } = await registry.client.runs.get(gone.reader.run_id);
    expect([inputs.model_inputs, inputs.dataset_inputs.length]).toEqual([[], 1]);
  });

  it('keeps a logged model that a version is made of, and its experiment with it', async () => {
    const experiment = await registry.client.experiments.create({ name: `registered ${now}` });
    const model = await newModel(experiment);
    await registry.client.models.create({ name: 'of a logged model' });
    await registry.client.versions.create({ name: 'of a logged model', source: model.source });
    await registry.client.loggedModels.delete(model.model_id);
    await registry.client.experiments.delete(experiment);
    now += RETENTION_MS;
    expect(paths((await collect()).marked)).toEqual([model.reader.folder]);
    now += GRACE_MS;
    expect(await collect()).toMatchObject({ deleted: [{ path: model.reader.folder }], experiments: [] });
    expect(await hasFiles(model.folder)).toBe(true);
    await registry.client.models.delete('of a logged model');
    expect(paths((await collect()).marked)).toEqual([model.folder]);
    now += GRACE_MS;
    expect(await collect()).toMatchObject({ deleted: [{ path: model.folder }], experiments: [experiment] });
  });

  it('takes the logged models and datasets of a deleted experiment along', async () => {
    const experiment = await registry.client.experiments.create({ name: `measured ${now}` });
    const { folder, reader, model_id } = await newModel(experiment);
    await registry.client.experiments.delete(experiment);
    now += RETENTION_MS;
    expect(paths((await collect()).marked).sort()).toEqual([folder, reader.folder].sort());
    now += GRACE_MS;
    expect(await collect()).toMatchObject({ experiments: [experiment] });
    const left = 'SELECT 1 FROM dataset WHERE experiment_id = $1';
    expect(await registry.dataSource.query(left, [experiment])).toEqual([]);
    expect((await registry.call('GET', `logged-models/${model_id}?allow_deleted=true`)).status).toBe(404);
  });

  it('refuses a version of what was deleted while it was inspected', async () => {
    const { folder, source } = await deletedRun();
    await registry.client.models.create({ name: 'overtaken' });
    now += RETENTION_MS;
    await collect();
    now += GRACE_MS;
    const inspection = registry.get(ModelInspection);
    const inspect = inspection.inspect.bind(inspection);
    inspection.inspect = async (path) => {
      const found = await inspect(path);
      expect(paths((await collect()).deleted)).toEqual([folder]);
      return found;
    };
    const { status } = await registry.call('POST', 'model-versions/create', { name: 'overtaken', source });
    inspection.inspect = inspect;
    expect(status).toBeGreaterThanOrEqual(400);
    expect(await registry.dataSource.query(`SELECT 1 FROM model_version WHERE name = 'overtaken'`)).toEqual([]);
    await registry.client.models.delete('overtaken');
  });
});
