import { describe, expect, it } from '@jest/globals';
import { createRng } from '@bellwether/model-kernel/numerics';
import { arrangeSeries, type LongRow } from './arrange-series.js';
import { forecastWithRegressors, type RegressorOptions } from './forecast-with-regressors.js';

const OPTIONS: RegressorOptions = { h: 6, coverages: [0.8], gaps: 'interpolate' };
const DAY_MS = 86_400_000;

/** Twenty a day and three for each degree, with noise; degrees are known six days ahead. */
function warmDays(n: number, change: (row: LongRow, t: number) => LongRow = (row) => row): LongRow[] {
  const rng = createRng(5);
  return Array.from({ length: n + 6 }, (_, t) => {
    const degrees = 10 + 8 * Math.sin(t / 3.1);
    const value = 20 + 3 * degrees + rng.normal(0, 2);
    return change({ id: 'ice', instant: t * DAY_MS, value: t < n ? value : null, regressors: { degrees } }, t);
  });
}

const forecastOf = (rows: LongRow[], options = OPTIONS) =>
  forecastWithRegressors(arrangeSeries(rows, 'D')[0]!, options);

describe('a forecast with regressors', () => {
  it('follows them, and says by how much it did on its past', () => {
    const { mean, method, back_test, intervals } = forecastOf(warmDays(90));
    mean.forEach((value, step) => {
      expect(Math.abs(value - 20 - 3 * (10 + 8 * Math.sin((90 + step) / 3.1)))).toBeLessThan(3);
    });
    expect(method).toBe('additive with degrees');
    expect(back_test!.mase!).toBeLessThan(0.3 * back_test!.naive_mase!);
    expect(intervals[0]).toMatchObject({ method: 'split_conformal', coverage: 0.8 });
  });

  it('goes without the steps that have no value, or takes them as zero, or refuses them', () => {
    const holes = (t: number): boolean => t > 5 && t % 9 === 0;
    const rows = warmDays(90, (row, t) => (holes(t) ? { ...row, value: null } : row));
    const whole = forecastOf(warmDays(90)).mean;
    forecastOf(rows).mean.forEach((value, step) => expect(Math.abs(value - whole[step]!)).toBeLessThan(2));
    expect(Math.max(...forecastOf(rows, { ...OPTIONS, gaps: 'zero' }).mean)).toBeLessThan(Math.max(...whole) - 1);
    expect(() => forecastOf(rows, { ...OPTIONS, gaps: 'refuse' })).toThrow(
      "series 'ice' has no value at 9 of its steps",
    );
  });

  it('has the seasons that are named, and no other', () => {
    const waves = warmDays(90, (row, t) => (row.value === null ? row : { ...row, value: row.value + 15 * (t % 5) }));
    const { back_test } = forecastOf(waves, { ...OPTIONS, seasons: [5] });
    expect(back_test!.mase!).toBeLessThan(0.5 * forecastOf(waves).back_test!.mase!);
  });

  it('refuses too few values, and names the regressor and the day of one that is missing', () => {
    expect(() => forecastOf(warmDays(29))).toThrow(
      'the history of 29 values is too short: a model with regressors needs 30',
    );
    const ahead = warmDays(40, (row, t) => (t === 43 ? { ...row, regressors: { degrees: null } } : row));
    expect(() => forecastOf(ahead)).toThrow('degrees is not known at 1970-02-13, which is to be forecast');
    expect(() => forecastOf(warmDays(40).slice(0, 44))).toThrow('degrees is not known at 1970-02-14, which is to be');
    const behind = warmDays(40, (row, t) => (t === 3 ? { ...row, regressors: { degrees: null } } : row));
    expect(() => forecastOf(behind)).toThrow('degrees is not known at 1970-01-04, which has a value');
    expect(() => forecastOf([...warmDays(40), warmDays(40)[42]!])).toThrow("series 'ice' has two rows at 1970-02-12");
  });
});
