// The tourism forecasting competition by every method for a single series:
//   node tools/bench/tourism.bench.mjs [--methods ets,theta] [--every 1]
// Prints JSON. --every 20 takes one series in twenty.
import { parseArgs } from 'node:util';
import { FORECAST_METHODS } from '@bellwether/model-kernel/forecasting';
import { forecastAll, meanError, readCompetition, round } from './competition-series.mjs';

const { values: flags } = parseArgs({
  options: {
    methods: { type: 'string', default: Object.keys(FORECAST_METHODS).join(',') },
    every: { type: 'string', default: '1' },
  },
});
const CLASSES = ['MONTHLY', 'QUARTERLY', 'YEARLY'];
const series = readCompetition('tourism-competition/tourism_competition.csv.gz')
  .filter((_, i) => i % Number(flags.every) === 0)
  .map((one) => ({ ...one, scale: meanSeasonalStep(one) }));
const ape = (actual, expected) => (100 * Math.abs(actual - expected)) / Math.abs(actual);
const ase = (actual, expected, { scale }) => Math.abs(actual - expected) / scale;

const mape = [];
const mase = [];
for (const method of flags.methods.split(',')) {
  const rows = { mape: { method }, mase: { method } };
  for (const category of CLASSES) {
    const some = series.filter((one) => one.category === category);
    const { forecasts } = forecastAll(method, some);
    const name = category.toLowerCase();
    rows.mape[name] = forecasts === undefined ? '–' : round(meanError(some, forecasts, ape));
    rows.mase[name] = forecasts === undefined ? '–' : round(meanError(some, forecasts, ase));
  }
  mape.push(rows.mape);
  mase.push(rows.mase);
}
/** By R's forecast package (Ellis 2016, package Tcomp). */
const PUBLISHED = {
  mape: [
    { method: '(seasonal) naive', monthly: 22.56, quarterly: 16.46, yearly: 23.61 },
    { method: 'ets, R', monthly: 21.06, quarterly: 15.31, yearly: 24.92 },
    { method: 'auto.arima, R', monthly: 26.13, quarterly: 16.47, yearly: 30.62 },
    { method: 'thetaf, R', monthly: 22.39, quarterly: 15.93, yearly: 23.33 },
  ],
  mase: [
    { method: '(seasonal) naive', monthly: 1.63, quarterly: 1.7, yearly: 3.01 },
    { method: 'ets, R', monthly: 1.54, quarterly: 1.59, yearly: 3.0 },
    { method: 'auto.arima, R', monthly: 1.6, quarterly: 1.6, yearly: 3.19 },
    { method: 'thetaf, R', monthly: 1.65, quarterly: 1.66, yearly: 2.73 },
  ],
};

process.stdout.write(
  `${JSON.stringify({
    title: 'Tourism forecasting competition',
    protocol: `${series.length} series of Athanasopoulos, Hyndman, Song & Wu (2011), 24 months, 8 quarters or 4 years ahead, fitted to the given part, one forecast each; means over all forecasts of a class; MAPE in %; MASE by the mean absolute step of one season within the given part. No figure where a method refuses a series of the class. Beside ours what Ellis (2016, package Tcomp) has for R's forecast package on the same series and measures, whose naive MAPE are those of the paper; the other figures of the paper could not be checked and are not shown`,
    bar: 'at or below the best published for the class',
    mape,
    mase,
    'mape published': PUBLISHED.mape,
    'mase published': PUBLISHED.mase,
    'automatic misses the bar': misses('automatic'),
  })}\n`,
);

function meanSeasonalStep({ y, m }) {
  let sum = 0;
  for (let t = m; t < y.length; t++) sum += Math.abs(y[t] - y[t - m]);
  return sum / (y.length - m);
}

/** Classes and measures in which a method is above the best of those published. */
function misses(method) {
  const found = [];
  for (const [measure, rows] of Object.entries({ mape, mase })) {
    const ours = rows.find((row) => row.method === method);
    for (const name of CLASSES.map((category) => category.toLowerCase())) {
      const best = Math.min(...PUBLISHED[measure].map((row) => row[name]));
      if (ours?.[name] > best) found.push(`${name} ${measure.toUpperCase()} (${ours[name]}, best ${best})`);
    }
  }
  return found.join(', ') || 'nowhere';
}
