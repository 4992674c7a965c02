import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../../numerics/rng.js';
import {
  dynamicAdaptiveInterval,
  observeDynamicAdaptive,
  startDynamicAdaptive,
  type DynamicAdaptiveState,
} from './dynamic-adaptive-conformal.js';

describe('dynamically tuned adaptive conformal', () => {
  it('covers as it says, before and after the noise grows and shrinks', () => {
    const rng = createRng(14);
    let state = startDynamicAdaptive({ coverage: 0.9, window: 200 });
    const inside = [0, 0, 0];
    for (let t = 0; t < 4500; t++) {
      const part = Math.floor(t / 1500);
      const y = rng.normal(0, [1, 4, 1][part]);
      const { lower, upper } = dynamicAdaptiveInterval(state, 0);
      if (y >= lower && y <= upper) inside[part]! += 1;
      state = observeDynamicAdaptive(state, 0, y);
    }
    // Four standard errors are 0.031; a change costs some steps of the 1500 in either direction.
    for (const count of inside) expect(Math.abs(count / 1500 - 0.9)).toBeLessThan(0.04);
  });

  it('comes to trust the fast expert where the level must move, and the slow one where it must not', () => {
    const rng = createRng(5);
    const run = (steps: number, deviation: (t: number) => number): DynamicAdaptiveState => {
      let state = startDynamicAdaptive({ coverage: 0.9, rates: [0.001, 0.1], window: 500 });
      for (let t = 0; t < steps; t++) state = observeDynamicAdaptive(state, 0, rng.normal(0, deviation(t)));
      return state;
    };
    // Sixty steps after the noise has grown fivefold, the window still holds what was before.
    expect(run(460, (t) => (t < 400 ? 1 : 5)).weights[1]).toBeGreaterThan(0.5);
    expect(run(460, () => 1).weights[0]).toBeGreaterThan(0.5);
  });

  it('keeps weights that add up to 1, none of them lost', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 100 }), (values) => {
        let state = startDynamicAdaptive({ coverage: 0.8 });
        for (const value of values) state = observeDynamicAdaptive(state, 0, value);
        expect(state.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...state.weights)).toBeGreaterThan(0.0005);
      }),
    );
  });

  it('refuses a rate of 0', () => {
    expect(() => startDynamicAdaptive({ coverage: 0.9, rates: [0] })).toThrow('rates must be above 0, got 0');
  });
});
