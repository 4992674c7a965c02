import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DistributionSketch } from '@bellwether/model-kernel/two-sample';
import type { NumericSummary } from '../drift/column-summary.js';
import { openTestTables, type TestTables } from '../../test/chdb-tables.js';
import { createPredictionTable, storePredictions } from './store-predictions.js';
import { predictionsIn } from './predictions-sql.js';
import { summarizePredictions } from './summarize-predictions.js';

const ROWS = 6_000;
const AT = new Date('2026-03-01T08:00:00Z');
let tables: TestTables;

beforeAll(async () => {
  tables = await openTestTables();
  await createPredictionTable(tables);
  await storePredictions(tables, {
    model: 'm',
    version: '1',
    numeric_features: ['x'],
    categorical_features: ['c'],
    predictions: Array.from({ length: ROWS }, (_, i) => ({
      ...{ prediction_id: `${i}`, entity_id: `e${i}`, predicted_at: AT.toISOString(), score: 0.5, request: 'single' },
      ...{
        latency_ms: 1,
        sampled_share: 1,
        numeric: [i % 100 === 0 ? null : i],
        categorical: [i % 4 === 0 ? 'a' : 'b'],
      },
    })),
  });
});
afterAll(() => tables.close());

it('shards that are merged count every row, and place it as near as their sketch says', async () => {
  const predictions = predictionsIn({ from: new Date(0), to: AT }, 'm');
  const features = [
    { name: 'x', kind: 'numeric' },
    { name: 'c', kind: 'categorical' },
  ] as const;
  const summarize = (shardEntities: number) => summarizePredictions(tables, predictions, features, ROWS, shardEntities);
  const [whole, sharded] = [await summarize(ROWS), await summarize(700)];
  for (const { x, c } of [whole, sharded]) {
    expect(c).toEqual({
      kind: 'categorical',
      counts: new Map([
        ['a', 1_500],
        ['b', 4_500],
      ]),
      missing: 0,
    });
    expect(x).toMatchObject({ kind: 'numeric', missing: 60, distribution: { total: 5_940 } });
    const { values, counts, rankError } = (x as NumericSummary).distribution as DistributionSketch;
    expect(values.length).toBeLessThanOrEqual(1_000);
    expect(rankError).toBeLessThan(0.005);
    let below = 0;
    for (let i = 0; i < values.length && values[i]! <= 3_000; i++) below += counts[i]!;
    expect(Math.abs(below / 5_940 - 2_970 / 5_940)).toBeLessThanOrEqual(rankError + 1 / 5_940);
  }
});
