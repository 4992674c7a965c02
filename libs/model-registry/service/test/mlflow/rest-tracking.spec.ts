/**
 * The behaviours that MLflow's `tests/tracking/test_rest_tracking.py` asserts, each by the name of the test there. What is
 * left out, and why, stands in docs/mlflow-compatibility.md.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabases } from '../support/databases.js';
import { startRegistry, type TestRegistry } from '../support/registry.js';
import { byKey, StockClient, type StoredRun } from '../support/stock-client.js';

const databases = await testDatabases('rest_tracking');

interface Found {
  readonly experiments?: readonly { name: string; experiment_id: string }[];
  readonly runs?: readonly StoredRun[];
  readonly metrics?: readonly { key: string; value: number; timestamp: number; step: number }[];
  readonly next_page_token?: string;
}

describe.each(databases)('test_rest_tracking.py on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let client: StockClient;
  const experiment = async (experiment_id: string) =>
    (await client.get<{ experiment: Record<string, unknown> & { tags: [] } }>('experiments/get', { experiment_id }))
      .experiment;

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    client = new StockClient(registry);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  describe('experiments', () => {
    it('test_create_get_search_experiment', async () => {
      const name = client.unique('My Experiment');
      const tags = [
        { key: 'key1', value: 'val1' },
        { key: 'key2', value: 'val2' },
      ];
      const { experiment_id } = await client.post('experiments/create', { name, tags });
      const made = await experiment(experiment_id as string);
      expect([made['name'], made['artifact_location'], byKey(made.tags)]).toEqual([
        name,
        `mlflow-artifacts:/${String(experiment_id)}`,
        { key1: 'val1', key2: 'val2' },
      ]);
      const names = async (view_type?: string) => {
        const found = await client.get<Found>('experiments/search', { ...(view_type && { view_type }) });
        return new Set(found.experiments!.map((each) => each.name));
      };
      expect([...(await names())]).toEqual(expect.arrayContaining(['Default', name]));
      await client.post('experiments/delete', { experiment_id });
      for (const view of [undefined, 'ACTIVE_ONLY']) expect((await names(view)).has(name)).toBe(false);
      expect([...(await names('DELETED_ONLY'))]).toEqual([name]);
      expect([...(await names('ALL'))]).toEqual(expect.arrayContaining(['Default', name]));
      const only = await client.post<Found>('experiments/search', { max_results: 1, filter: "name = 'Default'" });
      expect([only.experiments!.length, only.next_page_token]).toEqual([1, undefined]);
      const both = { max_results: 1, view_type: 'ALL' };
      const first = await client.post<Found>('experiments/search', both);
      const second = await client.post<Found>('experiments/search', { ...both, page_token: first.next_page_token });
      expect([first.experiments!.length, second.experiments!.length]).toEqual([1, 1]);
      expect(first.experiments![0]!.name).not.toBe(second.experiments![0]!.name);
    });

    it('test_create_experiment_validation', async () => {
      const refused = (message: object, text: string) =>
        client.refused(['POST', 'experiments/create'], message as never, text);
      await refused({ name: 123 }, "Invalid value 123 for parameter 'name'");
      await refused({}, "Missing value for required parameter 'name'.");
      // JSON's 9.0 is the number 9 here, and shown as that.
      const tags = [{ key: 'key', value: 'value' }];
      const location = { name: 'experiment name', artifact_location: 9.5, tags };
      await refused(location, "Invalid value 9.5 for parameter 'artifact_location'");
      await refused({ name: 'experiment name', tags: '5' }, `Invalid value "5" for parameter 'tags'`);
    });

    it('test_delete_restore_experiment', async () => {
      const experiment_id = await client.newExperiment('Deleterious');
      const stage = async () => (await experiment(experiment_id))['lifecycle_stage'];
      expect(await stage()).toBe('active');
      await client.post('experiments/delete', { experiment_id });
      expect(await stage()).toBe('deleted');
      await client.post('experiments/restore', { experiment_id });
      expect(await stage()).toBe('active');
    });

    it('test_rename_experiment', async () => {
      const experiment_id = await client.newExperiment('BadName');
      const new_name = client.unique('GoodName');
      await client.post('experiments/update', { experiment_id, new_name });
      expect((await experiment(experiment_id))['name']).toBe(new_name);
    });

    it('test_set_experiment_tag', async () => {
      const experiment_id = await client.newExperiment('SetExperimentTagTest');
      const other = await client.newExperiment('SetExperimentTagTest2');
      const set = (id: string, key: string, value: string) =>
        client.post('experiments/set-experiment-tag', { experiment_id: id, key, value });
      const tags = async (id: string) => byKey((await experiment(id)).tags);
      await set(experiment_id, 'dataset', 'imagenet1K');
      await set(experiment_id, 'dataset', 'birdbike');
      expect([await tags(experiment_id), await tags(other)]).toEqual([{ dataset: 'birdbike' }, {}]);
      await set(other, 'dataset', 'birds200');
      await set(experiment_id, 'multiline tag', 'value2\nvalue2\nvalue2');
      expect([await tags(experiment_id), await tags(other)]).toEqual([
        { dataset: 'birdbike', 'multiline tag': 'value2\nvalue2\nvalue2' },
        { dataset: 'birds200' },
      ]);
    });

    it('test_set_experiment_tag_with_empty_string_as_value', async () => {
      const experiment_id = await client.newExperiment('empty');
      await client.post('experiments/set-experiment-tag', { experiment_id, key: 'tag_key', value: '' });
      expect(byKey((await experiment(experiment_id)).tags)).toEqual({ tag_key: '' });
    });

    it('test_delete_experiment_tag', async () => {
      const experiment_id = await client.newExperiment('DeleteExperimentTagTest');
      await client.post('experiments/set-experiment-tag', { experiment_id, key: 'dataset', value: 'imagenet1K' });
      await client.post('experiments/delete-experiment-tag', { experiment_id, key: 'dataset' });
      expect(byKey((await experiment(experiment_id)).tags)).toEqual({});
    });

    it('test_get_experiment_by_name', async () => {
      const name = client.unique('by name');
      const { experiment_id } = await client.post('experiments/create', { name });
      const found = await client.get('experiments/get-by-name', { experiment_name: name });
      expect(found).toMatchObject({ experiment: { experiment_id, name } });
      // The client makes None of exactly this refusal.
      const absent = { experiment_name: 'idontexist' };
      const missing = { status: 404, code: 'RESOURCE_DOES_NOT_EXIST' };
      await client.refused(['GET', 'experiments/get-by-name'], absent, 'idontexist', missing);
    });

    it('test_get_experiment', async () => {
      const name = client.unique('test_get_experiment');
      const { experiment_id } = await client.post('experiments/create', { name });
      expect(await experiment(experiment_id as string)).toMatchObject({ experiment_id, name });
    });

    it('test_search_experiments', async () => {
      const mark = client.unique('search').replace(' ', '-');
      const ids: string[] = [];
      const make = async (name: string, value?: string) => {
        // Apart in time, as in the original: the order is that of creation.
        await new Promise((resolve) => setTimeout(resolve, 2));
        const tags = [{ key: 'mark', value: mark }, ...(value === undefined ? [] : [{ key: 'key', value }])];
        const made = await client.post('experiments/create', { name: `${mark}${name}`, tags });
        ids.push(made['experiment_id'] as string);
      };
      await make('Default');
      await make('a', 'value');
      await make('ab', 'vaLue');
      await make('Abc');
      const search = (filter: string | undefined, more: object = {}) =>
        client.post<Found>('experiments/search', {
          filter: [`tags.mark = '${mark}'`, ...(filter === undefined ? [] : [filter])].join(' AND '),
          ...more,
        });
      const names = async (filter?: string, more: object = {}) =>
        (await search(filter, more)).experiments!.map(({ name }) => name.slice(mark.length));
      expect(await names(`attribute.name = '${mark}a'`)).toEqual(['a']);
      expect(await names(`attribute.name != '${mark}a'`)).toEqual(['Abc', 'ab', 'Default']);
      expect(await names(`name LIKE '${mark}a%'`)).toEqual(['ab', 'a']);
      expect(await names("tag.key = 'value'")).toEqual(['a']);
      expect(await names("tag.key != 'value'")).toEqual(['ab']);
      expect(await names("tag.key ILIKE '%alu%'")).toEqual(['ab', 'a']);
      expect(await names(undefined, { order_by: ['name DESC'] })).toEqual(['ab', 'a', 'Default', 'Abc']);
      expect(await names(undefined, { max_results: 2 })).toEqual(['Abc', 'ab']);
      const { next_page_token: page_token } = await search(undefined, { max_results: 2 });
      expect(await names(undefined, { page_token })).toEqual(['a', 'Default']);
      await client.post('experiments/delete', { experiment_id: ids[2] });
      expect(await names(undefined, { view_type: 'ACTIVE_ONLY' })).toEqual(['Abc', 'a', 'Default']);
      expect(await names(undefined, { view_type: 'DELETED_ONLY' })).toEqual(['ab']);
      expect(await names(undefined, { view_type: 'ALL' })).toEqual(['Abc', 'ab', 'a', 'Default']);
    });
  });

  describe('runs', () => {
    it.each([undefined, 'my-parent-id'])('test_create_run_all_args, parent %s', async (parent) => {
      const experiment_id = await client.newExperiment('Run A Lot');
      const tags = {
        'mlflow.user': 'username',
        'mlflow.source.type': 'LOCAL',
        'mlflow.source.name': 'Hello',
        'mlflow.project.entryPoint': 'entry',
        'mlflow.source.git.commit': 'abc',
        'mlflow.parentRunId': parent ?? '7',
        my: 'tag',
        other: 'tag',
      };
      const made = await client.newRun({
        experiment_id,
        user_id: 'username',
        start_time: 456,
        run_name: 'my name',
        tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      });
      const { run_id } = made.info;
      for (const run of [made, await client.run(run_id)]) {
        expect(run.info).toMatchObject({
          ...{ run_id, run_uuid: run_id, experiment_id, user_id: 'username', start_time: 456, run_name: 'my name' },
        });
        expect(byKey(run.data.tags)).toMatchObject(tags);
        const found = await client.post<Found>('runs/search', { experiment_ids: [experiment_id] });
        expect(found.runs!.map(({ info }) => info)).toEqual([run.info]);
      }
    });

    it('test_create_run_defaults', async () => {
      const experiment_id = await client.newExperiment('Run A Little');
      const { info } = await client.newRun({ experiment_id });
      expect((await client.run(info.run_id)).info).toMatchObject({ ...info, experiment_id, user_id: 'unknown' });
    });

    it('test_log_metrics_params_tags', async () => {
      const { run_id } = (await client.newRun()).info;
      const log = (key: string, value: number | string, more: object = {}) =>
        client.post('runs/log-metric', { run_id, key, value, timestamp: 1, ...more });
      await log('metric', 123.456, { timestamp: 789, step: 2 });
      await log('nan_metric', 'NaN');
      await log('inf_metric', 'Infinity');
      await log('-inf_metric', '-Infinity');
      await log('stepless-metric', 987.654, { timestamp: 321 });
      await client.post('runs/log-parameter', { run_id, key: 'param', value: 'value' });
      await client.post('runs/set-tag', { run_id, key: 'taggity', value: 'do-dah' });
      const { data } = await client.run(run_id);
      expect(byKey(data.metrics)).toEqual({
        metric: 123.456,
        nan_metric: 'NaN',
        inf_metric: 'Infinity',
        '-inf_metric': '-Infinity',
        'stepless-metric': 987.654,
      });
      expect([byKey(data.params), byKey(data.tags)]).toMatchObject([{ param: 'value' }, { taggity: 'do-dah' }]);
      const history = (metric_key: string) => client.get<Found>('metrics/get-history', { run_id, metric_key });
      expect(await history('metric')).toEqual({
        metrics: [{ key: 'metric', value: 123.456, timestamp: 789, step: 2 }],
      });
      expect(await history('stepless-metric')).toEqual({
        metrics: [{ key: 'stepless-metric', value: 987.654, timestamp: 321, step: 0 }],
      });
      expect(await history('a_test_accuracy')).toEqual({ metrics: [] });
    });

    it('test_log_metric_validation', async () => {
      const { run_id } = (await client.newRun()).info;
      const good = { run_id, key: 'foo', value: 31, timestamp: 59, step: 41 };
      const refused = (wrong: object, text: string) =>
        client.refused(['POST', 'runs/log-metric'], { ...good, ...wrong }, text);
      await refused({ run_id: 31 }, "Invalid value 31 for parameter 'run_id' supplied");
      await refused({ key: 31 }, "Invalid value 31 for parameter 'key' supplied");
      await refused({ step: 'foo' }, `Invalid value "foo" for parameter 'step' supplied`);
      await refused({ timestamp: 'foo' }, `Invalid value "foo" for parameter 'timestamp' supplied`);
      await refused({ run_id: null }, "Missing value for required parameter 'run_id'");
      await refused({ key: undefined }, "Missing value for required parameter 'key'");
      await refused({ key: null }, "Missing value for required parameter 'key'");
    });

    it('test_log_param_validation', async () => {
      const { run_id } = (await client.newRun()).info;
      const refused = (message: Record<string, unknown>, text: string) =>
        client.refused(['POST', 'runs/log-parameter'], { key: 'param', value: 41, ...message }, text);
      await refused({ run_id: 31 }, "Invalid value 31 for parameter 'run_id' supplied");
      await refused({ run_id, key: 31 }, "Invalid value 31 for parameter 'key' supplied");
    });

    it('test_log_param_with_empty_string_as_value', async () => {
      const { run_id } = (await client.newRun()).info;
      await client.post('runs/log-parameter', { run_id, key: 'param_key', value: '' });
      expect((await client.run(run_id)).data.params).toEqual([{ key: 'param_key', value: '' }]);
    });

    it('test_set_tag_with_empty_string_as_value', async () => {
      const { run_id } = (await client.newRun()).info;
      await client.post('runs/set-tag', { run_id, key: 'tag_key', value: '' });
      expect(byKey((await client.run(run_id)).data.tags)).toMatchObject({ tag_key: '' });
    });

    it('test_log_batch_containing_params_and_tags_with_empty_string_values', async () => {
      const { run_id } = (await client.newRun()).info;
      const [params, tags] = [[{ key: 'param_key', value: '' }], [{ key: 'tag_key', value: '' }]];
      await client.post('runs/log-batch', { run_id, params, tags });
      const { data } = await client.run(run_id);
      expect([byKey(data.params), byKey(data.tags)]).toMatchObject([{ param_key: '' }, { tag_key: '' }]);
    });

    it('test_set_tag_validation', async () => {
      const { run_id } = (await client.newRun()).info;
      const refused = (message: Record<string, unknown>, text: string) =>
        client.refused(['POST', 'runs/set-tag'], message, text);
      await refused({ run_id: 31, key: 'tag', value: 41 }, "Invalid value 31 for parameter 'run_id' supplied");
      await refused({ run_id, key: 'param', value: 41 }, "Invalid value 41 for parameter 'value' supplied");
      await refused({ run_id, value: 'value' }, "Missing value for required parameter 'key'");
      await client.post('runs/set-tag', { run_uuid: run_id, key: 'key', value: 'value' });
      expect(byKey((await client.run(run_id)).data.tags)).toMatchObject({ key: 'value' });
    });

    it('test_path_validation', async () => {
      const { run_id } = (await client.newRun()).info;
      const path = '../path';
      for (const [route, query] of [
        ['/api/2.0/mlflow/artifacts/list', { run_id, path }],
        ['/get-artifact', { run_id, path }],
        ['//model-versions/get-artifact', { name: 'model', version: '1', path }],
      ] as const) {
        const answer = await registry.raw('GET', `${route}?${new URLSearchParams(query).toString()}`);
        expect([answer.status, JSON.parse(answer.text)]).toEqual([
          400,
          { error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' },
        ]);
      }
    });

    it('test_delete_tag', async () => {
      const { run_id } = (await client.newRun()).info;
      await client.post('runs/log-metric', { run_id, key: 'metric', value: 1, timestamp: 1 });
      await client.post('runs/set-tag', { run_id, key: 'taggity', value: 'do-dah' });
      await client.post('runs/delete-tag', { run_id, key: 'taggity' });
      expect(byKey((await client.run(run_id)).data.tags)).not.toHaveProperty('taggity');
      const refused = (message: Record<string, unknown>, text: RegExp | string, status: number) =>
        client.refused(['POST', 'runs/delete-tag'], message, text, {
          status,
          code: status === 404 ? 'RESOURCE_DOES_NOT_EXIST' : 'INVALID_PARAMETER_VALUE',
        });
      await refused({ run_id: 'fake_run_id', key: 'taggity' }, /Run .+ not found/, 404);
      await refused({ run_id, key: 'fakeTag' }, 'No tag with name: fakeTag', 404);
      await client.post('runs/delete', { run_id });
      await refused({ run_id, key: 'taggity' }, `The run ${run_id} must be in`, 400);
    });

    it('test_log_batch', async () => {
      const { run_id } = (await client.newRun()).info;
      await client.post('runs/log-batch', {
        run_id,
        metrics: [{ key: 'metric', value: 123.456, timestamp: 789, step: 3 }],
        params: [{ key: 'param', value: 'value' }],
        tags: [{ key: 'taggity', value: 'do-dah' }],
      });
      const { data } = await client.run(run_id);
      expect(data).toMatchObject({
        metrics: [{ key: 'metric', value: 123.456, timestamp: 789, step: 3 }],
        params: [{ key: 'param', value: 'value' }],
      });
      expect(byKey(data.tags)).toMatchObject({ taggity: 'do-dah' });
      expect(await client.get('metrics/get-history', { run_id, metric_key: 'metric' })).toEqual({
        metrics: [{ key: 'metric', value: 123.456, timestamp: 789, step: 3 }],
      });
    });

    it('test_log_batch_validation', async () => {
      const { run_id } = (await client.newRun()).info;
      const refused = (message: object, text: string) =>
        client.refused(['POST', 'runs/log-batch'], { run_id, ...message }, text);
      for (const parameter of ['metrics', 'params', 'tags']) {
        await refused({ [parameter]: 'foo' }, `Invalid value "foo" for parameter '${parameter}' supplied`);
      }
      const metric = { key: 'mae', value: 2.5 };
      await refused({ metrics: [metric] }, "Missing value for required parameter 'metrics[0].timestamp'");
      await client.post('runs/log-batch', { run_id, metrics: [{ ...metric, timestamp: 123456789 }] });
    });

    it.each(['FINISHED', 'FAILED'])('test_set_terminated_defaults, test_set_terminated_status: %s', async (status) => {
      const { run_id } = (await client.newRun()).info;
      expect((await client.run(run_id)).info).toMatchObject({ status: 'RUNNING' });
      expect((await client.run(run_id)).info).not.toHaveProperty('end_time');
      await client.post('runs/update', { run_id, status, end_time: 1_700_000_000_000 });
      expect((await client.run(run_id)).info).toMatchObject({ status, end_time: 1_700_000_000_000 });
    });

    it('test_update_run_name_without_changing_status', async () => {
      const { run_id } = (await client.newRun()).info;
      await client.post('runs/update', { run_id, status: 'FINISHED', end_time: 5 });
      await client.post('runs/update', { run_id, run_name: 'name_abc' });
      expect((await client.run(run_id)).info).toMatchObject({ run_name: 'name_abc', status: 'FINISHED', end_time: 5 });
    });

    it('test_artifacts', async () => {
      const experiment_id = await client.newExperiment('Art In Fact');
      const { artifact_location } = await experiment(experiment_id);
      expect(String(artifact_location).split('/').at(-1)).toBe(experiment_id);
      const { run_id, artifact_uri } = (await client.newRun({ experiment_id })).info;
      expect(artifact_uri.startsWith(artifact_location as string)).toBe(true);
      const content = new TextEncoder().encode('Hello, World!');
      await registry.client.artifacts.upload(artifact_uri, 'my.file', content);
      await registry.client.artifacts.upload(artifact_uri, 'dir/my.file', content);
      const list = async (path?: string) => {
        const answer = await client.get<{ files: readonly { path: string }[] }>('artifacts/list', {
          run_id,
          ...(path && { path }),
        });
        return answer.files.map((file) => file.path);
      };
      expect([await list(), await list('dir')]).toEqual([['dir', 'my.file'], ['dir/my.file']]);
      for (const path of ['my.file', 'dir/my.file']) {
        expect(await registry.client.artifacts.download(artifact_uri, path)).toEqual(content);
      }
    });

    it('test_search_pagination', async () => {
      const experiment_id = await client.newExperiment('search_pagination');
      const made: string[] = [];
      // All alike: a create that repeated another one's words is another run.
      for (let i = 0; i < 10; i += 1) made.push((await client.newRun({ experiment_id, start_time: 1 })).info.run_id);
      made.sort();
      const pages: string[][] = [];
      let page_token: string | undefined;
      do {
        const page: Found = await client.post('runs/search', {
          ...{ experiment_ids: [experiment_id], max_results: 4, page_token },
        });
        pages.push(page.runs!.map(({ info }) => info.run_id));
        page_token = page.next_page_token;
      } while (page_token !== undefined);
      expect(pages).toEqual([made.slice(0, 4), made.slice(4, 8), made.slice(8)]);
    });

    it('test_search_validation', async () => {
      const message = { experiment_ids: ['0'], max_results: 123456789 };
      await client.refused(
        ['POST', 'runs/search'],
        message,
        "Invalid value 123456789 for parameter 'max_results' supplied",
      );
    });
  });

  describe('the history of a metric', () => {
    const history = (query: Record<string, string | number>) =>
      client.get<Found>('/ajax-api/2.0/mlflow/metrics/get-history', query);
    const logged = async (count: number) => {
      const { run_id } = (await client.newRun()).info;
      const points = Array.from({ length: count }, (_, i) => ({
        key: 'test_metric',
        value: i,
        step: i,
        timestamp: 1_000 + i,
      }));
      for (const point of points) await client.post('runs/log-metric', { run_id, ...point });
      return { run_id, points };
    };

    it('test_get_metric_history_respects_max_results', async () => {
      const { run_id, points } = await logged(5);
      const query = { run_id, metric_key: 'test_metric' };
      expect((await history(query)).metrics).toEqual(points);
      expect((await history({ ...query, max_results: 3 })).metrics).toEqual(points.slice(0, 3));
    });

    it('test_get_metric_history_with_page_token', async () => {
      const { run_id, points } = await logged(10);
      const query = { run_id, metric_key: 'test_metric', max_results: 4 };
      const first = await history(query);
      const second = await history({ ...query, page_token: first.next_page_token! });
      const third = await history({ ...query, page_token: second.next_page_token! });
      expect([first, second, third].map(({ metrics }) => metrics)).toEqual([
        points.slice(0, 4),
        points.slice(4, 8),
        points.slice(8),
      ]);
      expect(third).not.toHaveProperty('next_page_token');
      const wrong = { ...query, page_token: 'invalid_token' };
      await client.refused(['GET', 'metrics/get-history'], wrong, 'invalid_token');
    });
  });

  describe('sources of model versions', () => {
    const create = (message: Record<string, unknown>) => client.post('model-versions/create', message);
    const refused = (message: Record<string, unknown>, text: string) =>
      client.refused(['POST', 'model-versions/create'], message, text);
    const newModel = async () => {
      const name = client.unique('model');
      await client.post('registered-models/create', { name });
      return { name, run: await client.newRun() };
    };

    it('test_create_model_version_with_path_source, test_create_model_version_with_file_uri', async () => {
      const { name, run } = await newModel();
      const { run_id } = run.info;
      for (const source of ['/tmp', 'file:///tmp', 'file://123.456.789.123/path/to/source', `${run_id}/artifacts`]) {
        await refused({ name, source }, 'To use a local path as a model version');
        await refused({ name, source, run_id }, 'To use a local path as a model version');
      }
    });

    it('test_create_model_version_with_non_local_source', async () => {
      const { name, run } = await newModel();
      const { run_id, artifact_uri } = run.info;
      for (const source of [artifact_uri, `${artifact_uri}/`, `${artifact_uri}/models`, `${artifact_uri}/models/`]) {
        await create({ name, source, run_id });
      }
      for (const source of [
        'mlflow-artifacts://host:9000/models/../../../',
        'http://host:9000/models/../../../',
        'https://host/api/2.0/mlflow-artifacts/artifacts/../../../',
        's3a://my_bucket/api/2.0/mlflow-artifacts/artifacts/../../../',
        'ftp://host:8888/api/2.0/mlflow-artifacts/artifacts/../../../',
        'mlflow-artifacts://host:9000/models/..%2f..%2fartifacts',
        'mlflow-artifacts://host:9000/models/artifact%00',
        `${artifact_uri}/../../../`,
        `${artifact_uri}/..%2f..%2fartifacts`,
      ]) {
        await refused({ name, source, run_id }, 'If supplying a source as an http, https,');
      }
      const climbing = `dbfs:/${run_id}/artifacts/a%3f/../../../../../../../../../../`;
      await refused({ name, source: climbing, run_id }, 'Invalid model version source');
    });

    it('test_create_model_version_with_validation_regex', async () => {
      const { name, run } = await newModel();
      await refused({ name, source: 's3://path/to/model' }, 'Invalid model version source');
      await create({ name, source: `${run.info.artifact_uri}/model`, run_id: run.info.run_id });
    });
  });
});
