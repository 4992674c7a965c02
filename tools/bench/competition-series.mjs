// The series of a forecasting competition as the shared data keep them, and what a method does on them.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { FORECAST_METHODS } from '@bellwether/model-kernel/forecasting';
import { dataFile } from './data-file.mjs';

const PERIODS = { YEARLY: 1, QUARTERLY: 4, MONTHLY: 12, OTHER: 1 };
/** The two-sided 90 % point of the normal distribution. */
const NORMAL_95 = 1.6448536269514722;

/** Series of a gzipped table with the columns period, train and test (values separated by spaces). */
export function readCompetition(name) {
  const [header, ...lines] = gunzipSync(readFileSync(dataFile(name)))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const columns = header.trim().split(',');
  return lines.map((line) => {
    // A description may hold commas; then it stands in quotes.
    const cells = line.trim().match(/"[^"]*"|[^,]+/g);
    const cell = (column) => cells[columns.indexOf(column)];
    const values = (column) => Float64Array.from(cell(column).split(' '), Number);
    return { category: cell('period'), m: PERIODS[cell('period')], y: values('train'), test: values('test') };
  });
}

/** Forecasts of every series; undefined where the method refuses one (no season, too few values). */
export function forecastAll(method, series) {
  const { fit, forecast } = FORECAST_METHODS[method];
  const began = process.cpuUsage().user;
  const forecasts = [];
  for (const { y, m, test } of series) {
    try {
      forecasts.push(forecast(fit(y, { m }), test.length));
    } catch (error) {
      if (!/must have at least|needs a season|must be positive/.test(error.message)) throw error;
      return { refused: error.message };
    }
  }
  return { forecasts, seconds: (process.cpuUsage().user - began) / 1e6 };
}

/** Mean over every forecast of a category, or all: `error(actual, expected, series)` of each step. */
export function meanError(series, forecasts, error, category) {
  let sum = 0;
  let count = 0;
  series.forEach((one, i) => {
    if (category !== undefined && one.category !== category) return;
    one.test.forEach((actual, step) => {
      sum += error(actual, forecasts[i].mean[step], one);
      count += 1;
    });
  });
  return sum / count;
}

/** Share of values within mean ± 1.645 deviations, in %. */
export function coverage90(series, forecasts) {
  let inside = 0;
  let count = 0;
  series.forEach(({ test }, i) => {
    test.forEach((actual, step) => {
      const half = NORMAL_95 * forecasts[i].deviation[step];
      if (Math.abs(actual - forecasts[i].mean[step]) <= half) inside += 1;
      count += 1;
    });
  });
  return (100 * inside) / count;
}

export const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;
