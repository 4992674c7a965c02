import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';
import { query, replayOn, type Replay } from './support/replay.js';

const databases = await testDatabases('upstream_models');

/**
 * What MLflow 3's own black-box suite asserts of logged models, inputs, outputs, datasets and bulk histories, each under
 * the name that it has there.
 *
 * @see MLflow, `tests/tracking/test_rest_tracking.py`. Left out: the cases that look into the server's process
 *   (`…_calls_optimized_impl_when_expected`) and those of GraphQL.
 */
describe.each(databases)('tests/tracking/test_rest_tracking.py on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let client: Replay;
  let counter = 0;
  const newExperiment = () => registry.client.experiments.create({ name: `upstream-${(counter += 1)}` });
  const newRun = async (experiment_id: string) => (await registry.client.runs.create({ experiment_id })).info.run_id;
  const create = async (experiment_id: string, more: object = {}) =>
    (await client.ok('POST', 'logged-models', { experiment_id, ...more }))['model'];
  const load = async (model_id: string) => (await client.ok('GET', `logged-models/${model_id}`))['model'];
  const refused = async (verb: string, path: string, body?: object) => {
    const answer = await registry.call(verb, path, body);
    expect([answer.status, answer.json['error_code']]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    return answer.json['message'] as string;
  };

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    client = replayOn(registry);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  it('test_create_logged_model', async () => {
    const experiment_id = await newExperiment();
    for (const [sent, found] of [
      [{}, {}],
      [{ name: 'my_model' }, { info: { name: 'my_model' } }],
      [{ model_type: 'LLM' }, { info: { model_type: 'LLM' } }],
      [{ source_run_id: '123' }, { info: { source_run_id: '123' } }],
      [{ params: [{ key: 'param', value: 'value' }] }, { data: { params: [{ key: 'param', value: 'value' }] } }],
      [{ tags: [{ key: 'tag', value: 'value' }] }, { info: { tags: [{ key: 'tag', value: 'value' }] } }],
    ] as const) {
      const model = await create(experiment_id, sent);
      expect(model).toMatchObject(found);
      expect(await load(model.info.model_id)).toEqual(model);
    }
  });

  it('test_log_logged_model_params', async () => {
    const { info } = await create(await newExperiment());
    const params = [{ key: 'param', value: 'value' }];
    await client.ok('POST', `logged-models/${info.model_id}/params`, { model_id: info.model_id, params });
    expect((await load(info.model_id)).data.params).toEqual(params);
  });

  it('test_finalize_logged_model', async () => {
    const { model_id } = (await create(await newExperiment())).info;
    for (const status of ['LOGGED_MODEL_READY', 'LOGGED_MODEL_UPLOAD_FAILED']) {
      const { model } = await client.ok('PATCH', `logged-models/${model_id}`, { model_id, status });
      expect(model.info.status).toBe(status);
    }
  });

  it('test_delete_logged_model', async () => {
    const experiment_id = await newExperiment();
    const { model_id } = (await create(experiment_id)).info;
    await client.ok('DELETE', `logged-models/${model_id}`, { model_id });
    const gone = await registry.call('GET', `logged-models/${model_id}`);
    expect([gone.status, gone.json['message']]).toEqual([404, expect.stringContaining('not found')]);
    const { models } = await client.ok('POST', 'logged-models/search', { experiment_ids: [experiment_id] });
    expect(models).toEqual([]);
  });

  it('test_set_logged_model_tags', async () => {
    const { model_id } = (await create(await newExperiment())).info;
    const set = (tags: object[]) => client.ok('PATCH', `logged-models/${model_id}/tags`, { tags });
    const two = { key: 'tag2', value: 'value2' };
    await set([{ key: 'tag1', value: 'value1' }, two]);
    expect((await load(model_id)).info.tags).toEqual([{ key: 'tag1', value: 'value1' }, two]);
    await set([{ key: 'tag1', value: 'value3' }]);
    expect((await load(model_id)).info.tags).toEqual([{ key: 'tag1', value: 'value3' }, two]);
  });

  it('test_delete_logged_model_tag', async () => {
    const { model_id } = (await create(await newExperiment(), { tags: [{ key: 'tag1', value: 'v' }] })).info;
    // The client sends no body with this call.
    await client.ok('DELETE', `logged-models/${model_id}/tags/tag1`);
    expect((await load(model_id)).info.tags).toEqual([]);
    const again = await registry.call('DELETE', `logged-models/${model_id}/tags/tag1`);
    expect([again.status, again.json['message']]).toEqual([404, expect.stringContaining('No tag with key')]);
  });

  it('test_search_logged_models', async () => {
    const experiment_id = await newExperiment();
    const find = async (more: object = {}) => {
      const page = await client.ok('POST', 'logged-models/search', { experiment_ids: [experiment_id], ...more });
      return { names: page['models'].map((model: { info: { name: string } }) => model.info.name), page };
    };
    const one = (await create(experiment_id)).info;
    expect((await find()).names).toEqual([one.name]);
    await new Promise((resolve) => setTimeout(resolve, 2));
    const two = (await create(experiment_id)).info;
    const first = await find({ max_results: 1 });
    expect(first.names).toEqual([two.name]);
    const second = await find({ max_results: 1, page_token: first.page['next_page_token'] });
    expect([second.names, second.page['next_page_token']]).toEqual([[one.name], undefined]);
    expect((await find({ filter: `name = '${one.name}'` })).names).toEqual([one.name]);
    await client.ok('POST', 'runs/log-metric', {
      run_id: await newRun(experiment_id),
      key: 'metric',
      value: 1,
      timestamp: 1,
      dataset_name: 'dataset',
      dataset_digest: '123',
      model_id: one.model_id,
    });
    const datasets = [{ dataset_name: 'dataset', dataset_digest: '123' }];
    expect((await find({ datasets })).names).toEqual([one.name]);
    const order_by = [{ field_name: 'creation_timestamp', ascending: false }];
    expect((await find({ order_by })).names).toEqual([two.name, one.name]);
  });

  it('test_log_metric_model', async () => {
    const experiment_id = await newExperiment();
    const run_id = await newRun(experiment_id);
    const { model_id } = (await create(experiment_id)).info;
    const metric = {
      key: 'metric',
      value: 0.5,
      timestamp: 123456789,
      step: 1,
      dataset_name: 'name',
      dataset_digest: 'digest',
      model_id,
    };
    await client.ok('POST', 'runs/log-metric', { run_uuid: run_id, run_id, ...metric });
    expect((await load(model_id)).data.metrics).toEqual([{ ...metric, run_id }]);
  });

  it('test_log_outputs', async () => {
    const experiment_id = await newExperiment();
    const run_id = await newRun(experiment_id);
    const models = [{ model_id: (await create(experiment_id)).info.model_id, step: 1 }];
    await client.ok('POST', 'runs/outputs', { run_id, models });
    const { run } = await client.ok('GET', `runs/get?${query({ run_id })}`);
    expect(run.outputs.model_outputs).toEqual(models);
  });

  it('test_list_logged_model_artifacts and test_get_logged_model_artifact', async () => {
    const { model_id, artifact_uri } = (await create(await newExperiment())).info;
    const content = `model_id: ${model_id}\n<script>`;
    await client.put(artifact_uri, 'MLmodel', content, 'text/plain');
    const base = `/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts`;
    const { files } = await client.ok('GET', `${base}/directories`);
    expect(files.map(({ path }: { path: string }) => path)).toContain('MLmodel');
    const file = await registry.call('GET', `${base}/files?artifact_file_path=MLmodel`);
    expect([file.status, file.text]).toEqual([200, content]);
    expect(
      ['content-type', 'content-disposition', 'x-content-type-options'].map((name) => file.headers.get(name)),
    ).toEqual(['application/octet-stream', 'attachment', 'nosniff']);
    for (const escape of ['..%2F..%2Fx', '%2Fetc%2Fpasswd', 'a%2F..%252F..%252Fx']) {
      await refused('GET', `${base}/files?artifact_file_path=${escape}`);
    }
    expect(await refused('GET', `${base}/files`)).toContain('artifact_file_path');
    const missing = await registry.call('GET', `${base}/files?artifact_file_path=none`);
    expect([missing.status, missing.json['error_code']]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  const dataset = { name: 'name1', digest: 'digest1', source_type: 'source_type1', source: 'source1' };
  const training = { key: 'mlflow.data.context', value: 'training' };

  it('test_log_inputs, test_log_inputs_model and test_log_inputs_validation', async () => {
    const experiment_id = await newExperiment();
    const run_id = await newRun(experiment_id);
    const inputs = { datasets: [{ dataset, tags: [{ key: 'tag1', value: 'value1' }] }] };
    const models = [{ model_id: (await create(experiment_id)).info.model_id }];
    await client.ok('POST', 'runs/log-inputs', { run_id, ...inputs, models });
    const { run } = await client.ok('GET', `runs/get?${query({ run_id })}`);
    expect(run.inputs).toEqual({ dataset_inputs: inputs.datasets, model_inputs: models });
    const message = await refused('POST', 'runs/log-inputs', inputs);
    expect(message).toContain("Missing value for required parameter 'run_id'");
  });

  it('test_search_dataset_handler_returns_expected_results and …_rejects_invalid_requests', async () => {
    const experiment_id = await newExperiment();
    const datasets = [{ dataset, tags: [training] }];
    await client.ok('POST', 'runs/log-inputs', { run_id: await newRun(experiment_id), datasets });
    const path = '/ajax-api/2.0/mlflow/experiments/search-datasets';
    const found = await client.ok('POST', path, { experiment_ids: [experiment_id] });
    expect(found['dataset_summaries']).toEqual([
      { experiment_id, name: 'name1', digest: 'digest1', context: 'training' },
    ]);
    for (const body of [{}, { experiment_ids: [] }]) {
      expect(await refused('POST', path, body)).toContain('must specify at least one experiment_id.');
    }
    const many = { experiment_ids: Array.from({ length: 1_000 }, (_, i) => `id_${i}`) };
    expect(await refused('POST', path, many)).toContain('SearchDatasets request cannot specify more than');
  });

  const points = (steps: readonly number[], timestamp = 1) =>
    steps.map((step) => ({ key: 'metricA', timestamp, step, value: 10 }));
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

  it('test_get_metric_history_bulk_interval_respects_max_results', async () => {
    const experiment_id = await newExperiment();
    const [one, two] = [await newRun(experiment_id), await newRun(experiment_id)];
    await registry.client.runs.logBatch(one, { metrics: points(upTo(10)) });
    const interval = async (runs: readonly string[], more = '') => {
      const asked = runs.map((run_id) => `run_ids=${run_id}`).join('&');
      const path = `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?${asked}&metric_key=metricA&max_results=5`;
      return (await client.ok('GET', path + more))['metrics'];
    };
    const ofRun = (run_id: string, metrics: object[]) => metrics.map((metric) => ({ ...metric, run_id }));
    expect(await interval([one])).toEqual(ofRun(one, points([0, 2, 4, 6, 8, 9])));
    expect(await interval([one], '&start_step=0&end_step=4')).toEqual(ofRun(one, points(upTo(5))));
    await registry.client.runs.logBatch(two, { metrics: points(upTo(20)) });
    expect(await interval([one, two])).toEqual([
      ...ofRun(one, points([0, 4, 8, 9])),
      ...ofRun(two, points([0, 4, 8, 9, 12, 16, 19])),
    ]);
    await registry.client.runs.logBatch(one, { metrics: points(upTo(10), 2) });
    const twice = [0, 2, 4, 6, 8, 9].flatMap((step) => [...points([step]), ...points([step], 2)]);
    expect(await interval([one])).toEqual(ofRun(one, twice));
  });

  it('test_get_metric_history_bulk_returns_expected_metrics_in_expected_order and …_respects_max_results', async () => {
    const experiment_id = await newExperiment();
    const history = [
      { key: 'metricA', timestamp: 1, step: 2, value: 10 },
      { key: 'metricA', timestamp: 1, step: 3, value: 11 },
      { key: 'metricA', timestamp: 1, step: 3, value: 12 },
      { key: 'metricA', timestamp: 2, step: 3, value: 12 },
    ];
    const runs = [await newRun(experiment_id), await newRun(experiment_id), await newRun(experiment_id)];
    for (const run_id of runs.slice(0, 2)) await registry.client.runs.logBatch(run_id, { metrics: history });
    const bulk = async (more = '') => {
      const asked = runs.map((run_id) => `run_id=${run_id}`).join('&');
      const path = `/ajax-api/2.0/mlflow/metrics/get-history-bulk?${asked}&metric_key=metricA${more}`;
      return (await client.ok('GET', path))['metrics'];
    };
    const expected = runs
      .slice(0, 2)
      .sort()
      .flatMap((run_id) => history.map((metric) => ({ ...metric, run_id })));
    expect(await bulk()).toEqual(expected);
    expect(await bulk('&max_results=2')).toEqual(expected.slice(0, 2));
  });
});
