import { describe, expect, it } from '@jest/globals';
import { createRng } from '../../numerics/rng.js';
import { intervalCoverage } from '../evaluation/interval-errors.js';
import { laggedAdaptiveIntervals } from './lagged-intervals.js';

describe('laggedAdaptiveIntervals', () => {
  const rng = createRng(21);
  const n = 3000;
  /** Errors whose size swings threefold, and is known beforehand. */
  const scale = Float64Array.from({ length: n }, (_, k) => 2 + Math.sin(k / 40));
  const forecast = new Float64Array(n).fill(50);
  const actual = forecast.map((value, k) => value + rng.normal(0, scale[k]!));
  const part = (of: Float64Array): Float64Array => of.subarray(300);

  it('cover as often as they say', () => {
    const { lower, upper } = laggedAdaptiveIntervals({ actual, forecast, scale }, { h: 14, coverage: 0.9 });
    const covered = intervalCoverage(part(actual), { lower: part(lower), upper: part(upper) });
    // Four standard errors: √(0.09/2700) is 0.0058.
    expect(Math.abs(covered - 0.9)).toBeLessThan(0.024);
  });

  it('are as wide as the scale says', () => {
    const { lower, upper } = laggedAdaptiveIntervals({ actual, forecast, scale }, { h: 14, coverage: 0.9 });
    for (let k = 301; k < n; k++) {
      const [here, before] = [upper[k]! - lower[k]!, upper[k - 1]! - lower[k - 1]!];
      expect(here / scale[k]! / (before / scale[k - 1]!)).toBeGreaterThan(0.5);
    }
    // 1.645 deviations on each side.
    const widths = part(upper).map((value, k) => (value - part(lower)[k]!) / part(scale)[k]!);
    expect(Math.abs(widths.reduce((sum, value) => sum + value, 0) / widths.length - 3.29)).toBeLessThan(0.3);
  });

  it('see no error before h steps have passed', () => {
    const changed = actual.map((value, k) => (k > 1000 ? 1e6 : value));
    const [plain, other] = [actual, changed].map((values) =>
      laggedAdaptiveIntervals({ actual: values, forecast }, { h: 14, coverage: 0.9 }),
    );
    expect(other!.upper.subarray(0, 1015)).toEqual(plain!.upper.subarray(0, 1015));
    expect(other!.upper[1015]).not.toBe(plain!.upper[1015]);
  });

  it('refuse columns that do not match, and a scale of 0', () => {
    expect(() => laggedAdaptiveIntervals({ actual, forecast: [1] }, { h: 1, coverage: 0.9 })).toThrow(
      'as long as actual',
    );
    expect(() => laggedAdaptiveIntervals({ actual: [1], forecast: [1], scale: [0] }, { h: 1, coverage: 0.9 })).toThrow(
      'scale[0] must be above 0, got 0',
    );
  });
});
