import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

const databases = await testDatabases('datasets');

describe.each(databases)('datasets and models of runs on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let runs: TestRegistry['client']['runs'];
  let counter = 0;
  const newExperiment = () => registry.client.experiments.create({ name: `datasets-${(counter += 1)}` });
  const newRun = async (experiment_id = '0') => (await runs.create({ experiment_id })).info.run_id;
  const dataset = (name: string, digest = 'd1', more: object = {}) => ({
    name,
    digest,
    source_type: 'local',
    source: `{"uri": "${name}.csv"}`,
    ...more,
  });
  const context = (value: string) => ({ key: 'mlflow.data.context', value });

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    ({ runs } = registry.client);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  it('are inputs of a run, with their tags, each once however often they are logged', async () => {
    const run_id = await newRun(await newExperiment());
    const bookings = dataset('bookings', 'd1', { schema: '{"a": 1}', profile: '{"rows": 3}' });
    const datasets = [
      { tags: [context('training'), { key: 'a', value: '' }], dataset: bookings },
      { tags: [context('ignored: named twice')], dataset: bookings },
      { tags: [], dataset: dataset('stays') },
    ];
    await runs.logInputs(run_id, { datasets });
    await runs.logInputs(run_id, { datasets });
    expect((await runs.get(run_id)).inputs).toEqual({
      dataset_inputs: [
        { dataset: bookings, tags: [{ key: 'a', value: '' }, context('training')] },
        { dataset: dataset('stays'), tags: [] },
      ],
      model_inputs: [],
    });
  });

  it('stay as they were first described, for the run and for the experiment', async () => {
    const experiment_id = await newExperiment();
    const [first, second] = [await newRun(experiment_id), await newRun(experiment_id)];
    await runs.logInputs(first, { datasets: [{ tags: [context('training')], dataset: dataset('a') }] });
    const later = { datasets: [{ tags: [context('testing')], dataset: dataset('a', 'd1', { source: 'elsewhere' }) }] };
    await runs.logInputs(first, later);
    await runs.logInputs(second, later);
    const inputsOf = async (run_id: string) => (await runs.get(run_id)).inputs.dataset_inputs;
    expect(await inputsOf(first)).toEqual([{ tags: [context('training')], dataset: dataset('a') }]);
    expect(await inputsOf(second)).toEqual([{ tags: [context('testing')], dataset: dataset('a') }]);
  });

  it('logged by twenty runs at once, in any order, are one each', async () => {
    const experiment_id = await newExperiment();
    const ids = await Promise.all(Array.from({ length: 20 }, () => newRun(experiment_id)));
    const inputs = ['a', 'b', 'c'].map((name) => ({ tags: [context('training')], dataset: dataset(name) }));
    await Promise.all(
      ids.map((run_id, i) => runs.logInputs(run_id, { datasets: i % 2 === 0 ? inputs : inputs.toReversed() })),
    );
    expect(await registry.client.experiments.searchDatasets([experiment_id])).toHaveLength(3);
    const { runs: found } = await runs.search({ experiment_ids: [experiment_id] });
    expect(found.map((run) => run.inputs.dataset_inputs.length)).toEqual(ids.map(() => 3));
  });

  it('stand beside the models that a run read and made', async () => {
    const run_id = await newRun();
    const newModel = async () => (await registry.client.loggedModels.create({ experiment_id: '0' })).info.model_id;
    const [read, made] = [await newModel(), await newModel()];
    for (let i = 0; i < 2; i += 1) {
      await runs.logInputs(run_id, { models: [{ model_id: read }] });
      await runs.logOutputs(run_id, {
        models: [
          { model_id: made, step: 7 },
          { model_id: made, step: 3 },
        ],
      });
    }
    const run = await runs.get(run_id);
    expect(run.inputs.model_inputs).toEqual([{ model_id: read }]);
    expect(run.outputs.model_outputs).toEqual([
      { model_id: made, step: 3 },
      { model_id: made, step: 7 },
    ]);
  });

  it('are summed up by experiment, with what they were read for', async () => {
    const [one, other] = [await newExperiment(), await newExperiment()];
    for (let i = 0; i < 2; i += 1) {
      await runs.logInputs(await newRun(one), {
        datasets: [
          { tags: [context('training')], dataset: dataset('a') },
          { tags: [], dataset: dataset('b', 'd2') },
        ],
      });
    }
    await runs.logInputs(await newRun(one), { datasets: [{ tags: [context('testing')], dataset: dataset('a') }] });
    await runs.logInputs(await newRun(other), { datasets: [{ tags: [], dataset: dataset('c') }] });
    expect(await registry.client.experiments.searchDatasets([one])).toEqual([
      { experiment_id: one, name: 'a', digest: 'd1', context: 'testing' },
      { experiment_id: one, name: 'a', digest: 'd1', context: 'training' },
      { experiment_id: one, name: 'b', digest: 'd2' },
    ]);
    expect(await registry.client.experiments.searchDatasets([one, other])).toHaveLength(4);
  });

  it('find runs by name, digest and context', async () => {
    const experiment_id = await newExperiment();
    const names: Record<string, string> = {};
    for (const [name, digest, use] of [
      ['bookings', 'd1', 'training'],
      ['bookings', 'd2', 'testing'],
      ['stays', 'd3', undefined],
    ] as const) {
      const run_id = await newRun(experiment_id);
      names[run_id] = digest;
      await runs.logInputs(run_id, {
        datasets: [{ tags: use === undefined ? [] : [context(use)], dataset: dataset(name, digest) }],
      });
    }
    const find = async (filter: string) => {
      const page = await runs.search({ experiment_ids: [experiment_id], filter });
      return page.runs.map((run) => names[run.info.run_id]).sort();
    };
    expect(await find("dataset.name = 'bookings'")).toEqual(['d1', 'd2']);
    expect(await find("datasets.name LIKE 'st%' AND dataset.digest != 'd1'")).toEqual(['d3']);
    expect(await find("dataset.context = 'training'")).toEqual(['d1']);
    expect(await find("dataset.digest IN ('d2', 'd3')")).toEqual(['d2', 'd3']);
    expect(await find("dataset.context NOT IN ('training')")).toEqual(['d2']);
    expect(await find("dataset.name ILIKE 'BOOK%' AND params.none = 'x'")).toEqual([]);
    expect(await find("dataset.name = '''; DROP TABLE dataset; --'")).toEqual([]);
  });

  it('carry long texts only where one run is asked for', async () => {
    const experiment_id = await newExperiment();
    const long = dataset('long', 'd1', { schema: 'x'.repeat(5_000), profile: 'short' });
    const ids = [await newRun(experiment_id), await newRun(experiment_id)];
    for (const run_id of ids) await runs.logInputs(run_id, { datasets: [{ tags: [], dataset: long }] });
    expect((await runs.get(ids[0]!)).inputs.dataset_inputs[0]!.dataset).toEqual(long);
    const { runs: found } = await runs.search({ experiment_ids: [experiment_id] });
    const { schema: _schema, ...rest } = long as typeof long & { schema: string };
    expect(found.map((run) => run.inputs.dataset_inputs[0]!.dataset)).toEqual([rest, rest]);
  });

  it('stay with a run that is hidden, which takes no more of them', async () => {
    const experiment_id = await newExperiment();
    const run_id = await newRun(experiment_id);
    await runs.logInputs(run_id, { datasets: [{ tags: [], dataset: dataset('kept') }] });
    await runs.delete(run_id);
    const refused = runs.logInputs(run_id, { datasets: [{ tags: [], dataset: dataset('late') }] });
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining("must be in the 'active' state") });
    await runs.restore(run_id);
    expect((await runs.get(run_id)).inputs.dataset_inputs).toHaveLength(1);
  });

  it.each([
    ['runs/log-inputs', { datasets: [] }, "Missing value for required parameter 'run_id'"],
    ['runs/log-inputs', { run_id: 'a', datasets: [{}] }, "Missing value for required parameter 'datasets[0].dataset'"],
    [
      'runs/log-inputs',
      { run_id: 'a', datasets: [{ dataset: { name: 'x', digest: 'y', source: 'z' } }] },
      "Missing value for required parameter 'datasets[0].dataset.source_type'",
    ],
    ['runs/log-inputs', { run_id: 'a', models: [{}] }, "Missing value for required parameter 'models[0].model_id'"],
    [
      'runs/log-inputs',
      {
        run_id: 'a',
        datasets: [{ dataset: { ...{ digest: 'd', source_type: 's', source: 's' }, name: 'x'.repeat(501) } }],
      },
      'had length 501, which exceeded length limit of 500',
    ],
    [
      'runs/log-inputs',
      { run_id: 'a', models: Array.from({ length: 1_001 }, () => ({ model_id: 'm' })) },
      'models may be at most 1000, got 1001',
    ],
    ['runs/outputs', { models: [] }, "Missing value for required parameter 'run_id'"],
    [
      'runs/outputs',
      { run_id: 'a', models: [{ model_id: 'm', step: 'x' }] },
      "for parameter 'models[0].step' supplied",
    ],
    ['experiments/search-datasets', {}, 'SearchDatasets request must specify at least one experiment_id.'],
    [
      'experiments/search-datasets',
      { experiment_ids: Array.from({ length: 21 }, (_, i) => String(i)) },
      'SearchDatasets request cannot specify more than 20 experiment_ids. Received 21 experiment_ids.',
    ],
    ['experiments/search-datasets', { experiment_ids: ["0' OR 1=1"] }, 'Invalid experiment ID'],
    ['runs/search', { experiment_ids: ['0'], filter: "dataset.size = 'x'" }, "Invalid dataset key 'size' specified"],
    ['runs/search', { experiment_ids: ['0'], filter: 'dataset.name = 3' }, 'Invalid'],
    ['runs/search', { experiment_ids: ['0'], order_by: ['dataset.name ASC'] }, 'Invalid order_by clause'],
    ['experiments/search', { filter: "dataset.name = 'x'" }, 'Invalid entity type'],
  ])('%s refuses %j', async (path, body, message) => {
    const answer = await registry.call('POST', path, body);
    expect([answer.status, answer.json]).toEqual([
      400,
      { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) },
    ]);
  });

  it('of runs and models that do not exist are nowhere to log', async () => {
    const missing = `m-${'0'.repeat(32)}`;
    const inputs = { datasets: [{ tags: [], dataset: dataset('half') }], models: [{ model_id: missing }] };
    const experiment_id = await newExperiment();
    const run_id = await newRun(experiment_id);
    await expect(runs.logInputs('none', inputs)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(runs.logInputs(run_id, inputs)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(runs.logOutputs(run_id, { models: [{ model_id: missing }] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await runs.get(run_id)).inputs.dataset_inputs).toEqual([]);
    expect(await registry.client.experiments.searchDatasets([experiment_id])).toEqual([]);
  });
});
