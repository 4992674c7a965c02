import { describe, expect, it } from '@jest/globals';
import { drift, mean, naive, seasonalNaive } from './index.js';
import { residualDeviation } from './residual-deviation.js';

const y = Float64Array.of(3, 5, 4, 8, 10, 6);

// By hand, from the formulas of Hyndman & Athanasopoulos (2021), §5.2 and Table 5.2.
describe('by hand on 3 5 4 8 10 6', () => {
  it('naive: the last value, σ √h', () => {
    const sigma = Math.sqrt((4 + 1 + 16 + 4 + 16) / 5);
    const forecast = naive.forecast(naive.fit(y, { m: 4 }), 3);
    expect([...forecast.mean]).toEqual([6, 6, 6]);
    forecast.deviation.forEach((value, step) => expect(value).toBeCloseTo(sigma * Math.sqrt(step + 1), 12));
    expect([...naive.residuals(naive.fit(y, { m: 1 }), y)]).toEqual([NaN, 2, -1, 4, 2, -4]);
  });

  it('seasonal naive: the last period again, σ √(k + 1)', () => {
    const fit = seasonalNaive.fit(y, { m: 2 });
    const sigma = Math.sqrt((1 + 9 + 36 + 4) / 4);
    const forecast = seasonalNaive.forecast(fit, 5);
    expect([...forecast.mean]).toEqual([10, 6, 10, 6, 10]);
    const periods = [1, 1, 2, 2, 3];
    forecast.deviation.forEach((value, step) => expect(value).toBeCloseTo(sigma * Math.sqrt(periods[step]!), 12));
    expect([...seasonalNaive.residuals(fit, y)]).toEqual([NaN, NaN, 1, 3, 6, -2]);
  });

  it('drift: a line through the first and the last value', () => {
    const fit = drift.fit(y, { m: 1 });
    const forecast = drift.forecast(fit, 2);
    expect(forecast.mean[0]).toBeCloseTo(6.6, 12);
    expect(forecast.mean[1]).toBeCloseTo(7.2, 12);
    // Steps 2 −1 4 2 −4 less 0.6 each; their squares over 5 − 1.
    const sigma = Math.sqrt((1.4 ** 2 + 1.6 ** 2 + 3.4 ** 2 + 1.4 ** 2 + 4.6 ** 2) / 4);
    expect(forecast.deviation[1]).toBeCloseTo(sigma * Math.sqrt(2 * (1 + 2 / 5)), 12);
  });

  it('mean: 6, with what the mean itself may be off by', () => {
    const forecast = mean.forecast(mean.fit(y, { m: 1 }), 2);
    expect([...forecast.mean]).toEqual([6, 6]);
    const sigma = Math.sqrt((9 + 1 + 4 + 4 + 16 + 0) / 5);
    expect(forecast.deviation[0]).toBeCloseTo(sigma * Math.sqrt(1 + 1 / 6), 12);
  });
});

it('a residual deviation leaves out what is no number, and is 0 without a degree of freedom', () => {
  expect(residualDeviation(Float64Array.of(NaN, 3, 4), 1)).toBe(5);
  expect(residualDeviation(Float64Array.of(NaN, 3), 1)).toBe(0);
});
