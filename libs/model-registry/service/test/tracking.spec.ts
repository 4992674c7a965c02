import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { mlflow } from '@bellwether/contracts';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

const databases = await testDatabases('tracking');

describe.each(databases)('experiment tracking on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let runs: TestRegistry['client']['runs'];
  let experiments: TestRegistry['client']['experiments'];
  let counter = 0;
  const unique = (name: string) => `${name}-${(counter += 1)}`;
  const newRun = async (more: object = {}) => (await runs.create({ ...more })).info.run_id;

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    ({ runs, experiments } = registry.client);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  describe('experiments', () => {
    it('are made, read by id and name, renamed, tagged, deleted and restored', async () => {
      const name = unique('Größe/é');
      const tags = ['first', 'growth'].map((value) => ({ key: 'team', value }));
      const id = await experiments.create({ name, tags });
      expect(await experiments.getByName(name)).toMatchObject({
        experiment_id: id,
        lifecycle_stage: 'active',
        artifact_location: `mlflow-artifacts:/${id}`,
        tags: [{ key: 'team', value: 'growth' }],
      });
      await experiments.setTag(id, 'team', 'sales');
      await experiments.setTag(id, 'note', '');
      await experiments.deleteTag(id, 'note');
      await experiments.rename(id, `${name} 2`);
      expect(await experiments.get(id)).toMatchObject({ name: `${name} 2`, tags: [{ key: 'team', value: 'sales' }] });
      const run = await newRun({ experiment_id: id });
      await experiments.delete(id);
      expect((await experiments.get(id)).lifecycle_stage).toBe('deleted');
      expect((await runs.get(run)).info.lifecycle_stage).toBe('deleted');
      await experiments.restore(id);
      expect((await runs.get(run)).info.lifecycle_stage).toBe('active');
    });

    it('keep their name from others, also while deleted', async () => {
      const name = unique('taken');
      const id = await experiments.create({ name });
      const clash = await registry.call('POST', 'experiments/create', { name });
      expect([clash.status, clash.json]).toEqual([
        400,
        { error_code: 'RESOURCE_ALREADY_EXISTS', message: `Experiment(name=${name}) already exists.` },
      ]);
      await experiments.delete(id);
      await expect(experiments.create({ name })).rejects.toMatchObject({
        message: expect.stringContaining('deleted state'),
      });
      const other = await experiments.create({ name: unique('other') });
      await expect(experiments.rename(other, name)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    });

    it('made by fifty callers at once are one', async () => {
      const name = unique('race');
      const ids = await Promise.all(Array.from({ length: 50 }, () => experiments.ensure(name)));
      expect(new Set(ids).size).toBe(1);
    });

    it('are found by name, tag and time, page by page', async () => {
      const mark = unique('search');
      const ids: string[] = [];
      for (let i = 0; i < 5; i += 1)
        ids.push(await experiments.create({ name: `${mark}-${i}`, tags: [{ key: 'n', value: String(i % 2) }] }));
      const found: string[] = [];
      for await (const e of experiments.searchAll({
        filter: `name LIKE '${mark}%'`,
        max_results: 2,
        order_by: ['name DESC'],
      }))
        found.push(e.experiment_id);
      expect(found).toEqual(ids.toReversed());
      const odd = await experiments.search({
        filter: `attribute.name ILIKE '${mark.toUpperCase()}%' AND tags.n = '1'`,
      });
      expect(odd.experiments.map((e) => e.experiment_id).sort()).toEqual([ids[1], ids[3]].sort());
      await experiments.delete(ids[0]!);
      const deleted = await experiments.search({ view_type: 'DELETED_ONLY', filter: `name LIKE '${mark}%'` });
      expect(deleted.experiments).toHaveLength(1);
      const byQuery = await registry.call(
        'GET',
        `experiments/search?max_results=1&filter=${encodeURIComponent(`name = '${mark}-3'`)}`,
      );
      expect(byQuery.json).toMatchObject({ experiments: [{ experiment_id: ids[3] }] });
    });

    it('refuse what cannot be', async () => {
      await expect(experiments.get('123456789')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(experiments.getByName('no such')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(experiments.get("0' OR '1'='1")).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(experiments.create({ name: 'x'.repeat(501) })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(experiments.create({ name: unique('x'), artifact_location: 'file:///etc' })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
      await expect(experiments.delete('0')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });
  });

  describe('runs', () => {
    it('begin in the default experiment, with a name, and end', async () => {
      const run = await runs.create({ start_time: 1_000, user_id: 'ada' });
      expect(run.info).toMatchObject({
        experiment_id: '0',
        status: 'RUNNING',
        user_id: 'ada',
        start_time: 1_000,
        run_uuid: run.info.run_id,
        artifact_uri: `mlflow-artifacts:/0/${run.info.run_id}/artifacts`,
      });
      expect(run.data.tags).toEqual([{ key: 'mlflow.runName', value: run.info.run_name }]);
      await runs.update(run.info.run_id, { status: 'FINISHED', end_time: 2_000, run_name: 'two' });
      const ended = await runs.get(run.info.run_id);
      expect(ended.info).toMatchObject({ status: 'FINISHED', end_time: 2_000, run_name: 'two' });
      expect(ended.data.tags).toEqual([{ key: 'mlflow.runName', value: 'two' }]);
      await runs.setTag(run.info.run_id, 'mlflow.runName', 'three');
      expect((await runs.get(run.info.run_id)).info.run_name).toBe('three');
    });

    it('take metrics, parameters and tags, whole batches or nothing', async () => {
      const id = await newRun();
      const params = [{ key: 'lr', value: '0.1' }];
      await runs.logBatch(id, {
        metrics: [0, 1, 2].map((step) => ({ key: 'loss', value: 1 / (step + 1), timestamp: 5, step })),
        params,
        tags: [
          { key: 'team', value: 'growth' },
          { key: 'team', value: 'sales' },
        ],
      });
      const wrong = { metrics: [{ key: 'never', value: 1, timestamp: 1 }], params: [{ key: 'lr', value: '0.2' }] };
      await expect(runs.logBatch(id, wrong)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining('Changing param values is not allowed'),
      });
      await runs.logBatch(id, { params });
      const { data } = await runs.get(id);
      expect(data).toEqual({
        metrics: [{ key: 'loss', value: 1 / 3, timestamp: 5, step: 2 }],
        params,
        tags: [
          { key: 'mlflow.runName', value: expect.any(String) },
          { key: 'team', value: 'sales' },
        ],
      });
    });

    it('keep the history of a metric, oldest first, each point once however often it is sent', async () => {
      const id = await newRun();
      const points = [3, 1, 2].map((n) => ({ key: 'loss', value: n / 10, timestamp: n, step: n }));
      await runs.logBatch(id, { metrics: points });
      await runs.logBatch(id, { metrics: points });
      const history: mlflow.Metric[] = [];
      for await (const point of runs.metricHistory(id, 'loss')) history.push(point);
      expect(history.map((point) => point.step)).toEqual([1, 2, 3]);
      const first = await registry.call('GET', `metrics/get-history?run_id=${id}&metric_key=loss&max_results=2`);
      const { next_page_token } = first.json;
      const rest = await registry.call(
        'GET',
        `metrics/get-history?run_id=${id}&metric_key=loss&max_results=2&page_token=${next_page_token}`,
      );
      expect(rest.json).toEqual({ metrics: [{ key: 'loss', value: 0.3, timestamp: 3, step: 3 }] });
    });

    it('know the latest point by step, then time, then value, in whatever order it came', async () => {
      const id = await newRun();
      const at = (step: number, timestamp: number, value: number) =>
        runs.logMetric(id, { key: 'm', step, timestamp, value });
      await at(2, 10, 1);
      await at(1, 99, 2);
      await at(2, 9, 3);
      await at(2, 10, 0.5);
      expect((await runs.get(id)).data.metrics).toEqual([{ key: 'm', step: 2, timestamp: 10, value: 1 }]);
      await at(3, 0, 7);
      expect((await runs.get(id)).data.metrics).toEqual([{ key: 'm', step: 3, timestamp: 0, value: 7 }]);
    });

    it('carry NaN and the infinities', async () => {
      const id = await newRun();
      await runs.logBatch(id, {
        metrics: [
          { key: 'nan', value: NaN, timestamp: 1 },
          { key: 'up', value: Infinity, timestamp: 1 },
          { key: 'down', value: -Infinity, timestamp: 1 },
          { key: 'edge', value: 1.7976931348623157e308, timestamp: 1 },
        ],
      });
      const { data } = await runs.get(id);
      expect(Object.fromEntries(data.metrics.map(({ key, value }) => [key, value]))).toEqual({
        nan: NaN,
        up: Infinity,
        down: -Infinity,
        edge: 1.7976931348623157e308,
      });
      const raw = await registry.call('GET', `runs/get?run_id=${id}`);
      expect(raw.text).toContain('"value":"-Infinity"');
      // A comparison with NaN is false, also the one that PostgreSQL would find true.
      const { runs: found } = await runs.search({ experiment_ids: ['0'], filter: 'metrics.nan > 0' });
      expect(found).toEqual([]);
    });

    it('are searched by metric, parameter, tag and attribute', async () => {
      const experiment_id = await experiments.create({ name: unique('search') });
      const make = async (loss: number, lr: string, team: string) => {
        const id = await newRun({ experiment_id, run_name: `r${loss}`, start_time: 1_000 * loss });
        await runs.logBatch(id, {
          metrics: [{ key: 'val/loss', value: loss, timestamp: 1 }],
          params: [{ key: 'lr', value: lr }],
          tags: [{ key: 'team.name', value: team }],
        });
        return id;
      };
      const a = await make(1, '0.1', 'growth');
      const b = await make(2, '0.2', 'growth%');
      const c = await make(3, '0.1', 'Sales');
      const bare = await newRun({ experiment_id, start_time: 0 });
      const find = async (filter: string, order_by = ['start_time ASC']) => {
        const page = await runs.search({ experiment_ids: [experiment_id], filter, order_by });
        return page.runs.map((run) => run.info.run_id);
      };
      expect(await find('')).toEqual([bare, a, b, c]);
      expect(await find('metrics."val/loss" < 2')).toEqual([a]);
      expect(await find("metrics.`val/loss` >= 2 AND params.lr != '0.2'")).toEqual([c]);
      expect(await find("tags.team.name LIKE 'growth%'")).toEqual([a, b]);
      expect(await find("tags.team.name = 'growth%'")).toEqual([b]);
      expect(await find("tags.team.name ILIKE 'sales'")).toEqual([c]);
      expect(await find("tags.team.name LIKE 'growth\\%'")).toEqual([]);
      expect(await find(`attributes.run_id IN ('${a}', '${c}')`)).toEqual([a, c]);
      expect(await find(`run_id NOT IN ('${a}')`)).toEqual([bare, b, c]);
      expect(await find("attributes.status = 'RUNNING' and start_time > 1500")).toEqual([b, c]);
      expect(await find(`run_name = 'r2'`)).toEqual([b]);
      expect(await find("params.lr = '''; DROP TABLE run; --'")).toEqual([]);
      expect(await find('', ['metrics."val/loss" DESC'])).toEqual([c, b, a, bare]);
      expect(await find('', ['params.lr ASC', 'metrics."val/loss" DESC'])).toEqual([c, a, b, bare]);
    });

    it('come newest first, page by page, and a token belongs to its query', async () => {
      const experiment_id = await experiments.create({ name: unique('pages') });
      const made: string[] = [];
      for (let i = 0; i < 7; i += 1) made.push(await newRun({ experiment_id, start_time: i }));
      const found: string[] = [];
      for await (const run of runs.searchAll({ experiment_ids: [experiment_id], max_results: 3 }))
        found.push(run.info.run_id);
      expect(found).toEqual(made.toReversed());
      const first = await runs.search({ experiment_ids: [experiment_id], max_results: 3 });
      const elsewhere = { experiment_ids: ['0'], max_results: 3, page_token: first.next_page_token };
      await expect(runs.search(elsewhere)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });

    it('show deleted ones only to those who ask', async () => {
      const experiment_id = await experiments.create({ name: unique('deleted') });
      const id = await newRun({ experiment_id });
      await runs.delete(id);
      const count = async (run_view_type?: string) =>
        (await runs.search({ experiment_ids: [experiment_id], run_view_type })).runs.length;
      expect([await count(), await count('DELETED_ONLY'), await count('ALL')]).toEqual([0, 1, 1]);
      await expect(runs.logMetric(id, { key: 'a', value: 1, timestamp: 1 })).rejects.toMatchObject({
        message: expect.stringContaining("must be in the 'active' state"),
      });
      await runs.restore(id);
      expect(await count()).toBe(1);
    });

    it('lose a tag that is deleted, and say so when it is not there', async () => {
      const id = await newRun({ tags: [{ key: 'a', value: 'b' }] });
      await runs.deleteTag(id, 'a');
      await expect(runs.deleteTag(id, 'a')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('remember the models that a client logged', async () => {
      const id = await newRun();
      for (const artifact_path of ['a', 'b']) {
        const logged = await registry.call('POST', 'runs/log-model', {
          run_id: id,
          model_json: JSON.stringify({ artifact_path }),
        });
        expect([logged.status, logged.json]).toEqual([200, {}]);
      }
      const tag = (await runs.get(id)).data.tags.find(({ key }) => key === 'mlflow.log-model.history');
      expect(JSON.parse(tag!.value)).toEqual([{ artifact_path: 'a' }, { artifact_path: 'b' }]);
      const wrong = await registry.call('POST', 'runs/log-model', { run_id: id, model_json: '[1' });
      expect(wrong.status).toBe(400);
    });

    it('take a thousand metrics at once and from many writers', async () => {
      const id = await newRun();
      const metrics = Array.from({ length: 1_000 }, (_, step) => ({
        key: `m${step % 10}`,
        value: step,
        timestamp: step,
        step,
      }));
      await Promise.all([runs.logBatch(id, { metrics }), runs.logBatch(id, { metrics: metrics.toReversed() })]);
      expect((await runs.get(id)).data.metrics.map(({ value }) => value)).toEqual([
        990, 991, 992, 993, 994, 995, 996, 997, 998, 999,
      ]);
    });
  });

  describe('the wire', () => {
    it.each([
      ['runs/create', { start_time: 'yesterday' }, `Invalid value "yesterday" for parameter 'start_time' supplied`],
      ['runs/get', undefined, "Missing value for required parameter 'run_id'"],
      [
        'runs/log-metric',
        { run_id: 'a', key: 'a', value: 'much', timestamp: 1 },
        `Invalid value "much" for parameter 'value' supplied`,
      ],
      ['runs/log-metric', { run_id: 'a', value: 1, timestamp: 1 }, "Missing value for required parameter 'key'"],
      ['runs/log-batch', { run_id: 31 }, "Invalid value 31 for parameter 'run_id' supplied"],
      [
        'runs/log-batch',
        { run_id: 'a', metrics: [{ key: 'a', value: 1 }] },
        "Missing value for required parameter 'metrics[0].timestamp'",
      ],
      ['runs/search', { experiment_ids: '0' }, `Invalid value "0" for parameter 'experiment_ids' supplied`],
      ['runs/search', { experiment_ids: ['0'], max_results: 50_001 }, 'at most 50000'],
      ['runs/search', { experiment_ids: ['0'], filter: 'metrics.a >' }, 'Invalid filter'],
      ['runs/set-tag', { run_id: 'a', key: 'a\u0000b', value: '' }, "for parameter 'key' supplied"],
      ['experiments/create', {}, "Missing value for required parameter 'name'"],
      ['experiments/create', [], 'must be a JSON object'],
    ])('%s refuses %j in the words of MLflow', async (path, body, message) => {
      const answer = await registry.call(body === undefined ? 'GET' : 'POST', path, body);
      expect([answer.status, answer.json]).toEqual([
        400,
        { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) },
      ]);
    });

    it('ignores fields of the future, and knows the names of the past', async () => {
      const id = await newRun();
      const set = await registry.call('POST', 'runs/set-tag', {
        run_uuid: id,
        key: 'a',
        value: 'b',
        of_tomorrow: { x: 1 },
      });
      expect([set.status, set.text]).toEqual([200, '{}']);
      const got = await registry.call('GET', `/ajax-api/2.0/mlflow/runs/get?run_uuid=${id}`);
      expect(got.json).toMatchObject({ run: { info: { run_id: id, run_uuid: id } } });
    });

    it('refuses a batch of more than a megabyte', async () => {
      const body = JSON.stringify({ run_id: await newRun(), tags: [], padding: 'x'.repeat(1_000_100) });
      const answer = await registry.call('POST', 'runs/log-batch', body);
      expect(answer.json).toEqual({
        error_code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringContaining('must be at most 1000000 bytes'),
      });
    });

    it('says of a route that it does not have that it has none', async () => {
      for (const [verb, path] of [
        ['GET', 'no/such'],
        ['GET', 'runs/create'],
        ['POST', 'traces'],
      ] as const) {
        const answer = await registry.call(verb, path, verb === 'POST' ? {} : undefined);
        expect([answer.status, answer.json]).toMatchObject([404, { error_code: 'ENDPOINT_NOT_FOUND' }]);
      }
    });

    it('tells its version and that it is well', async () => {
      expect((await registry.call('GET', '/version')).text).toMatch(/^3\.[0-3]\.\d+$/);
      expect((await registry.call('GET', '/health')).text).toBe('OK');
      expect((await registry.call('GET', '/api/v1/ml/health')).json).toMatchObject({
        status: 'healthy',
        checks: { model_registry_database: { status: 'ok' } },
      });
    });
  });
});
