import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { naive } from '../simple/index.js';
import { errorsByHorizon, rollingOrigins, runRollingOrigin } from './rolling-origin.js';

describe('rollingOrigins', () => {
  it('leaves h values after the last origin', () => {
    expect(rollingOrigins(10, { h: 3, first: 4 })).toEqual([4, 5, 6, 7]);
    expect(rollingOrigins(10, { h: 3, first: 4, step: 2 })).toEqual([4, 6]);
  });

  it('refuses a series that is too short and steps that are none', () => {
    expect(() => rollingOrigins(6, { h: 3, first: 4 })).toThrow(
      'first + h must be at most the 6 values there are, got 7',
    );
    expect(() => rollingOrigins(9, { h: 3, first: 4, step: 0 })).toThrow(
      'step must be a whole number from 1 on, got 0',
    );
  });
});

describe('runRollingOrigin', () => {
  it('gives the naive method errors y_{t+k} − y_t', () => {
    const series = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(series, (y) => {
        const run = runRollingOrigin(naive, Float64Array.from(y), { h: 3, first: 4, m: 1 });
        const errors = errorsByHorizon(run);
        run.origins.forEach((origin, at) => {
          for (let k = 0; k < 3; k++) expect(errors[k]![at]).toBe(y[origin + k]! - y[origin - 1]!);
        });
      }),
    );
  });

  it('shows a method nothing of what comes', () => {
    const seen: number[] = [];
    const nosy = {
      ...naive,
      fit: (y: Float64Array) => {
        seen.push(y.length, y.buffer.byteLength / 8);
        return naive.fit(y, { m: 1 });
      },
    };
    runRollingOrigin(nosy, Float64Array.from([1, 2, 3, 4, 5, 6]), { h: 2, first: 3, m: 1 });
    expect(seen).toEqual([3, 3, 4, 4]);
  });
});
