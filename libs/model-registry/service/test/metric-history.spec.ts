import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

const databases = await testDatabases('histories');

/** Which of n steps a history of `most` keeps: MLflow's `_get_sampled_steps_from_steps`, over whole numbers. */
function sampled(n: number, most: number): number[] {
  if (n <= most) return Array.from({ length: n }, (_, i) => i);
  const kept = Array.from({ length: most }, (_, k) => Math.floor((k * n) / most));
  return [...new Set([...kept, n - 1])];
}

describe.each(databases)('metric histories of several runs on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  const ids: string[] = [];
  const stepsOf = (metrics: readonly { step: number; run_id?: string | undefined }[], run_id: string) =>
    metrics.filter((point) => point.run_id === run_id).map(({ step }) => step);
  const thinned = (more: object = {}, run_ids = ids) =>
    registry.client.runs.thinnedHistory({ run_ids, metric_key: 'loss', ...more });

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    // Steps 0…99, 0…9 and 50…54; the last two points of the second run share a step.
    for (const [from, count] of [
      [0, 100],
      [0, 10],
      [50, 5],
    ] as const) {
      const run_id = (await registry.client.runs.create({})).info.run_id;
      ids.push(run_id);
      const metrics = Array.from({ length: count }, (_, i) => ({
        key: 'loss',
        value: i === 3 ? NaN : i,
        timestamp: 1_000 + i,
        step: from + i,
      }));
      await registry.client.runs.logBatch(run_id, { metrics });
    }
    await registry.client.runs.logMetric(ids[1]!, { key: 'loss', value: -1, timestamp: 5_000, step: 9 });
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  it('hold every step where there is room, run by run in the order asked for', async () => {
    const metrics = await thinned();
    expect([...new Set(metrics.map((point) => point.run_id))]).toEqual(ids);
    expect(ids.map((id) => stepsOf(metrics, id).length)).toEqual([100, 11, 5]);
    expect(metrics.slice(100, 104)).toMatchObject([{ value: 0 }, { value: 1 }, { value: 2 }, { value: NaN }]);
    expect(metrics.slice(109, 111)).toEqual([
      { key: 'loss', value: 9, timestamp: 1_009, step: 9, run_id: ids[1] },
      { key: 'loss', value: -1, timestamp: 5_000, step: 9, run_id: ids[1] },
    ]);
  });

  it.each([1, 2, 3, 5, 7, 30, 51, 99, 100, 2_500])('are thinned to %i steps, evenly', async (max_results) => {
    const metrics = await thinned({ max_results }, [ids[0]!]);
    const expected = [...new Set([0, ...sampled(100, max_results), 99])].sort((a, b) => a - b);
    expect(stepsOf(metrics, ids[0]!)).toEqual(expected);
  });

  it('keep the first and the last step of each run', async () => {
    const metrics = await thinned({ max_results: 2 });
    expect(stepsOf(metrics, ids[0]!)).toEqual([0, 9, 50, 54, 99]);
    expect(stepsOf(metrics, ids[1]!)).toEqual([0, 9, 9]);
    expect(stepsOf(metrics, ids[2]!)).toEqual([50, 54]);
  });

  it('stay within the steps asked for, both ends included', async () => {
    const metrics = await thinned({ start_step: 52, end_step: 60 });
    expect(stepsOf(metrics, ids[0]!)).toEqual([52, 53, 54, 55, 56, 57, 58, 59, 60]);
    expect(stepsOf(metrics, ids[1]!)).toEqual([]);
    expect(stepsOf(metrics, ids[2]!)).toEqual([52, 53, 54]);
    const few = await thinned({ start_step: 20, end_step: 39, max_results: 4 }, [ids[0]!]);
    expect(stepsOf(few, ids[0]!)).toEqual([20, 25, 30, 35, 39]);
    expect(await thinned({ metric_key: 'none' })).toEqual([]);
  });

  it('come whole for the pages of the protocol, oldest first, up to a number of points', async () => {
    const asked = ids.map((id) => `run_id=${id}`).join('&');
    const path = '/ajax-api/2.0/mlflow/metrics/get-history-bulk';
    const { status, json } = await registry.call('GET', `${path}?${asked}&metric_key=loss&max_results=105`);
    const metrics = json['metrics'] as { run_id: string; timestamp: number; step: number }[];
    expect([status, metrics.length]).toEqual([200, 105]);
    const sorted = metrics.toSorted((a, b) =>
      a.run_id === b.run_id ? a.timestamp - b.timestamp : a.run_id < b.run_id ? -1 : 1,
    );
    expect(metrics).toEqual(sorted);
    const one = await registry.call('GET', `${path}?run_id=${ids[2]}&metric_key=loss`);
    expect(one.json['metrics']).toHaveLength(5);
  });

  it.each([
    ['get-history-bulk-interval', 'metric_key=a', "Missing value for required parameter 'run_ids'"],
    ['get-history-bulk-interval', 'run_ids=a', "Missing value for required parameter 'metric_key'"],
    [
      'get-history-bulk-interval',
      `metric_key=a&${Array.from({ length: 101 }, (_, i) => `run_ids=r${i}`).join('&')}`,
      'GetMetricHistoryBulkInterval request must specify at most 100 run_ids. Received 101 run_ids.',
    ],
    [
      'get-history-bulk-interval',
      'run_ids=a&metric_key=a&start_step=1',
      'If either start step or end step are specified, both must be specified.',
    ],
    [
      'get-history-bulk-interval',
      'run_ids=a&metric_key=a&start_step=20&end_step=10',
      'end_step must be greater than start_step. Found start_step=20 and end_step=10.',
    ],
    ['get-history-bulk-interval', 'run_ids=a&metric_key=a&max_results=0', 'max_results must be between 1 and 2500.'],
    ['get-history-bulk-interval', 'run_ids=a&metric_key=a&max_results=2501', 'max_results must be between 1 and 2500.'],
    ['get-history-bulk', 'metric_key=a', 'GetMetricHistoryBulk request must specify at least one run_id.'],
    ['get-history-bulk', 'run_id=a', 'GetMetricHistoryBulk request must specify a metric_key.'],
    [
      'get-history-bulk',
      `metric_key=a&${Array.from({ length: 101 }, (_, i) => `run_id=r${i}`).join('&')}`,
      'GetMetricHistoryBulk request cannot specify more than 100 run_ids. Received 101 run_ids.',
    ],
    ['get-history-bulk', 'run_id=../x&metric_key=a', "Invalid run ID: '../x'"],
  ])('%s?%s is refused in the words of MLflow', async (call, asked, message) => {
    const answer = await registry.call('GET', `metrics/${call}?${asked}`);
    expect([answer.status, answer.json]).toEqual([
      400,
      { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) },
    ]);
  });
});
