import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MODEL_PROMOTED, type ModelPromoted } from '@bellwether/contracts';
import { testDatabases } from './support/databases.js';
import { bundleManifest } from './support/bundle-manifest.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

const databases = await testDatabases('registry');

/** Waits until something holds; what it waits for happens on its own, soon. */
async function eventually(check: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !check(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(check()).toBe(true);
}

describe.each(databases)('the model registry on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let models: TestRegistry['client']['models'];
  let versions: TestRegistry['client']['versions'];
  let counter = 0;
  const unique = (name: string) => `${name}-${(counter += 1)}`;
  const newRun = async () => (await registry.client.runs.create({})).info.run_id;
  const promotions = (name: string) =>
    registry.bus.published
      .filter(({ type, data }) => type === MODEL_PROMOTED && (data as ModelPromoted).name === name)
      .map(({ data }) => data as ModelPromoted);
  /** A model with so many versions, all of one run. */
  const newModel = async (count: number) => {
    const name = unique('model');
    await models.create({ name });
    const run_id = await newRun();
    for (let i = 0; i < count; i += 1) await versions.create({ name, source: `runs:/${run_id}/model`, run_id });
    return { name, run_id };
  };

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    ({ models, versions } = registry.client);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  describe('registered models', () => {
    it('are made, described, tagged, renamed and deleted', async () => {
      const name = unique('churn');
      await models.create({ name, description: 'one', tags: [{ key: 'a', value: 'b' }] });
      await models.setTag(name, 'c', 'd');
      await models.deleteTag(name, 'a');
      await models.update(name, 'two');
      const run_id = await newRun();
      await versions.create({ name, source: `runs:/${run_id}/model`, run_id, tags: [{ key: 'x', value: 'y' }] });
      await models.setAlias(name, 'canary', '1');
      await models.rename(name, `${name}-renamed`);
      expect(await models.get(`${name}-renamed`)).toMatchObject({
        description: 'two',
        tags: [{ key: 'c', value: 'd' }],
        aliases: [{ alias: 'canary', version: '1' }],
        latest_versions: [{ version: '1', tags: [{ key: 'x', value: 'y' }], aliases: ['canary'] }],
      });
      await models.delete(`${name}-renamed`);
      for (const gone of [name, `${name}-renamed`]) {
        await expect(models.get(gone)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    });

    it('answer a clash and an absence as MLflow does', async () => {
      const name = unique('clash');
      await models.create({ name });
      const clash = await registry.call('POST', 'registered-models/create', { name });
      expect([clash.status, clash.json]).toEqual([
        400,
        { error_code: 'RESOURCE_ALREADY_EXISTS', message: `Registered Model (name=${name}) already exists.` },
      ]);
      const missing = await registry.call('GET', `registered-models/get?name=nope`);
      expect([missing.status, missing.json]).toEqual([
        404,
        { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Registered Model with name=nope not found' },
      ]);
      await models.create({ name: `${name}-b` });
      await expect(models.rename(`${name}-b`, name)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    });

    it('have one spelling, and none that a path or a decoder reads otherwise', async () => {
      await models.create({ name: unique('Mode\u0301le') });
      await expect(models.create({ name: `Mod\u00e9le-${counter}` })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
      for (const name of ['a/b', 'a%20b', '../a', 'a:1', ' a', 'x'.repeat(300)]) {
        await expect(models.create({ name })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
    });

    it('are searched and paged', async () => {
      const mark = unique('find');
      for (const end of ['a', 'b', 'c'])
        await models.create({ name: `${mark}-${end}`, tags: [{ key: 'end', value: end }] });
      const found: string[] = [];
      for await (const m of models.searchAll({
        filter: `name LIKE '${mark}%'`,
        max_results: 2,
        order_by: ['name DESC'],
      }))
        found.push(m.name);
      expect(found).toEqual([`${mark}-c`, `${mark}-b`, `${mark}-a`]);
      const tagged = await models.search({ filter: `name LIKE '${mark}%' AND tags.end != 'b'` });
      expect(tagged.registered_models.map(({ name }) => name)).toEqual([`${mark}-a`, `${mark}-c`]);
      await expect(models.search({ max_results: 1_001 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(models.search({ filter: 'metrics.a > 1' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });
  });

  describe('model versions', () => {
    it('are counted from 1, and a number is never used again', async () => {
      const { name, run_id } = await newModel(2);
      await versions.delete(name, '2');
      const third = await versions.create({ name, source: `runs:/${run_id}/model`, run_id, description: 'three' });
      expect(third).toMatchObject({
        version: '3',
        status: 'READY',
        current_stage: 'None',
        run_id,
        description: 'three',
      });
      await expect(versions.get(name, '2')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('made by fifty callers at once have fifty numbers', async () => {
      const { name, run_id } = await newModel(0);
      const made = await Promise.all(
        Array.from({ length: 50 }, () => versions.create({ name, source: `runs:/${run_id}/model`, run_id })),
      );
      expect(made.map(({ version }) => Number(version)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, i) => i + 1),
      );
    });

    it('are described, tagged and found', async () => {
      const { name, run_id } = await newModel(3);
      await versions.update(name, '1', 'the first');
      await versions.setTag(name, '1', 'k', 'v');
      await versions.setTag(name, '2', 'k', 'w');
      await versions.deleteTag(name, '2', 'k');
      expect(await versions.get(name, '1')).toMatchObject({
        description: 'the first',
        tags: [{ key: 'k', value: 'v' }],
      });
      const find = async (filter: string) =>
        (await versions.search({ filter, order_by: ['version_number ASC'] })).model_versions.map(
          ({ version }) => version,
        );
      expect(await find(`run_id='${run_id}'`)).toEqual(['1', '2', '3']);
      expect(await find(`name = '${name}' and tags.k = 'v'`)).toEqual(['1']);
      expect(await find(`name = '${name}' and version_number > 1`)).toEqual(['2', '3']);
      expect(await find(`source_path = 'runs:/${run_id}/model'`)).toEqual(['1', '2', '3']);
      expect(await find("run_id = 'nobody'")).toEqual([]);
      const page = await versions.search({ filter: `name = '${name}'`, max_results: 2 });
      expect(page.model_versions.map(({ version }) => version)).toEqual(['1', '3']);
      expect(page.next_page_token).toBeDefined();
    });

    it('say where their files are, whatever their source was', async () => {
      const { name, run_id } = await newModel(1);
      await models.setAlias(name, 'best', '1');
      const at = `mlflow-artifacts:/0/${run_id}/artifacts/model`;
      expect(await versions.downloadUri(name, '1')).toBe(at);
      for (const source of [at, `models:/${name}/1`, `models:/${name}@best`]) {
        const { version } = await versions.create({ name, source });
        expect(await versions.downloadUri(name, version)).toBe(at);
      }
    });

    it('take no files from outside the store, of another run, or of what is not there', async () => {
      const { name, run_id } = await newModel(0);
      const other = await newRun();
      for (const source of [
        'file:///etc/passwd',
        '/etc/passwd',
        'http://169.254.169.254/',
        `runs:/${run_id}/../x`,
        's3://b/c',
        `mlflow-artifacts://host/0/x`,
        // Folders that belong to several runs, or to none: whoever registered one would freeze what is in it.
        'mlflow-artifacts:/0',
        `mlflow-artifacts:/0/${run_id}`,
        `mlflow-artifacts:/1/${run_id}/artifacts/model`,
        'mlflow-artifacts:/elsewhere/model',
      ]) {
        await expect(versions.create({ name, source })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
      for (const source of [`runs:/${other}/model`, `mlflow-artifacts:/0/${other}/artifacts/model`]) {
        await expect(versions.create({ name, source, run_id })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
      // A run of nobody has no files; a version may name it, as with MLflow, and has none either.
      const { version } = await versions.create({ name, source: 'runs:/nobody/model' });
      expect(await versions.downloadUri(name, version)).toBe('runs:/nobody/model');
      const ofNobody = { name, source: 'mlflow-artifacts:/0/nobody/artifacts/model' };
      await expect(versions.create(ofNobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(versions.create({ name: 'nobody', source: `runs:/${run_id}/m` })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await expect(versions.get(name, 'one')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });

    it('move through stages, and archive the others when asked', async () => {
      const { name } = await newModel(3);
      const move = (version: string, stage: string, archive_existing_versions = false) =>
        versions.transitionStage({ name, version, stage, archive_existing_versions });
      await move('1', 'Production');
      expect((await move('2', 'production', true)).current_stage).toBe('Production');
      await move('3', 'Staging');
      expect((await versions.get(name, '1')).current_stage).toBe('Archived');
      const latest = await models.latestVersions(name);
      expect(latest.map(({ current_stage, version }) => `${current_stage} ${version}`).sort()).toEqual([
        'Archived 1',
        'Production 2',
        'Staging 3',
      ]);
      expect((await models.latestVersions(name, ['Production'])).map(({ version }) => version)).toEqual(['2']);
      expect(
        (await registry.call('GET', `registered-models/get-latest-versions?name=${name}&stages=Staging`)).json,
      ).toMatchObject({ model_versions: [{ version: '3' }] });
      await expect(move('1', 'live')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      const without = await registry.call('POST', 'model-versions/transition-stage', {
        name,
        version: '1',
        stage: 'Staging',
      });
      expect(without.json).toMatchObject({
        message: expect.stringContaining("Missing value for required parameter 'archive_existing_versions'"),
      });
      // Production is what the champion alias means.
      expect((await models.byAlias(name, 'champion')).version).toBe('2');
    });
  });

  describe('aliases and promotion', () => {
    it('name one version at a time', async () => {
      const { name } = await newModel(2);
      await models.setAlias(name, 'champion', '1');
      await models.setAlias(name, 'champion', '2');
      expect((await models.byAlias(name, 'champion')).version).toBe('2');
      await models.deleteAlias(name, 'champion');
      await models.deleteAlias(name, 'champion');
      await expect(models.byAlias(name, 'champion')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(models.setAlias(name, 'champion', '3')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      for (const alias of ['latest', 'v1', 'a b', '']) {
        await expect(models.setAlias(name, alias, '1')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
    });

    it('tell of a new champion once, with what a replica needs to load it', async () => {
      const { name, run_id } = await newModel(2);
      await models.setAlias(name, 'challenger', '1');
      await models.setAlias(name, 'champion', '1');
      await models.setAlias(name, 'champion', '1');
      await models.setAlias(name, 'champion', '2');
      await eventually(() => promotions(name).length >= 2);
      const source = `mlflow-artifacts:/0/${run_id}/artifacts/model`;
      expect(promotions(name)).toEqual([
        { name, version: '1', source, run_id, previous_version: null },
        { name, version: '2', source, run_id, previous_version: '1' },
      ]);
    });

    it('keep the event while the broker is away, and send it in order afterwards', async () => {
      const { name } = await newModel(3);
      registry.bus.refusing = true;
      for (const version of ['1', '2']) await registry.operations.promoteModel({ model_name: name, version });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(promotions(name)).toEqual([]);
      registry.bus.refusing = false;
      await registry.operations.promoteModel({ model_name: name, version: '3' });
      await eventually(() => promotions(name).length === 3);
      expect(promotions(name).map(({ version }) => version)).toEqual(['1', '2', '3']);
    });

    it('go back one champion at a time, as far as there are any', async () => {
      const { name } = await newModel(3);
      const rollback = () => registry.operations.rollbackModel({ model_name: name });
      await expect(rollback()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
      for (const version of ['1', '2', '3']) await registry.operations.promoteModel({ model_name: name, version });
      await versions.delete(name, '2');
      expect(await rollback()).toMatchObject({ model_name: name, version: '1', previous_version: '3' });
      expect((await models.byAlias(name, 'champion')).version).toBe('1');
      await expect(rollback()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
      await expect(registry.operations.rollbackModel({ model_name: 'nobody' })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await expect(registry.operations.promoteModel({ model_name: name, version: '9' })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    });

    it('by twenty callers at once leave one champion and a history without gaps', async () => {
      const { name } = await newModel(4);
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          registry.operations.promoteModel({ model_name: name, version: String(1 + (i % 4)) }),
        ),
      );
      const champion = (await models.byAlias(name, 'champion')).version;
      // Each promotion left the version before it, which is the one that the promotion before it made champion.
      await eventually(() => promotions(name).at(-1)?.version === champion);
      const told = promotions(name);
      told.forEach((event, i) => expect(event.previous_version).toBe(told[i - 1]?.version ?? null));
    });
  });

  describe('what people ask of a model', () => {
    it('is the champion, its metrics and how fast it is served', async () => {
      const { name, run_id } = await newModel(2);
      await registry.client.runs.logBatch(run_id, {
        metrics: [
          { key: 'auc', value: 0.78, timestamp: 1 },
          { key: 'nan', value: NaN, timestamp: 1 },
        ],
      });
      const info = () => registry.operations.getModelInfo({ model_name: name });
      expect(await info()).toMatchObject({ version: '2', status: 'none' });
      await registry.operations.promoteModel({ model_name: name, version: '1' });
      const report = (replica: string, latency_ms_mean: number, requests: number, version = '1') =>
        registry.operations.reportServing({ model_name: name, version, replica, latency_ms_mean, requests });
      await report('a', 8, 0);
      expect((await info()).inference_latency_ms).toBe(8);
      await report('a', 2, 30);
      await report('b', 6, 10);
      await report('c', 99, 1_000, '2');
      expect(await info()).toMatchObject({
        model_name: name,
        version: '1',
        status: 'production',
        metrics: { auc: 0.78 },
        inference_latency_ms: 3,
        run_id,
      });
      await expect(report('a', 1, 1, '9')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const { models: all } = await registry.operations.listModels({});
      expect(all.find(({ model_name }) => model_name === name)).toMatchObject({ version: '1', status: 'production' });
      await expect(registry.operations.getModelInfo({ model_name: 'nobody' })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    });

    it('comes from the manifest of its bundle', async () => {
      const { name, run_id } = await newModel(0);
      await registry.client.artifacts.upload(
        `0/${run_id}/artifacts`,
        'model/bellwether.json',
        new TextEncoder().encode(JSON.stringify(bundleManifest(name))),
      );
      await versions.create({ name, source: `runs:/${run_id}/model`, run_id });
      expect(await registry.operations.getModelInfo({ model_name: name })).toMatchObject({
        model_type: 'GradientBoostedTrees',
        training_samples: 5_000,
        feature_count: 1,
        metrics: { auc: 0.8 },
        protocol: 'booked later',
      });
    });
  });
});
