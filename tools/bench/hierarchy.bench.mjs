// Reconciled forecasts of Australian domestic tourism (304 series in six levels), base beside bottom-up beside MinT, by rolling origin:
//   node tools/bench/hierarchy.bench.mjs [--data ../shared/data] [--method ets] [--first 48]
// Prints JSON: mean RMSSE by level and reconciliation. --method names any method of FORECAST_METHODS; --first, the quarters known at the first origin whose errors count.
// Seasonal naive, which it falls back to, adds up as it is: all reconciliations then give the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import {
  aggregate,
  fitReconciliation,
  FORECAST_METHODS,
  hierarchyOf,
  reconcile,
  rmsse,
} from '@bellwether/model-kernel/forecasting';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.BELLWETHER_DATA ?? join(root, '../shared/data') },
    first: { type: 'string', default: '48' },
    method: { type: 'string', default: 'ets' in FORECAST_METHODS ? 'ets' : 'seasonal_naive' },
  },
});
flags.first = Number(flags.first);
const method = FORECAST_METHODS[flags.method];
if (!method)
  throw new Error(`--method must be one of ${Object.keys(FORECAST_METHODS).join(', ')}, got ${flags.method}`);
const M = 4;
const TESTED = 8;
const HORIZONS = [1, 2, 3, 4];
const LEVELS = {
  total: [],
  state: ['state'],
  region: ['state', 'region'],
  purpose: ['purpose'],
  'state × purpose': ['state', 'purpose'],
};
const RECONCILIATIONS = ['bottom_up', 'ols', 'wls_structural', 'wls_variance', 'shrinkage'];

const [head, ...lines] = gunzipSync(
  readFileSync(join(flags.data, 'australian-tourism/australian_tourism_quarterly.csv.gz')),
)
  .toString('utf8')
  .trimEnd()
  .split('\n')
  // A region has a comma in its name, and quotes around it; no cell is empty.
  .map((line) => line.trimEnd().match(/"[^"]*"|[^,]+/g));
const column = Object.fromEntries(head.map((name, at) => [name, at]));
const quarters = [...new Set(lines.map((cells) => cells[column.quarter]))].sort();
const labels = new Map();
const trips = new Map();
for (const cells of lines) {
  const own = { state: cells[column.state], region: cells[column.region], purpose: cells[column.purpose] };
  const key = JSON.stringify(own);
  labels.set(key, own);
  if (!trips.has(key)) trips.set(key, new Float64Array(quarters.length));
  trips.get(key)[quarters.indexOf(cells[column.quarter])] = Number(cells[column.trips]);
}
const hierarchy = hierarchyOf([...labels.values()], Object.values(LEVELS));
const n = hierarchy.names.length;
const byTime = quarters.map((_, t) =>
  aggregate(
    hierarchy,
    [...labels.keys()].map((key) => trips.get(key)[t]),
  ),
);
const series = hierarchy.names.map((_, i) => Float64Array.from(byTime, (values) => values[i]));

/** Forecasts by reconciliation, node and horizon, for the tested quarters: from each origin, of those that lie in the last eight. */
const T = quarters.length;
const predicted = new Map(['base', ...RECONCILIATIONS].map((name) => [name, hierarchy.names.map(() => [])]));
const actual = hierarchy.names.map(() => []);
const shrinkages = [];
const started = performance.now();

/** Forecasts of all nodes 1 … 4 ahead, by origin: the number of quarters known there. */
const forecasts = new Map();
for (let origin = flags.first; origin < T; origin++) {
  const means = series.map((y) => method.forecast(method.fit(y.slice(0, origin), { m: M }), HORIZONS.at(-1)).mean);
  forecasts.set(
    origin,
    HORIZONS.map((h) => means.map((mean) => mean[h - 1])),
  );
}

for (let target = T - TESTED; target < T; target++) {
  for (const h of HORIZONS) {
    const origin = target - h + 1;
    // What was missed h ahead, as far as it was known at the origin.
    const errors = [];
    for (let past = flags.first; past + h <= origin; past++) {
      const predictedThen = forecasts.get(past)[h - 1];
      errors.push(series.map((y, i) => y[past + h - 1] - predictedThen[i]));
    }
    const base = forecasts.get(origin)[h - 1];
    const fits = RECONCILIATIONS.map((name) => fitReconciliation(hierarchy, name, errors));
    shrinkages.push(fits.at(-1).shrinkage);
    const answers = new Map([['base', base], ...fits.map((fit) => [fit.method, reconcile(hierarchy, fit, base)])]);
    for (let i = 0; i < n; i++) {
      actual[i].push(series[i][target]);
      for (const [name, answer] of answers) predicted.get(name)[i].push(answer[i]);
    }
  }
}

const first = T - TESTED - HORIZONS.at(-1) + 1;
const levels = [...Object.keys(LEVELS), 'region × purpose'].map((level, at) => {
  const of = hierarchy.level.flatMap((own, i) => (own === at ? [i] : []));
  const mean = (name) =>
    of.reduce((sum, i) => sum + rmsse(actual[i], predicted.get(name)[i], series[i].slice(0, first), M), 0) / of.length;
  const figures = [...predicted.keys()].map((name) => [name, Math.round(mean(name) * 1e4) / 1e4]);
  return { level, nodes: of.length, ...Object.fromEntries(figures) };
});
function missesOf(name) {
  const missed = levels.filter((row) => row[name] >= Math.min(row.base, row.bottom_up)).map(({ level }) => level);
  return `${name} at ${missed.length === 0 ? 'none' : missed.join(', ')}`;
}

console.log(
  JSON.stringify(
    {
      protocol:
        `Australian domestic overnight trips, ${hierarchy.bottom} series, ${n} nodes, ${quarters[0]} to ${quarters.at(-1)}. Base: ` +
        `${flags.method}, fitted anew at each origin. Each of the last ${TESTED} quarters is forecast 1 to 4 quarters ahead; RMSSE of a node ` +
        `over all of them, scaled by its seasonal differences before the first origin, and its mean over the nodes of a level. Covariances from ` +
        `the errors h ahead at the origins from ${flags.first} quarters on, as far as known; λ of the shrunk one ${Math.min(...shrinkages).toFixed(2)} to ${Math.max(...shrinkages).toFixed(2)}.`,
      bar: `MinT below bottom-up and base at every level. Missed: ${RECONCILIATIONS.slice(1).map(missesOf).join('; ')}`,
      rmsse: levels,
      seconds: Math.round(performance.now() - started) / 1000,
    },
    null,
    2,
  ),
);
