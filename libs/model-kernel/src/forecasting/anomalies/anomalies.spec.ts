import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../../numerics/rng.js';
import { levelShifts } from './level-shifts.js';
import { pointAnomalies } from './point-anomalies.js';
import { seasonalChange } from './seasonal-change.js';

const noise = (n: number, seed: number): Float64Array => {
  const rng = createRng(seed);
  return Float64Array.from({ length: n }, () => rng.normal());
};

describe('pointAnomalies', () => {
  const options = { coverage: 0.99, warmUp: 150 };
  const y = noise(400, 3).map((value, t) => 100 + value + (t === 250 ? 12 : t === 252 ? -12 : 0));
  const expected = new Float64Array(400).fill(100);

  it('finds a spike up and one down just after it, with their size', () => {
    const severe = pointAnomalies(y, expected, options).filter(({ severity }) => severity > 1);
    expect(severe.map(({ at, direction }) => [at, direction])).toEqual([
      [250, 'above'],
      [252, 'below'],
    ]);
    const [up] = severe;
    expect(up!.expected).toBe(100);
    expect(up!.severity).toBeCloseTo((up!.value - 100) / (up!.upper - 100) - 1, 12);
  });

  it('calls about one usual value in a hundred an anomaly', () => {
    const found = pointAnomalies(noise(5000, 8), new Float64Array(5000), options);
    // Four standard errors of 4850 values: √(0.0099/4850) is 0.0014; capping what anomalies teach makes some more.
    expect(found.length / 4850).toBeLessThan(0.02);
    expect(found.length / 4850).toBeGreaterThan(0.004);
  });

  it('tells nothing of values that are as expected', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 300 }), (values) => {
        expect(pointAnomalies(values, values, { coverage: 0.9, warmUp: 20 })).toEqual([]);
      }),
    );
  });

  it('refuses columns that do not match', () => {
    expect(() => pointAnomalies([1], [], options)).toThrow('expected must be as long as y (1), got 0');
    expect(() => pointAnomalies([NaN], [1], options)).toThrow('y[0] must be finite, got NaN');
  });
});

describe('levelShifts', () => {
  const options = { window: 14, threshold: 6 };

  it('finds a step where it is, and how far it goes', () => {
    const y = noise(120, 5).map((value, t) => 50 + value + (t >= 70 ? 8 : 0));
    const [shift, ...others] = levelShifts(y, options);
    expect(others).toEqual([]);
    expect(Math.abs(shift!.at - 70)).toBeLessThanOrEqual(2);
    expect(Math.abs(shift!.after - shift!.before - 8)).toBeLessThan(1.5);
  });

  it('finds an exact step exactly', () => {
    expect(levelShifts([1, 1, 1, 1, 5, 5, 5, 5], { window: 3, threshold: 1 })).toEqual([
      { at: 4, before: 1, after: 5, severity: Infinity },
    ]);
  });

  it('takes no spike for a shift, and noise hardly ever', () => {
    const spike = noise(120, 6).map((value, t) => value + (t === 60 || t === 61 ? 40 : 0));
    expect(levelShifts(spike, options)).toEqual([]);
    const found = Array.from({ length: 50 }, (_, seed) => levelShifts(noise(120, 100 + seed), options).length);
    expect(found.filter((count) => count > 0).length).toBeLessThanOrEqual(2);
  });

  it('does not see the unit', () => {
    const y = noise(60, 9).map((value, t) => value + (t >= 30 ? 9 : 0));
    const plain = levelShifts(y, options);
    const scaled = levelShifts(
      y.map((value) => 1000 * value - 7),
      options,
    );
    expect(scaled.map(({ at }) => at)).toEqual(plain.map(({ at }) => at));
    expect(plain).toHaveLength(1);
  });

  it('refuses a window too short for a median', () => {
    expect(() => levelShifts([1, 2], { window: 2, threshold: 1 })).toThrow(
      'window must be a whole number from 3 on, got 2',
    );
  });
});

describe('seasonalChange', () => {
  const week = [5, -3, 0, 1, 2, -1, -4];
  const series = (n: number, seed: number, late: readonly number[], from: number): Float64Array =>
    noise(n, seed).map((value, t) => 100 + value + (t < from ? week : late)[t % 7]!);

  it('sees a week whose busy day has moved', () => {
    const moved = [...week.slice(1), week[0]!];
    const { changed, pValue, after } = seasonalChange(series(140, 2, moved, 112), 7, { recent: 4 });
    expect(changed).toBe(true);
    expect(pValue).toBeLessThan(1e-6);
    after.forEach((effect, p) => expect(Math.abs(effect - moved[p]!)).toBeLessThan(2.5));
  });

  it('finds a change in as many steady seasons as its significance says', () => {
    const found = Array.from({ length: 1000 }, (_, seed) =>
      seasonalChange(series(140, 1000 + seed, week, 0), 7, { recent: 4, significance: 0.1 }),
    ).filter(({ changed }) => changed).length;
    // Four standard errors, √(0.09/1000) each, and a little as the variance is an estimate.
    expect(Math.abs(found / 1000 - 0.1)).toBeLessThan(0.055);
  });

  it('does not mind the level, nor where the series starts', () => {
    const y = series(143, 4, week, 0);
    const whole = seasonalChange(y, 7, { recent: 4 });
    const raised = seasonalChange(
      y.map((value, t) => value + (t > 114 ? 50 : 0)),
      7,
      { recent: 4 },
    );
    expect(raised.pValue).toBeCloseTo(whole.pValue, 6);
    whole.before.forEach((effect, p) => expect(Math.abs(effect - week[p]!)).toBeLessThan(1.2));
  });

  it('says how many values it wants', () => {
    expect(() => seasonalChange(new Float64Array(20), 7, { recent: 1 })).toThrow(
      'must have at least 21 values, it has 20',
    );
  });
});
