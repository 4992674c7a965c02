import { describe, expect, it } from '@jest/globals';
import { logistic } from '@bellwether/model-kernel/numerics';
import fc from 'fast-check';
import { probabilityPerMargin } from './probability-impacts.js';
import { shownFactors } from './shown-factors.js';

const anyPhi = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 40 });
const anyMargin = fc.double({ min: -6, max: 6, noNaN: true });

/** Impacts on the probability of a row whose attributions on the margin are φ. */
function impactsOf(phi: readonly number[], baseMargin: number): { p: number; p0: number; impacts: Float64Array } {
  const margin = phi.reduce((sum, of) => sum + of, baseMargin);
  const [p, p0] = [logistic(margin), logistic(baseMargin)];
  const worth = probabilityPerMargin({ margin, probability: p, baseMargin, baseProbability: p0 });
  return { p, p0, impacts: Float64Array.from(phi, (of) => of * worth) };
}

describe('impacts on the probability', () => {
  it('sum to the difference from the base probability, shown and not shown', () => {
    fc.assert(
      fc.property(anyPhi, anyMargin, (phi, baseMargin) => {
        const { p, p0, impacts } = impactsOf(phi, baseMargin);
        const { features, rest } = shownFactors(impacts);
        const shown = features.reduce((sum, j) => sum + impacts[j]!, 0);
        // Near equal margins the slope stands for the quotient, which is off by the margins' distance.
        expect(Math.abs(p0 + shown + rest - p)).toBeLessThan(1e-8);
      }),
    );
  });

  it('keep the sign of their attributions', () => {
    fc.assert(
      fc.property(anyPhi, anyMargin, (phi, baseMargin) => {
        impactsOf(phi, baseMargin).impacts.forEach((impact, j) => {
          if (impact !== 0) expect(Math.sign(impact)).toBe(Math.sign(phi[j]!));
        });
      }),
    );
  });

  it('are the slope of the logistic function times φ where attributions cancel', () => {
    const { impacts } = impactsOf([1, -1], -0.5);
    const p0 = logistic(-0.5);
    expect(impacts[0]).toBeCloseTo(p0 * (1 - p0), 12);
  });
});

describe('the factors shown', () => {
  it('are the strongest first, three at the least, and carry the share asked for', () => {
    fc.assert(
      fc.property(anyPhi, (impacts) => {
        const { features } = shownFactors(impacts, { least: 3, most: 100, share: 0.8 });
        const sizes = features.map((j) => Math.abs(impacts[j]!));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        const nonZero = impacts.filter((impact) => impact !== 0);
        expect(features.length).toBeGreaterThanOrEqual(Math.min(3, nonZero.length));
        const total = nonZero.reduce((sum, impact) => sum + Math.abs(impact), 0);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(0.8 * total - 1e-12);
      }),
    );
  });

  it('leave out what has no impact', () => {
    expect(shownFactors([0, 0.1, 0])).toEqual({ features: [1], rest: 0 });
  });

  it('refuse limits that exclude each other', () => {
    expect(() => shownFactors([1], { least: 4, most: 3, share: 0.5 })).toThrow(/least must not exceed most/);
  });
});
