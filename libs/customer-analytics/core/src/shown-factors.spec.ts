import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_FACTOR_LIMITS, shownFactors } from './shown-factors.js';

const impact = fc.double({ min: -0.5, max: 0.5, noNaN: true });

describe('shownFactors', () => {
  it('shows the strongest first, and nothing is lost: shown and rest sum to the total', () => {
    fc.assert(
      fc.property(fc.array(impact, { maxLength: 40 }), (impacts) => {
        const { features, rest } = shownFactors(impacts);
        const sizes = features.map((j) => Math.abs(impacts[j]!));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        const shown = features.reduce((sum, j) => sum + impacts[j]!, 0);
        expect(shown + rest).toBeCloseTo(
          impacts.reduce((a, b) => a + b, 0),
          9,
        );
      }),
    );
  });

  it('shows at least three where three have an impact, at most the limit, and otherwise most of the effect', () => {
    fc.assert(
      fc.property(fc.array(impact, { maxLength: 40 }), (impacts) => {
        const { features } = shownFactors(impacts);
        const some = impacts.filter((x) => x !== 0).length;
        expect(features.length).toBeGreaterThanOrEqual(Math.min(3, some));
        expect(features.length).toBeLessThanOrEqual(DEFAULT_FACTOR_LIMITS.most);
        if (features.length < Math.min(DEFAULT_FACTOR_LIMITS.most, some)) {
          const total = impacts.reduce((sum, x) => sum + Math.abs(x), 0);
          const carried = features.reduce((sum, j) => sum + Math.abs(impacts[j]!), 0);
          expect(carried).toBeGreaterThanOrEqual(0.8 * total - 1e-12);
        }
      }),
    );
  });

  it('does not show what has no impact', () => {
    expect(shownFactors([0, 0.2, 0, -0.1])).toEqual({ features: [1, 3], rest: 0 });
  });

  it('refuses limits that exclude each other', () => {
    expect(() => shownFactors([1], { least: 4, most: 3, share: 0.8 })).toThrow(
      'least must not exceed most, got 4 and 3',
    );
  });
});
