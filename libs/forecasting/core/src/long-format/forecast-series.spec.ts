import { describe, expect, it } from '@jest/globals';
import { createRng } from '@bellwether/model-kernel/numerics';
import { forecastSeries, type SeriesOptions } from './forecast-series.js';

const OPTIONS: SeriesOptions = { h: 14, seasons: [7], coverages: [0.8, 0.95], method: 'automatic' };

/** Days with a week and noise. */
function weekly(n: number, { level = 100, noise = 5, seed = 1 } = {}): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from(
    { length: n },
    (_, t) => level + 20 * Math.sin((2 * Math.PI * t) / 7) + rng.normal(0, noise),
  );
}

describe('a forecast of a series', () => {
  it('is better than the last season repeated, and says by how much on its own past', () => {
    const forecast = forecastSeries(weekly(200), OPTIONS);
    expect(forecast.method).toMatch(/^automatic: (ensemble|median)$/);
    const { origins, mase, naive_mase } = forecast.back_test!;
    expect(origins).toBe(20);
    expect(mase!).toBeLessThan(0.9 * naive_mase!);
    const error = Math.max(
      ...forecast.mean.map((value, i) => Math.abs(value - 100 - 20 * Math.sin((2 * Math.PI * (200 + i)) / 7))),
    );
    expect(error).toBeLessThan(10);
  });

  it('has intervals that hold the stated share of what comes', () => {
    let inside = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const y = weekly(150, { seed });
      const { intervals } = forecastSeries(y.slice(0, 136), OPTIONS);
      const [narrow] = intervals;
      for (let step = 0; step < 14; step++) {
        if (y[136 + step]! >= narrow!.lower[step]! && y[136 + step]! <= narrow!.upper[step]!) inside += 1;
      }
      expect(intervals.map(({ method }) => method)).toEqual(['split_conformal', 'split_conformal']);
    }
    // 420 steps that hang together within a series; the conformal quantile of 20 errors covers 17/21 = 0.81 or more.
    expect(inside / 420).toBeGreaterThan(0.72);
    expect(inside / 420).toBeLessThan(0.92);
  });

  it('takes the own intervals of the method where the past is too short for the errors of enough origins', () => {
    const { intervals, back_test } = forecastSeries(weekly(40), { ...OPTIONS, h: 7 });
    expect(intervals.map(({ method }) => method)).toEqual(['split_conformal', 'split_conformal']);
    expect(back_test!.origins).toBeGreaterThan(18);
    const shorter = forecastSeries(weekly(30), OPTIONS);
    expect(shorter.intervals.map(({ method }) => method)).toEqual(['normal', 'normal']);
    expect(shorter.back_test?.origins ?? 0).toBeLessThan(19);
  });

  it('is not below zero where the past is not, and may be where it is', () => {
    const counts = weekly(80, { level: 22, noise: 3 }).map((value) => Math.max(0, Math.round(value)));
    const { mean, intervals } = forecastSeries(counts, OPTIONS);
    for (const values of [mean, ...intervals.map(({ lower }) => lower)])
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    const { mean: signed } = forecastSeries(weekly(80, { level: 0 }), OPTIONS);
    expect(Math.min(...signed)).toBeLessThan(-5);
  });

  it('of two seasons is by MSTL', () => {
    const rng = createRng(4);
    const y = Float64Array.from(
      { length: 600 },
      (_, t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 7) + 15 * Math.cos((2 * Math.PI * t) / 90) + rng.normal(0, 1),
    );
    const two = forecastSeries(y, { ...OPTIONS, h: 45, seasons: [7, 90] });
    expect(two.method).toBe('mstl');
    expect(two.back_test!.mase!).toBeLessThan(0.6 * forecastSeries(y, { ...OPTIONS, h: 45 }).back_test!.mase!);
  });

  it('of a constant is that constant', () => {
    const { mean, back_test } = forecastSeries(new Float64Array(60).fill(7), OPTIONS);
    for (const value of mean) expect(value).toBeCloseTo(7, 9);
    expect(back_test).toMatchObject({ mase: null, naive_mase: null, smape: 0 });
    expect([...forecastSeries(new Float64Array(60), OPTIONS).mean]).toEqual(Array(14).fill(0));
  });

  it('refuses a series that is too short, with how long it has to be', () => {
    expect(() => forecastSeries(Float64Array.of(3), OPTIONS)).toThrow(
      'the history of 1 steps is too short: automatic needs 5',
    );
  });
});
