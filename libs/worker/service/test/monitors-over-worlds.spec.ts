import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simulateGrocer, type GrocerEventRow } from '@bellwether/datasets';
import {
  createOutcomeTable,
  createPredictionTable,
  MONITOR_KIND_NAMES,
  referenceOf,
  runMonitor,
  storeOutcomes,
  storePredictions,
  type ModelReference,
  type MonitorDefinition,
  type MonitorKind,
} from '@bellwether/feature-engineering';
import { rocAuc } from '@bellwether/model-kernel/metrics';
import { createRng } from '@bellwether/model-kernel/numerics';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';

/** An event of the grocer, and the true probability of a sale: a model that cannot be better, and is calibrated. */
interface Asked {
  readonly event: GrocerEventRow;
  readonly probability: number;
}

const NUMERIC = ['base_price', 'discount_pct', 'days_to_expiry', 'inventory_level'] as const;
const CATEGORICAL = ['category'] as const;
const MODEL = 'sale_predictor';
const QUIET_DAYS = 100;
const A_DAY = 400;
const TRAINED_ON = 20_000;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const RATE = 0.01;

let store: AnalyticsStore;
let world: Asked[];
let reference: ModelReference;

/** The same events in an order of their own: each day is a sample of the whole, so that nothing changes by itself. */
function shuffledWorld(): Asked[] {
  const asked: Asked[] = [];
  const samples = TRAINED_ON + (QUIET_DAYS + 60) * A_DAY;
  for (const { events, truth } of simulateGrocer({ seed: 42, samples, startDate: '2025-01-01', days: 365 })) {
    events.forEach((event, i) => asked.push({ event, probability: truth[i]!.purchase_probability }));
  }
  createRng(7).shuffle(asked);
  return asked;
}

function referenceOfWorld(trained: readonly Asked[]): ModelReference {
  const categories = [...new Set(trained.map(({ event }) => event.category))].sort();
  const features = [...NUMERIC, ...CATEGORICAL];
  const matrix = new Float64Array(trained.length * features.length);
  trained.forEach(({ event }, row) => {
    NUMERIC.forEach((name, column) => (matrix[row * features.length + column] = event[name]));
    matrix[row * features.length + NUMERIC.length] = categories.indexOf(event.category);
  });
  return {
    features: features.map((name, column) => {
      const of = name === 'category' ? categories : undefined;
      const kind = of === undefined ? ('numeric' as const) : ('categorical' as const);
      return { name, kind, categories: of, reference: referenceOf(matrix, column, features.length, of) };
    }),
    metrics: {
      auc: rocAuc(
        trained.map(({ event }) => event.sold),
        trained.map(({ probability }) => probability),
      ),
    },
  };
}

type Change = (asked: Asked) => Partial<GrocerEventRow> & { readonly probability?: number };
const nothing: Change = () => ({});

/** One day of predictions, and their outcomes the day after. */
async function serveDay(day: number, change: Change = nothing): Promise<void> {
  const asked = world.slice(TRAINED_ON + day * A_DAY, TRAINED_ON + (day + 1) * A_DAY);
  const changed = asked.map((one) => ({ ...one.event, probability: one.probability, ...change(one) }));
  const at = (i: number) => new Date(START + day * DAY_MS + (i + 1) * 1_000).toISOString();
  await storePredictions(store, {
    model: MODEL,
    version: '1',
    numeric_features: [...NUMERIC],
    categorical_features: [...CATEGORICAL],
    predictions: changed.map((row, i) => ({
      prediction_id: `${day}-${i}`,
      entity_id: `${day}-${i}`,
      predicted_at: at(i),
      score: row.probability,
      request: 'single',
      latency_ms: 1,
      sampled_share: 1,
      numeric: NUMERIC.map((name) => row[name]),
      categorical: [row.category],
    })),
  });
  // Those of earlier days matured then, and are looked at no more.
  await store.command('TRUNCATE TABLE outcomes');
  const outcomes = changed.map(({ sold }, i) => ({ prediction_id: `${day}-${i}`, value: sold, observed_at: at(i) }));
  await storeOutcomes(store, outcomes, at(0));
}

const WATCHED = ['feature_drift', 'prediction_drift', 'performance', 'estimated_performance', 'calibration'] as const;
const monitor = (kind: MonitorKind, window_hours = 24): MonitorDefinition => ({
  ...{ id: kind, model: MODEL, kind, window_hours, min_rows: 200, false_alarm_rate: RATE },
});

