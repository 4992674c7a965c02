// The additive model of libs/model-kernel: time of a fit and of a forecast with intervals, and errors on the series that come
// with Prophet, by rolling origin:
//   node tools/bench/additive.bench.mjs [--data ../shared/data] [--repeat 9]
// Prints JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { fitAdditive, forecastAdditive } from '@bellwether/model-kernel/forecasting';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.BELLWETHER_DATA ?? join(root, '../shared/data') },
    repeat: { type: 'string', default: '9' },
  },
});
const repeat = Number(flags.repeat);

/** Days since 1970-01-01 and values, oldest first. */
function read(name) {
  const file = join(flags.data, 'prophet-examples', `example_${name}.csv.gz`);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').replaceAll('"', '').trimEnd().split(/\r?\n/).slice(1);
  return lines
    .map((line) => line.split(','))
    .map(([day, y]) => ({
      day: Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / 86_400_000,
      y: y === '' ? NaN : Number(y),
    }))
    .sort((a, b) => a.day - b.day);
}
const seriesOf = (rows) => ({ days: rows.map(({ day }) => day), y: rows.map(({ y }) => y) });

/** Milliseconds of processor and of the clock: of the first run, which is cold, and the median of those after two. */
function time(work) {
  const runs = [];
  for (let run = 0; run < repeat + 2; run++) {
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    work();
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    runs.push({ cpu: (user + system) / 1e3, wall });
  }
  const median = (values) => Number(values.sort((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(1));
  const warm = runs.slice(2);
  return {
    cold_cpu_ms: median([runs[0].cpu]),
    cpu_ms: median(warm.map(({ cpu }) => cpu)),
    wall_ms: median(warm.map(({ wall }) => wall)),
  };
}

const peyton = read('wp_log_peyton_manning');
const threeYears = seriesOf(peyton.slice(-1096));
const all = seriesOf(peyton);
const ahead = { days: Array.from({ length: 365 }, (_, i) => all.days.at(-1) + 1 + i) };
const fitted = fitAdditive(all);
const feasts = Array.from({ length: 10 }, (_, f) => ({
  name: `feast ${f}`,
  dates: Array.from({ length: 10 }, (_, year) => 13_900 + 365 * year + 31 * f),
  lowerWindow: -1,
  upperWindow: 1,
}));

console.log(
  JSON.stringify({
    protocol: `Log page views of Peyton Manning (Prophet's example): its last 1,096 rows, and all 2,905. Default settings: 25 changepoints, yearly order 10, weekly order 3. Milliseconds of processor time (all threads) and of wall time, medians of ${repeat} runs after two; cold is the first run of a process that has fitted nothing like it. The forecast is 365 days with 80 % intervals of 1,000 draws. Ten holidays have a day before and after.`,
    bar: 'three years of days ≤ 120 ms',
    three_years: time(() => fitAdditive(threeYears)),
    three_years_multiplicative: time(() => fitAdditive(threeYears, { seasonalityMode: 'multiplicative' })),
    three_years_logistic: time(() =>
      fitAdditive({ ...threeYears, cap: threeYears.y.map(() => 14) }, { growth: 'logistic' }),
    ),
    three_years_ten_holidays: time(() => fitAdditive(threeYears, { holidays: feasts })),
    eight_years: time(() => fitAdditive(all)),
    forecast_of_a_year: time(() => forecastAdditive(fitted, ahead)),
  }),
);

/** Errors over the horizon from each origin, beside the value a season before. */
function backtest(name, { season, horizon, origins, step, options = {}, monthly = false }) {
  const rows = read(name).filter(({ y }) => !Number.isNaN(y));
  const totals = { ours: [], naive: [], covered: 0, width: 0, count: 0 };
  for (let origin = 0; origin < origins; origin++) {
    const cut = rows.length - horizon - origin * step;
    const [history, future] = [rows.slice(0, cut), rows.slice(cut, cut + horizon)];
    const fit = fitAdditive(seriesOf(history), options);
    const { mean, intervals } = forecastAdditive(fit, { days: future.map(({ day }) => day) });
    const byDay = new Map(history.map(({ day, y }) => [day, y]));
    future.forEach(({ day, y }, h) => {
      const before = monthly
        ? history[cut - season + (h % season)].y
        : nearestBefore(byDay, day, season, history.at(-1).day);
      totals.ours.push(Math.abs(mean[h] - y));
      totals.naive.push(Math.abs(before - y));
      totals.covered += y >= intervals[0].lower[h] && y <= intervals[0].upper[h] ? 1 : 0;
      totals.width += intervals[0].upper[h] - intervals[0].lower[h];
      totals.count += 1;
    });
  }
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const digits = (value) => Number(value.toPrecision(4));
  return {
    series: name,
    mae: digits(mean(totals.ours)),
    seasonal_naive_mae: digits(mean(totals.naive)),
    coverage_80: digits(totals.covered / totals.count),
    mean_width: digits(totals.width / totals.count),
  };
}

/** The last value known a whole number of seasons back, or the day nearest before it: some days are missing. */
function nearestBefore(byDay, day, season, last) {
  let back = day;
  while (back > last) back -= season;
  for (let at = back; at > back - 60; at--) if (byDay.has(at)) return byDay.get(at);
  return NaN;
}

console.log(
  JSON.stringify({
    protocol:
      'Series that come with Prophet, rolling origin: 12 origins 30 days apart with horizon 90 for daily series (seasonal naive: the same weekday of the last known week), 6 origins 12 months apart with horizon 12 for monthly ones (the same month of the last known year). Default settings; multiplicative seasons for the monthly series, as in the guide. Errors are means of |error| over all origins and steps, in the unit of the series; coverage and width of the 80 % intervals of the model, not conformal.',
    series: [
      backtest('wp_log_peyton_manning', { season: 7, horizon: 90, origins: 12, step: 30 }),
      backtest('wp_log_R', { season: 7, horizon: 90, origins: 12, step: 30 }),
      backtest('pedestrians_covid', { season: 7, horizon: 90, origins: 12, step: 30 }),
      backtest('air_passengers', {
        season: 12,
        horizon: 12,
        origins: 6,
        step: 12,
        monthly: true,
        options: { seasonalityMode: 'multiplicative' },
      }),
      backtest('retail_sales', {
        season: 12,
        horizon: 12,
        origins: 6,
        step: 12,
        monthly: true,
        options: { seasonalityMode: 'multiplicative' },
      }),
    ],
  }),
);
