import { describe, expect, it } from '@jest/globals';
import { createRng } from '../numerics/index.js';
import { FORECAST_METHODS, type ForecastMethod, type ForecastMethodName } from './index.js';

const M = 4;
const methods = Object.entries(FORECAST_METHODS) as [ForecastMethodName, ForecastMethod][];

/** Their forecast of a constant series is that constant times 1 − α/2, by construction. */
const BIASED: readonly ForecastMethodName[] = ['sba'];
/** They have no model of values that are not positive. */
const POSITIVE_ONLY: readonly ForecastMethodName[] = ['holt_winters_multiplicative'];
/** They have no model of negative values. */
const COUNTS: readonly ForecastMethodName[] = ['croston', 'sba', 'tsb', 'adida', 'imapa'];

/** A positive series with a trend, a season of four steps and noise. */
function wavy(n: number, seed = 7): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length: n }, (_, t) => 100 + t + 15 * Math.sin((t * Math.PI) / 2) + rng.normal(0, 4));
}

const finite = (values: Float64Array): boolean => values.every((value) => Number.isFinite(value));
const relativeTo = (scale: number, digits: number): number => scale * 10 ** -digits;

describe.each(methods)('%s', (name, method) => {
  const fitted = method.fit(wavy(48), { m: M });

  it('takes its minimum length, and refuses one fewer', () => {
    for (const m of name.startsWith('holt_winters') ? [2, 4, 12] : [1, 4, 12]) {
      const fewest = method.minimumLength(m);
      const { mean, deviation } = method.forecast(method.fit(wavy(fewest), { m }), 2 * m + 1);
      expect([finite(mean), finite(deviation)]).toEqual([true, true]);
      expect(() => method.fit(wavy(fewest - 1), { m })).toThrow(`at least`);
    }
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d among the values', (bad) => {
    const y = wavy(48);
    y[20] = bad;
    expect(() => method.fit(y, { m: M })).toThrow(`y[20] must be finite, got ${bad}`);
  });

  it.each([0, -1, 2.5, NaN])('refuses the period %d', (m) => {
    // Naive has no season: it looks past the period.
    if (name === 'naive') return expect(() => method.fit(wavy(48), { m })).not.toThrow();
    return expect(() => method.fit(wavy(48), { m })).toThrow('seasonal period m must be a whole number');
  });

  it.each([0, -1, 1.5, NaN])('refuses the horizon %d', (h) => {
    expect(() => method.forecast(fitted, h)).toThrow('horizon h must be a whole number');
  });

  it('forecasts h finite means with deviations ≥ 0, and the nearer steps the same for any h', () => {
    const long = method.forecast(fitted, 400);
    const short = method.forecast(fitted, 3);
    expect([long.mean.length, long.deviation.length, short.mean.length]).toEqual([400, 400, 3]);
    expect([finite(long.mean), finite(long.deviation)]).toEqual([true, true]);
    expect(long.deviation.every((value) => value >= 0)).toBe(true);
    expect([...long.mean.subarray(0, 3)]).toEqual([...short.mean]);
    expect([...long.deviation.subarray(0, 3)]).toEqual([...short.deviation]);
  });

  it('forecasts a constant as that constant, without deviation', () => {
    const factor = BIASED.includes(name) ? 0.95 : 1;
    const { mean, deviation } = method.forecast(method.fit(new Float64Array(40).fill(37), { m: M }), 9);
    for (const value of mean) expect(Math.abs(value - 37 * factor)).toBeLessThan(relativeTo(37, 6));
    if (factor === 1) for (const value of deviation) expect(value).toBeLessThan(relativeTo(37, 6));
  });

  it('forecasts zeros of zeros, or says that it needs positive values', () => {
    const zeros = new Float64Array(40);
    if (POSITIVE_ONLY.includes(name)) {
      expect(() => method.fit(zeros, { m: M })).toThrow('y[0] must be positive');
      return;
    }
    const { mean, deviation } = method.forecast(method.fit(zeros, { m: M }), 9);
    expect([...mean, ...deviation].every((value) => Math.abs(value) < 1e-9)).toBe(true);
  });

  it('takes negative values, or says that it has no model for them', () => {
    const y = wavy(48).map((value) => value - 120);
    const run = (): unknown => method.forecast(method.fit(y, { m: M }), 6);
    if (COUNTS.includes(name)) expect(run).toThrow('must not be negative');
    else if (POSITIVE_ONLY.includes(name)) expect(run).toThrow('must be positive');
    else expect(finite((run() as { mean: Float64Array }).mean)).toBe(true);
  });

  it('scales with the unit of the series', () => {
    // A power of two scales every product exactly, so only logarithms and tolerances can make a difference.
    const scale = 2 ** 12;
    const one = method.forecast(fitted, 8);
    const other = method.forecast(
      method.fit(
        wavy(48).map((value) => scale * value),
        { m: M },
      ),
      8,
    );
    one.mean.forEach((value, step) => expect(other.mean[step]! / scale).toBeCloseTo(value, 2));
    one.deviation.forEach((value, step) => expect(other.deviation[step]! / scale).toBeCloseTo(value, 2));
  });

  it('survives JSON to the bit', () => {
    const y = wavy(48);
    const stored: unknown = JSON.parse(JSON.stringify(fitted));
    expect(stored).toEqual(fitted);
    expect(method.forecast(stored, 20)).toEqual(method.forecast(fitted, 20));
    expect(method.residuals(stored, y)).toEqual(method.residuals(fitted, y));
  });

  it('is deterministic and leaves the series as it was', () => {
    const y = wavy(48);
    expect(method.fit(y, { m: M })).toEqual(fitted);
    expect(y).toEqual(wavy(48));
  });

  it('has residuals as long as the series, NaN only at its beginning', () => {
    const residuals = method.residuals(fitted, wavy(48));
    expect(residuals).toHaveLength(48);
    const first = residuals.findIndex((value) => !Number.isNaN(value));
    expect(first).toBeLessThanOrEqual(M);
    expect(finite(residuals.subarray(first))).toBe(true);
  });
});
