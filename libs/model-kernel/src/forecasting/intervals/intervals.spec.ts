import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../../numerics/rng.js';
import { intervalCoverage } from '../evaluation/interval-errors.js';
import { runRollingOrigin } from '../evaluation/rolling-origin.js';
import { mean as meanMethod } from '../simple/index.js';
import { adaptiveInterval, observeAdaptive, startAdaptive } from './adaptive-conformal.js';
import { jackknifePlusIntervals } from './jackknife-plus.js';
import { normalIntervals } from './normal-intervals.js';
import { fitSplitConformal, splitConformalIntervals } from './split-conformal.js';

const forecast = { mean: Float64Array.of(10, 20), deviation: Float64Array.of(1, 2) };

it('normal: 1.95996 deviations on each side for 95 %', () => {
  const { lower, upper, method } = normalIntervals(forecast, 0.95);
  expect(upper[1]! - 20).toBeCloseTo(2 * 1.95996, 4);
  expect(10 - lower[0]!).toBeCloseTo(1.95996, 5);
  expect(method).toBe('normal');
  expect(() => normalIntervals(forecast, 95)).toThrow('coverage must be in (0, 1), got 95');
});

describe('split conformal', () => {
  const run = {
    origins: [1, 2, 3, 4],
    actual: [
      [1, 2],
      [3, -4],
      [-2, 8],
      [4, 6],
    ],
    mean: [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    deviation: [
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ],
  };

  it('takes the ⌈(n + 1)(1 − α)⌉-th error of each step: the fourth of four at 80 %', () => {
    const fit = fitSplitConformal(run, 0.8);
    expect(fit.halfWidths).toEqual([4, 8]);
    expect([...splitConformalIntervals(fit, forecast).upper]).toEqual([14, 28]);
  });

  it('in deviations follows the deviation of the forecast', () => {
    const { upper, method } = splitConformalIntervals(fitSplitConformal(run, 0.8, true), {
      mean: Float64Array.of(0, 0),
      deviation: Float64Array.of(3, 1),
    });
    expect([...upper]).toEqual([12, 4]);
    expect(method).toBe('split_conformal_scaled');
  });

  it('covers a series of independent values as often as it says', () => {
    const rng = createRng(12);
    const y = Float64Array.from({ length: 2100 }, () => rng.exponential());
    const whole = runRollingOrigin(meanMethod, y, { h: 1, first: 100, m: 1 });
    const part = (from: number, to: number) => ({
      origins: whole.origins.slice(from, to),
      actual: whole.actual.slice(from, to),
      mean: whole.mean.slice(from, to),
      deviation: whole.deviation.slice(from, to),
    });
    const [half] = fitSplitConformal(part(0, 1000), 0.9).halfWidths;
    const test = part(1000, 2000);
    const centre = test.mean.map(([value]) => value!);
    const covered = intervalCoverage(
      test.actual.map(([value]) => value!),
      { lower: centre.map((value) => value - half!), upper: centre.map((value) => value + half!) },
    );
    // Four standard errors of both halves: √(0.09/1000 + 0.09/1000) is 0.0134.
    expect(Math.abs(covered - 0.9)).toBeLessThan(0.054);
  });

  it('says how many origins it wants, and how far it reaches', () => {
    expect(() => fitSplitConformal(run, 0.9)).toThrow('got 4');
    expect(() => splitConformalIntervals({ coverage: 0.8, scaled: false, halfWidths: [1] }, forecast)).toThrow(
      'h must be at most the 1 steps of the fit, got 2',
    );
  });
});

describe('jackknife+', () => {
  it('is split conformal when all fits say the same', () => {
    const errors = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 9, maxLength: 40 });
    fc.assert(
      fc.property(errors, (e) => {
        const { lower, upper } = jackknifePlusIntervals(
          e.map((error) => ({ errors: [error], forecast: [7] })),
          1,
          0.9,
        );
        const run = { origins: [], actual: e.map((error) => [error]), mean: e.map(() => [0]), deviation: [] };
        const [half] = fitSplitConformal(run, 0.9).halfWidths;
        expect([lower[0], upper[0]]).toEqual([7 - half!, 7 + half!]);
      }),
    );
  });

  it('covers rows drawn anew, as it says, with leave-one-out means', () => {
    const rng = createRng(77);
    let covered = 0;
    const [rounds, n] = [4000, 19];
    for (let round = 0; round < rounds; round++) {
      const y = Array.from({ length: n }, () => rng.normal());
      const total = y.reduce((sum, value) => sum + value, 0);
      const leftOut = y.map((value) => {
        const mean = (total - value) / (n - 1);
        return { errors: [value - mean], forecast: [mean] };
      });
      const { lower, upper } = jackknifePlusIntervals(leftOut, 1, 0.9);
      const next = rng.normal();
      if (next >= lower[0]! && next <= upper[0]!) covered += 1;
    }
    // About 1 − α in practice; four standard errors: √(0.09/4000) is 0.0047.
    expect(Math.abs(covered / rounds - 0.9)).toBeLessThan(0.02);
  });

  it('says how many fits it wants', () => {
    expect(() => jackknifePlusIntervals([{ errors: [1], forecast: [1] }], 1, 0.9)).toThrow('fits are needed, got 1');
  });
});

describe('adaptive conformal', () => {
  it('misses its level by no more than the bound, whatever comes', () => {
    const steps = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.constantFrom(0.5, 0.8, 0.9), fc.constantFrom(0.01, 0.05, 0.3), (y, coverage, rate) => {
        let state = startAdaptive({ coverage, rate, window: 50 });
        let outside = 0;
        for (const value of y) {
          const before = state.alpha;
          state = observeAdaptive(state, 0, value);
          if (state.alpha < before) outside += 1;
        }
        const alpha = 1 - coverage;
        const bound = (Math.max(alpha, coverage) + rate) / (rate * y.length);
        expect(Math.abs(outside / y.length - alpha)).toBeLessThanOrEqual(bound + 1e-9);
      }),
    );
  });

  it('covers on after the noise has grown fivefold', () => {
    const rng = createRng(4);
    let state = startAdaptive({
      coverage: 0.9,
      rate: 0.02,
      window: 100,
      errors: Array.from({ length: 100 }, () => rng.normal()),
    });
    let inside = 0;
    for (let t = 0; t < 2000; t++) {
      const y = rng.normal(0, 5);
      const { lower, upper } = adaptiveInterval(state, 0);
      if (y >= lower && y <= upper) inside += 1;
      state = observeAdaptive(state, 0, y);
    }
    expect(Math.abs(inside / 2000 - 0.9)).toBeLessThan(0.025);
  });

  it('is unbounded where too little is known', () => {
    expect(adaptiveInterval(startAdaptive({ coverage: 0.9, errors: [1, 2] }), 5)).toEqual({
      lower: -Infinity,
      upper: Infinity,
    });
    expect(() => startAdaptive({ coverage: 0.9, rate: 0 })).toThrow('rate must be above 0, got 0');
  });
});
