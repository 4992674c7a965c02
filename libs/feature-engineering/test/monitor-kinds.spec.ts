import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createOutcomeTable,
  createPredictionTable,
  runMonitor,
  storeOutcomes,
  storePredictions,
  type MonitorDefinition,
  type MonitorKind,
  type StoredPrediction,
} from '../src/index.js';
import { openTestTables, type TestTables } from './chdb-tables.js';

const NOW = new Date('2026-03-10T00:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

const near = (value: number) => expect.closeTo(value, 9) as unknown as number;

let tables: TestTables;
beforeAll(async () => {
  tables = await openTestTables();
});
afterAll(() => tables.close());
beforeEach(async () => {
  for (const table of ['predictions', 'outcomes', 'deliveries']) await tables.command(`DROP TABLE IF EXISTS ${table}`);
  await createPredictionTable(tables);
  await createOutcomeTable(tables);
});

/** Predictions `0` … `n − 1`, each about an entity of its own, and the outcome of each an hour ago. */
async function predicted(
  count: number,
  one: (i: number) => Partial<StoredPrediction>,
  outcome: (i: number) => number = () => 1,
): Promise<void> {
  const predictions = Array.from({ length: count }, (_, i) => ({
    ...{ prediction_id: `${i}`, entity_id: `e${i}`, predicted_at: hoursAgo(3), score: 0.5, request: 'single' },
    ...{ latency_ms: 1, sampled_share: 1, numeric: [], categorical: [] },
    ...one(i),
  }));
  await storePredictions(tables, {
    model: 'm',
    version: '1',
    numeric_features: [],
    categorical_features: [],
    predictions,
  });
  const outcomes = predictions.map(({ prediction_id }, i) => ({
    prediction_id,
    value: outcome(i),
    observed_at: hoursAgo(1),
  }));
  await storeOutcomes(tables, outcomes, hoursAgo(1));
}

const LIMITS = { min_rows: 50, false_alarm_rate: 0.01 } as const;
const look = (kind: MonitorKind, more: Partial<MonitorDefinition> = {}) =>
  runMonitor(
    { id: 'x', model: 'm', kind, window_hours: 24, ...LIMITS, ...more },
    { store: tables, now: NOW, referenceOf: () => Promise.resolve(undefined) },
  );

describe('the coverage of intervals', () => {
  const covered = (inside: number) =>
    predicted(
      200,
      () => ({ interval: { lower: 0, upper: 2, coverage: 0.9 } }),
      (i) => (i < inside ? 1 : 3),
    );

  it('is the share of outcomes inside, and an alarm when that is too few for chance', async () => {
    await covered(181);
    expect(await look('interval_coverage')).toMatchObject({ status: 'ok', value: 0.905, rows: 200 });
    await covered(150);
    expect(await look('interval_coverage')).toMatchObject({ status: 'alert', value: 0.75, threshold: near(0.88) });
  });

  it('is none of predictions without intervals', async () => {
    await predicted(200, () => ({}));
    expect(await look('interval_coverage')).toMatchObject({ status: 'insufficient', rows: 0 });
  });
});

describe('performance', () => {
  it('is the mean error in percent of a quantity, over outcomes that are not 0', async () => {
    const quantity = (off: number) =>
      predicted(
        201,
        () => ({ score: 100 + off }),
        (i) => (i === 200 ? 0 : 100),
      );
    await quantity(10);
    expect(await look('performance', { metric: 'mape' })).toMatchObject({ status: 'ok', value: near(10), rows: 200 });
    await quantity(40);
    expect(await look('performance', { metric: 'mape' })).toMatchObject({
      status: 'alert',
      value: near(40),
      threshold: 25,
    });
  });

  it('is the share of hits, against 0.80', async () => {
    const hits = (n: number) =>
      predicted(
        200,
        () => ({}),
        (i) => (i < n ? 1 : 0),
      );
    await hits(158);
    expect(await look('performance', { metric: 'hit_rate' })).toMatchObject({ status: 'ok', value: 0.79 });
    await hits(130);
    expect(await look('performance', { metric: 'hit_rate' })).toMatchObject({ status: 'alert', value: 0.65 });
  });

  it('counts outcomes when they matured, not before and not again', async () => {
    await predicted(200, () => ({}));
    const later = Array.from({ length: 200 }, (_, i) => ({
      ...{ prediction_id: `${i}`, value: 1, observed_at: hoursAgo(1), matured_at: hoursAgo(-5) },
    }));
    await storeOutcomes(tables, later, hoursAgo(0));
    expect(await look('performance', { metric: 'hit_rate' })).toMatchObject({ status: 'insufficient', rows: 0 });
    const onTheNextDay = new Date(NOW.getTime() + 24 * 3_600_000);
    const later24 = (now: Date) =>
      runMonitor(
        { ...{ id: 'x', model: 'm', kind: 'performance', metric: 'hit_rate', window_hours: 48 }, ...LIMITS },
        { store: tables, now, referenceOf: () => Promise.resolve(undefined) },
      );
    expect(await later24(onTheNextDay)).toMatchObject({ rows: 200 });
    // Two days on, neither the outcomes nor the predictions are in the window any more.
    expect(await later24(new Date(NOW.getTime() + 60 * 3_600_000))).toMatchObject({ rows: 0 });
  });

  it('takes neither lists of what stands out, nor outcomes that are neither 0 nor 1, nor those of another version', async () => {
    await predicted(
      200,
      (i) => ({ request: i < 40 ? 'list' : 'single', score: (i % 10) / 10 }),
      (i) => (i === 50 ? 7 : i % 2),
    );
    const reference = { features: [], metrics: { auc: 0.5 } };
    const auc = (version: string) =>
      runMonitor(
        { ...{ id: 'x', model: 'm', kind: 'performance', window_hours: 24 }, ...LIMITS },
        {
          store: tables,
          now: NOW,
          referenceOf: (_, asked) => Promise.resolve(asked === version ? reference : undefined),
        },
      );
    expect(await auc('1')).toMatchObject({ rows: 159, threshold: near(0.48) });
    const one = { prediction_id: 'new', entity_id: 'new', predicted_at: hoursAgo(2), score: 0.5, request: 'single' };
    const rest = { latency_ms: 1, sampled_share: 1, numeric: [], categorical: [] };
    const names = { numeric_features: [], categorical_features: [] };
    await storePredictions(tables, { model: 'm', version: '2', ...names, predictions: [{ ...one, ...rest }] });
    expect(await auc('2')).toMatchObject({ status: 'insufficient', rows: 0 });
  });

  it('watches the champion of a rollout, whoever answered last, and no copy that a shadow scored', async () => {
    await predicted(
      200,
      (i) => ({ score: (i % 10) / 10, policy: 'champion', propensity: 0.5, experiment: 'r' }),
      (i) => i % 2,
    );
    const names = { numeric_features: [], categorical_features: [] };
    const later = (version: string, id: string, policy: string) => {
      const one = {
        prediction_id: id,
        entity_id: id,
        predicted_at: hoursAgo(2),
        score: 0.5,
        request: 'single',
        policy,
      };
      const rest = { latency_ms: 1, sampled_share: 1, numeric: [], categorical: [] };
      return storePredictions(tables, { model: 'm', version, ...names, predictions: [{ ...one, ...rest }] });
    };
    await later('2', 'drawn', 'challenger');
    await later('3', 'copied', 'shadow');
    const watched: string[] = [];
    const referenceOf = (_: string, version: string) => {
      watched.push(version);
      return Promise.resolve({ features: [], metrics: { auc: 0.5 } });
    };
    const monitor = { id: 'x', model: 'm', kind: 'performance', window_hours: 24, ...LIMITS } as const;
    const { rows } = await runMonitor(monitor, { store: tables, now: NOW, referenceOf });
    expect([rows, watched]).toEqual([200, ['1']]);
  });

  it('says nothing by an AUC of a handful of positives', async () => {
    await predicted(
      200,
      (i) => ({ score: (i % 10) / 10 }),
      (i) => (i < 3 ? 1 : 0),
    );
    expect(await look('performance', { metric: 'auc', threshold: 0.9 })).toMatchObject({
      status: 'insufficient',
      rows: 200,
    });
  });

  it('counts one prediction of those about the same', async () => {
    await predicted(200, (i) => ({ entity_id: `e${i % 60}` }));
    expect(await look('performance', { metric: 'hit_rate' })).toMatchObject({ rows: 60 });
  });

  it('joins outcomes that were told of the entity', async () => {
    await predicted(60, () => ({}));
    await tables.command('TRUNCATE TABLE outcomes');
    const told = Array.from({ length: 60 }, (_, i) => ({
      ...{ model: 'm', entity_id: `e${i}`, value: i % 2, observed_at: hoursAgo(i < 55 ? 1 : 4) },
    }));
    await storeOutcomes(tables, told, hoursAgo(1));
    // Five were observed before anything was predicted.
    expect(await look('performance', { metric: 'hit_rate' })).toMatchObject({ rows: 55 });
  });
});

it('segments are stable where most keep their label from one window to the next', async () => {
  const twice = async (moved: number) => {
    await predicted(400, (i) => ({
      entity_id: `e${i % 200}`,
      predicted_at: hoursAgo(i < 200 ? 30 : 3),
      label: i >= 200 && i < 200 + moved ? 'low' : 'high',
    }));
    return look('segment_stability');
  };
  expect(await twice(50)).toMatchObject({ status: 'ok', value: 0.75, rows: 200 });
  expect(await twice(100)).toMatchObject({ status: 'alert', value: 0.5, threshold: 0.7 });
});

it('latency is that of the slowest twentieth', async () => {
  const slow = async (count: number) => {
    await predicted(400, (i) => ({ latency_ms: i < count ? 450 : 3 }));
    return look('latency');
  };
  expect(await slow(15)).toMatchObject({ status: 'ok', value: 3 });
  // 22 of 400 are more than a twentieth, but no more than chance gives.
  expect(await slow(22)).toMatchObject({ status: 'ok', value: 450 });
  expect(await slow(60)).toMatchObject({ status: 'alert', value: 450, threshold: 200 });
});

describe('data', () => {
  const deliver = async (rows: readonly { hours: number; amount: number | null; id?: string }[]) => {
    await tables.command(
      `CREATE TABLE deliveries (source String, id String, amount Nullable(Float64), at DateTime('UTC'))
       ENGINE = MergeTree ORDER BY id`,
    );
    const stored = rows.map(({ hours, amount, id }, i) => ({
      source: 'ours',
      id: id ?? `${i}`,
      amount,
      at: hoursAgo(hours),
    }));
    await tables.insert('deliveries', stored);
  };
  const table = { table: 'deliveries', source: 'ours', time_column: 'at' } as const;
  const steady = (days: number, perDay: number) =>
    Array.from({ length: days * perDay }, (_, i) => ({
      ...{ hours: 24 * Math.floor(i / perDay) + 1, amount: 10 + (i % 7) },
    }));

  it('is missing, or comes twice, and which of its columns are watched is said', async () => {
    await deliver(Array.from({ length: 100 }, (_, i) => ({ hours: 1, amount: i < 3 ? null : 1, id: `${i % 99}` })));
    const found = await look('data_quality', { ...table, id_column: 'id' });
    expect(found).toMatchObject({ status: 'alert', rows: 100 });
    expect(found.summary).toBe('amount (missing), id (duplicate_ids)');
    expect(await look('data_quality', { ...table, features: ['at'] })).toMatchObject({ value: 0 });
  });

  it('is fresh for a day, late for another, and an alarm after that', async () => {
    for (const [hours, status] of [
      [23, 'ok'],
      [30, 'warn'],
      [50, 'alert'],
    ] as const) {
      await tables.command('DROP TABLE IF EXISTS deliveries');
      await deliver([{ hours, amount: 1 }]);
      expect(await look('freshness', table)).toMatchObject({ status, value: hours });
    }
  });

  it('has as many rows as in the windows before', async () => {
    await deliver(steady(15, 100));
    expect(await look('row_count', table)).toMatchObject({ status: 'ok', rows: 100 });
    await tables.command('DROP TABLE deliveries');
    await deliver(steady(15, 100).slice(40));
    expect(await look('row_count', table)).toMatchObject({ status: 'ok', rows: 60, threshold: 5 });
    await tables.command('DROP TABLE deliveries');
    await deliver(steady(15, 400).slice(250));
    expect(await look('row_count', table)).toMatchObject({ status: 'alert', rows: 150 });
  });

  it('is refused by a name that is none', async () => {
    for (const wrong of [
      { table: 'x; DROP TABLE y' },
      { table: 'deliveries', source: "o'urs" },
      { table: 'deliveries' },
    ]) {
      const asked = wrong.source === undefined ? 'freshness' : 'data_quality';
      await expect(look(asked, wrong)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
  });
});
