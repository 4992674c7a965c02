import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

const databases = await testDatabases('logged_models');

describe.each(databases)('logged models on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let models: TestRegistry['client']['loggedModels'];
  let experiment_id: string;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const newRun = async () => (await registry.client.runs.create({ experiment_id })).info.run_id;
  const newModel = async (more: object = {}) => (await models.create({ experiment_id, ...more })).info.model_id;
  const newExperiment = (name: string) => registry.client.experiments.create({ name });
  const READY = 'LOGGED_MODEL_READY';

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    models = registry.client.loggedModels;
    experiment_id = await newExperiment('models');
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  it('are made, finalized, tagged and deleted', async () => {
    const made = await models.create({
      experiment_id,
      model_type: 'classifier',
      source_run_id: 'a-run-of-elsewhere',
      params: [{ key: 'depth', value: '7' }],
      tags: ['one', 'two'].map((value) => ({ key: 'team', value })),
    });
    const { model_id } = made.info;
    expect(made).toMatchObject({
      info: {
        name: `model-${model_id.slice(2, 10)}`,
        model_type: 'classifier',
        source_run_id: 'a-run-of-elsewhere',
        status: 'LOGGED_MODEL_PENDING',
        tags: [{ key: 'team', value: 'two' }],
      },
      data: { params: [{ key: 'depth', value: '7' }], metrics: [] },
    });
    expect(await models.get(model_id)).toEqual(made);
    expect((await models.finalize(model_id, READY)).info.status).toBe(READY);
    await models.setTags(model_id, [
      { key: 'team', value: 'three' },
      { key: 'a/b', value: '' },
    ]);
    await models.deleteTag(model_id, 'a/b');
    await expect(models.deleteTag(model_id, 'a/b')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(`No tag with key 'a/b' found for model with ID '${model_id}'.`),
    });
    expect((await models.get(model_id)).info).toMatchObject({ tags: [{ key: 'team', value: 'three' }], status: READY });
    await models.delete(model_id);
    await expect(models.get(model_id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(`Logged model with ID '${model_id}' not found.`),
    });
    const deleted = await registry.call('GET', `logged-models/${model_id}?allow_deleted=true`);
    expect(deleted.json).toMatchObject({ model: { info: { model_id } } });
    expect((await models.search({ experiment_ids: [experiment_id] })).models).toEqual([]);
  });

  it('keep their parameters as they were first given', async () => {
    const model_id = await newModel({ params: [{ key: 'a', value: '1' }] });
    await models.logParams(model_id, [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
    const change = models.logParams(model_id, [
      { key: 'c', value: '3' },
      { key: 'a', value: '2' },
    ]);
    await expect(change).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect((await models.get(model_id)).data.params).toEqual([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
  });

  it('take the tags of many writers at once, none lost', async () => {
    const model_id = await newModel();
    const keys = Array.from({ length: 20 }, (_, i) => `t${String(i).padStart(2, '0')}`);
    await Promise.all(keys.map((key) => models.setTags(model_id, [{ key, value: key }])));
    expect((await models.get(model_id)).info.tags.map(({ key }) => key)).toEqual(keys);
  });

  it.each([
    ['without an experiment', {}, "Missing value for required parameter 'experiment_id'"],
    ['in one that is not', { experiment_id: '987654' }, 'No Experiment with id=987654 exists'],
    ['by a name that no URI holds', { experiment_id: '0', name: 'a/b' }, 'Invalid model name (a/b) provided'],
    ['of a run that can be none', { experiment_id: '0', source_run_id: '../x' }, "Invalid run ID: '../x'"],
    ['with an overlong type', { experiment_id: '0', model_type: 'x'.repeat(501) }, 'model_type must be at most 500'],
    [
      'with a parameter twice',
      { experiment_id: '0', params: ['1', '2'].map((value) => ({ key: 'a', value })) },
      'Changing param values is not allowed',
    ],
    [
      'with more than a hundred tags',
      { experiment_id: '0', tags: Array.from({ length: 101 }, (_, i) => ({ key: `t${i}`, value: '' })) },
      'at most 100 tags',
    ],
  ])('are not made %s', async (_, request, message) => {
    const answer = await registry.call('POST', 'logged-models', request);
    expect(answer.json['message']).toContain(message);
    expect(answer.status).toBe(answer.json['error_code'] === 'RESOURCE_DOES_NOT_EXIST' ? 404 : 400);
  });

  it('are not made in a deleted experiment', async () => {
    const gone = await newExperiment('gone');
    await registry.client.experiments.delete(gone);
    await expect(models.create({ experiment_id: gone })).rejects.toMatchObject({
      message: expect.stringContaining("must be in the 'active' state"),
    });
  });

  it('are finalized as whole or failed, by name or by number, and as nothing else', async () => {
    const model_id = await newModel();
    const finalize = (status: unknown) => registry.call('PATCH', `logged-models/${model_id}`, { model_id, status });
    expect((await finalize(2)).json).toMatchObject({ model: { info: { status: READY } } });
    expect((await finalize('LOGGED_MODEL_UPLOAD_FAILED')).status).toBe(200);
    for (const wrong of ['LOGGED_MODEL_PENDING', 0, 4, 'READY', undefined]) {
      expect(await finalize(wrong)).toMatchObject({ status: 400, json: { error_code: 'INVALID_PARAMETER_VALUE' } });
    }
    expect((await models.get(model_id)).info.status).toBe('LOGGED_MODEL_UPLOAD_FAILED');
  });

  it('answer for the model in the path, whatever a body says', async () => {
    const [one, other] = [await newModel(), await newModel()];
    const answer = await registry.call('PATCH', `logged-models/${one}`, { model_id: other, status: READY });
    expect(answer.json).toMatchObject({ model: { info: { model_id: one, status: READY } } });
    expect((await models.get(other)).info.status).toBe('LOGGED_MODEL_PENDING');
  });

  it.each(['m-0', 'x', "m-' OR 1=1", '%2e%2e', `m-${'0'.repeat(32)}`, 'm'.repeat(900)])(
    'do not exist by the name %s',
    async (modelId) => {
      for (const [verb, below, body] of [
        ['GET', '', undefined],
        ['DELETE', '', {}],
        ['PATCH', '/tags', { tags: [{ key: 'a', value: 'b' }] }],
        ['POST', '/params', { params: [{ key: 'a', value: 'b' }] }],
        ['GET', '/artifacts/directories', undefined],
      ] as const) {
        const answer = await registry.call(verb, `logged-models/${encodeURIComponent(modelId)}${below}`, body);
        expect([verb, below, answer.status, answer.json['error_code']]).toEqual([
          verb,
          below,
          404,
          'RESOURCE_DOES_NOT_EXIST',
        ]);
      }
    },
  );

  describe('metrics', () => {
    const point = { key: 'auc', timestamp: 10, step: 1 };

    it('belong to the run and to the model, each once however often they are sent', async () => {
      const run_id = await newRun();
      const model_id = await newModel();
      const data = { dataset_name: 'bookings', dataset_digest: 'd1' };
      const metrics = [
        { ...point, value: 0.7, model_id, ...data },
        { ...point, value: 0.9, model_id },
        { ...point, value: NaN, key: 'odd', model_id },
        { ...point, value: 0.1, key: 'of the run alone' },
      ];
      await registry.client.runs.logBatch(run_id, { metrics });
      await registry.client.runs.logBatch(run_id, { metrics });
      await registry.client.runs.logMetric(run_id, { ...point, value: 0.9, model_id });
      expect((await models.get(model_id)).data.metrics).toEqual([
        { ...point, value: 0.9, model_id, run_id },
        { ...point, value: 0.7, model_id, run_id, ...data },
        { ...point, key: 'odd', value: NaN, model_id, run_id },
      ]);
      const { data: ofRun } = await registry.client.runs.get(run_id);
      expect(ofRun.metrics.map(({ key, value }) => [key, value])).toEqual([
        ['auc', 0.9],
        ['odd', NaN],
        ['of the run alone', 0.1],
      ]);
    });

    it('of a model that does not exist leave the whole batch unwritten', async () => {
      const run_id = await newRun();
      const model_id = await newModel();
      await models.delete(model_id);
      for (const missing of [`m-${'0'.repeat(32)}`, 'anything', model_id]) {
        const metrics = [
          { ...point, value: 1 },
          { ...point, key: 'other', value: 1, model_id: missing },
        ];
        await expect(registry.client.runs.logBatch(run_id, { metrics })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
      expect((await registry.client.runs.get(run_id)).data.metrics).toEqual([]);
    });

    it('refuse an overlong dataset', async () => {
      const run_id = await newRun();
      const metric = { ...point, value: 1, model_id: await newModel(), dataset_digest: 'x'.repeat(37) };
      await expect(registry.client.runs.logMetric(run_id, metric)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });
  });

  describe('search', () => {
    let place: string;
    let run_id: string;
    const ids: Record<string, string> = {};
    const nameOf = (id: string) => Object.entries(ids).find(([, each]) => each === id)?.[0] ?? id;
    const find = async (request: object = {}) => {
      const page = await models.search({ experiment_ids: [place], ...request });
      return page.models.map(({ info }) => nameOf(info.model_id));
    };
    const ordered = (...order_by: object[]) => find({ order_by });

    beforeAll(async () => {
      place = await newExperiment('search');
      run_id = (await registry.client.runs.create({ experiment_id: place })).info.run_id;
      const make = async (name: string, depth: string, points: object[]) => {
        const made = await models.create({
          experiment_id: place,
          name,
          model_type: name === 'c' ? 'ranker' : 'classifier',
          source_run_id: run_id,
          params: [{ key: 'depth', value: depth }],
          tags: [{ key: 'team.name', value: `${name}%` }],
        });
        ids[name] = made.info.model_id;
        const metrics = points.map((each) => ({
          key: 'val/auc',
          timestamp: 1,
          value: 0,
          ...each,
          model_id: ids[name]!,
        }));
        await registry.client.runs.logBatch(run_id, { metrics });
      };
      const test = { dataset_name: 'test', dataset_digest: 't1' };
      await make('a', '3', [
        { value: 0.6, ...test },
        { value: 0.9, dataset_name: 'train', step: 1 },
      ]);
      await make('b', '5', [
        { value: 0.7, ...test },
        { value: 0.2, ...test, timestamp: 2 },
      ]);
      await make('c', '7', [{ value: NaN, ...test, dataset_digest: 't2' }]);
      await make('d', '3', []);
      await models.finalize(ids['a']!, READY);
      await models.finalize(ids['b']!, 'LOGGED_MODEL_UPLOAD_FAILED');
    });

    it('filters by attribute, parameter, tag and metric', async () => {
      expect((await find()).sort()).toEqual(['a', 'b', 'c', 'd']);
      expect(await find({ filter: "name = 'a'" })).toEqual(['a']);
      expect((await find({ filter: `source_run_id = '${run_id}' AND name IN ('a', 'd')` })).sort()).toEqual(['a', 'd']);
      expect(await find({ filter: "attributes.status = 'READY'" })).toEqual(['a']);
      expect((await find({ filter: "status NOT IN ('READY', 'FAILED')" })).sort()).toEqual(['c', 'd']);
      expect(await find({ filter: "model_type LIKE 'rank%'" })).toEqual(['c']);
      expect(await find({ filter: `model_id = '${ids['b']}' AND creation_time > 0` })).toEqual(['b']);
      expect((await find({ filter: "params.depth = '3'" })).sort()).toEqual(['a', 'd']);
      expect(await find({ filter: "tags.team.name = 'b%'" })).toEqual(['b']);
      expect((await find({ filter: 'metrics."val/auc" > 0.65' })).sort()).toEqual(['a', 'b']);
      expect(await find({ filter: "name = '''; DROP TABLE logged_model; --'" })).toEqual([]);
    });

    it('counts metrics on the datasets that are named', async () => {
      const test = { dataset_name: 'test' };
      expect(await find({ filter: 'metrics."val/auc" > 0.65', datasets: [test] })).toEqual(['b']);
      expect(await find({ filter: 'metrics."val/auc" > 0.65', datasets: [{ dataset_name: 'train' }] })).toEqual(['a']);
      expect((await find({ datasets: [test] })).sort()).toEqual(['a', 'b', 'c']);
      expect((await find({ datasets: [{ ...test, dataset_digest: 't1' }] })).sort()).toEqual(['a', 'b']);
      expect((await find({ datasets: [{ dataset_name: 'train' }, { ...test, dataset_digest: 't2' }] })).sort()).toEqual(
        ['a', 'c'],
      );
    });

    it('orders by attributes and by the latest value of a metric, what is missing last', async () => {
      expect(await ordered({ field_name: 'name', ascending: false })).toEqual(['d', 'c', 'b', 'a']);
      expect(await ordered({ field_name: 'metrics.val/auc' })).toEqual(['b', 'a', 'c', 'd']);
      expect(await ordered({ field_name: 'metrics.val/auc', ascending: false })).toEqual(['a', 'b', 'c', 'd']);
      const onTrain = { field_name: 'metrics.val/auc', dataset_name: 'train' };
      expect(await ordered(onTrain, { field_name: 'name' })).toEqual(['a', 'b', 'c', 'd']);
      const onTest = { field_name: 'metrics.val/auc', dataset_name: 'test', dataset_digest: 't1', ascending: false };
      expect(await ordered(onTest, { field_name: 'name' })).toEqual(['a', 'b', 'c', 'd']);
    });

    it('goes page by page, and a token belongs to its query', async () => {
      const found: string[] = [];
      const request = { experiment_ids: [place], max_results: 3, order_by: [{ field_name: 'name' }] };
      for await (const { info } of models.searchAll(request)) found.push(nameOf(info.model_id));
      expect(found).toEqual(['a', 'b', 'c', 'd']);
      const { next_page_token } = await models.search(request);
      for (const other of [{ experiment_ids: ['0'] }, { filter: "name = 'a'" }, { order_by: [] }]) {
        const elsewhere = models.search({ ...request, page_token: next_page_token, ...other });
        await expect(elsewhere).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
    });

    it.each([
      [{ experiment_ids: [] }, "Missing value for required parameter 'experiment_ids'"],
      [{ max_results: 1_001 }, 'at most 1000'],
      [{ filter: 'depth > 3' }, 'Invalid attribute key'],
      [{ filter: "dataset.name = 'x'" }, 'Invalid entity type'],
      [{ filter: "metrics.auc = 'high'" }, 'Invalid'],
      [{ datasets: [{ dataset_digest: 'x' }] }, "Missing value for required parameter 'datasets[0].dataset_name'"],
      [{ datasets: Array.from({ length: 51 }, () => ({ dataset_name: 'x' })) }, 'datasets may be at most 50'],
      [{ order_by: [{ field_name: 'params.depth' }] }, 'Only metrics are supported'],
      [{ order_by: [{ field_name: 'depth' }] }, 'Invalid order by field name: depth'],
      [{ order_by: [{ field_name: 'metrics.a', dataset_digest: 'x' }] }, '`dataset_digest` can only be specified'],
      [{ order_by: Array.from({ length: 11 }, () => ({ field_name: 'name' })) }, 'at most 10 clauses'],
    ])('refuses %j', async (request, message) => {
      const answer = await registry.call('POST', 'logged-models/search', { experiment_ids: [place], ...request });
      expect([answer.status, answer.json['message']]).toEqual([400, expect.stringContaining(message)]);
    });
  });

  describe('files', () => {
    it('are listed with paths from the root of the model, and nothing outside it', async () => {
      const { info } = await models.create({ experiment_id });
      await registry.client.artifacts.upload(info.artifact_uri, 'data/weights', bytes('12345'));
      await registry.client.artifacts.upload(info.artifact_uri, 'MLmodel', bytes('1'));
      expect(await models.listArtifacts(info.model_id)).toEqual([
        { path: 'MLmodel', is_dir: false, file_size: 1 },
        { path: 'data', is_dir: true },
      ]);
      const below = await registry.call(
        'GET',
        `logged-models/${info.model_id}/artifacts/directories?artifact_directory_path=data`,
      );
      expect(below.json).toEqual({
        root_uri: info.artifact_uri,
        files: [{ path: 'data/weights', is_dir: false, file_size: 5 }],
      });
      for (const escape of ['..', '../..', '%2e%2e', '/etc', 'a/..%252f..']) {
        await expect(models.listArtifacts(info.model_id, escape)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
    });

    it('can be written again until a version is registered from them, and not after', async () => {
      const { info } = await models.create({ experiment_id });
      await registry.client.artifacts.upload(info.artifact_uri, 'weights.bin', bytes('one'));
      await models.finalize(info.model_id, READY);
      await registry.client.artifacts.upload(info.artifact_uri, 'weights.bin', bytes('two'));
      await registry.client.models.ensure('frozen-model');
      await registry.client.versions.create({ name: 'frozen-model', source: `models:/${info.model_id}` });
      const again = registry.client.artifacts.upload(info.artifact_uri, 'weights.bin', bytes('three'));
      await expect(again).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
      await models.delete(info.model_id);
      const uri = await registry.client.versions.downloadUri('frozen-model', '1');
      expect(new TextDecoder().decode(await registry.client.artifacts.download(uri, 'weights.bin'))).toBe('two');
    });
  });

  describe('as the source of a version', () => {
    const register = (request: object) => registry.client.versions.create({ name: 'sourced', source: '', ...request });

    beforeAll(() => registry.client.models.ensure('sourced'));

    it('give it their run, and a version of that version the same model', async () => {
      const run_id = await newRun();
      const model_id = await newModel({ source_run_id: run_id });
      const first = await register({ source: `models:/${model_id}` });
      expect(first).toMatchObject({ run_id, model_id, source: `models:/${model_id}` });
      const copy = await register({ source: `models:/sourced/${first.version}`, model_id });
      expect(copy).toMatchObject({ model_id });
      const inFolder = await register({
        source: `mlflow-artifacts:/${experiment_id}/models/${model_id}/artifacts/onnx`,
        model_id,
        run_id,
      });
      expect(inFolder).toMatchObject({ model_id, run_id });
      const uri = await registry.client.versions.downloadUri('sourced', inFolder.version);
      expect(uri).toBe(`mlflow-artifacts:/${experiment_id}/models/${model_id}/artifacts/onnx`);
      const { info } = await models.get(model_id);
      expect(info.registrations).toHaveLength(3);
    });

    it('are refused where source, run and model do not belong together', async () => {
      const [run_id, other_run] = [await newRun(), await newRun()];
      const model_id = await newModel({ source_run_id: run_id });
      const other = await newModel();
      for (const request of [
        { source: `models:/${model_id}`, model_id: other },
        { source: `models:/${model_id}`, run_id: other_run },
        { source: `runs:/${run_id}/model`, model_id },
        { source: `mlflow-artifacts:/${experiment_id}/models/${other}/artifacts`, model_id },
        { source: `mlflow-artifacts:/${experiment_id}/models/${model_id}/artifacts/../../x`, model_id },
        { source: `models:/${model_id}/../${other}` },
      ]) {
        await expect(register(request)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
      await models.delete(model_id);
      for (const source of [`models:/${model_id}`, `models:/m-${'0'.repeat(32)}`]) {
        await expect(register({ source })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    });
  });
});