/** What the monitors say at the end of a day. */
async function lookAt(day: number, kinds: readonly MonitorKind[] = WATCHED) {
  const now = new Date(START + (day + 1) * DAY_MS);
  const context = { store, now, referenceOf: () => Promise.resolve(reference) };
  const results = await Promise.all(kinds.map((kind) => runMonitor(monitor(kind), context)));
  return Object.fromEntries(kinds.map((kind, i) => [kind, results[i]!]));
}

const alarmsOf = (results: Awaited<ReturnType<typeof lookAt>>) =>
  Object.keys(results).filter((kind) => results[kind]!.status === 'alert');

beforeAll(async () => {
  store = await openAnalyticsStore('chdb://memory');
  world = shuffledWorld();
  reference = referenceOfWorld(world.slice(0, TRAINED_ON));
  await createPredictionTable(store);
  await createOutcomeTable(store);
}, 60_000);
afterAll(() => store.close());

describe('a service of a world that does not change', () => {
  it('is alarmed at no more often than the stated rate, over 100 days', async () => {
    const alarms: Record<string, number> = {};
    const silent: string[] = [];
    for (let day = 0; day < QUIET_DAYS; day++) {
      await serveDay(day);
      const results = await lookAt(day);
      for (const kind of alarmsOf(results)) alarms[kind] = (alarms[kind] ?? 0) + 1;
      // The first days have no days before them.
      if (day > 4) silent.push(...WATCHED.filter((kind) => results[kind]!.status === 'insufficient'));
    }
    expect(silent).toEqual([]);
    // Binomial(100, 0.01): more than 5 come in one run of two thousand.
    for (const kind of WATCHED) expect([kind, (alarms[kind] ?? 0) <= 5]).toEqual([kind, true]);
  }, 240_000);
});

describe('a change of the world', () => {
  let day = QUIET_DAYS;
  const during = async (change: Change, days: number) => {
    const seen: string[][] = [];
    for (let i = 0; i < days; i++, day++) {
      await serveDay(day, change);
      seen.push(alarmsOf(await lookAt(day)));
    }
    return seen;
  };

  it('of one feature is told the same day, of that feature, and by no other monitor', async () => {
    const [alarms] = await during(({ event }) => ({ inventory_level: Math.round(event.inventory_level * 1.4) }), 1);
    expect(alarms).toEqual(['feature_drift']);
    const { feature_drift } = await lookAt(day - 1, ['feature_drift']);
    expect(feature_drift!.summary).toMatch(/^drifted: inventory_level \(/);
    const told = feature_drift!.findings.filter(({ status }) => status === 'alert');
    expect(told).toEqual([expect.objectContaining({ subject: 'inventory_level', measure: 'wasserstein' })]);
  });

  it('of what follows from the features is told by the outcomes, and by nothing that sees no outcomes', async () => {
    const [alarms] = await during(({ event }) => ({ sold: event.sold === 1 ? 0 : 1 }), 1);
    expect(alarms).toEqual(['performance', 'calibration']);
  });

  it('of the scores is told by them, and by the calibration that is lost', async () => {
    const [alarms] = await during(({ probability }) => ({ probability: Math.min(0.99, probability + 0.25) }), 1);
    expect(alarms).toEqual(expect.arrayContaining(['prediction_drift', 'calibration']));
    expect(alarms).not.toContain('feature_drift');
    expect(alarms).not.toContain('performance');
  });

  it('that is over is told no longer', async () => {
    const [first, ...later] = await during(nothing, 6);
    expect(first).not.toContain('feature_drift');
    expect(later.at(-1)).toEqual([]);
  }, 60_000);
});

it('every kind of monitor can be run, and says so where it has too little to say anything by', async () => {
  const context = { store, now: new Date('2020-01-01'), referenceOf: () => Promise.resolve(undefined) };
  for (const kind of MONITOR_KIND_NAMES) {
    const definition = { ...monitor(kind), table: 'predictions', time_column: 'predicted_at' };
    const { status } = await runMonitor(definition, context);
    // The newest row is of a day still to come: nothing could be fresher.
    expect([kind, status]).toEqual([kind, kind === 'freshness' ? 'ok' : 'insufficient']);
  }
});
