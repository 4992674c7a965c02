import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { discreteDemand, empiricalDemand, poissonDemand } from './discrete-demand.js';
import { newsvendorDiscrete, newsvendorNormal, newsvendorOfSample } from './newsvendor.js';

const costs = fc.record({
  holding: fc.double({ min: 0.1, max: 10, noNaN: true }),
  penalty: fc.double({ min: 0.1, max: 10, noNaN: true }),
});
const sample = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 });

/** Expected cost from the definition, outcome by outcome. */
function costOf(
  order: number,
  outcomes: readonly number[],
  { holding, penalty }: { holding: number; penalty: number },
): number {
  const each = outcomes.map((d) => (d < order ? holding * (order - d) : penalty * (d - order)));
  return each.reduce((sum, value) => sum + value, 0) / outcomes.length;
}

describe('newsvendorNormal', () => {
  it('solves Example 4.3 of Snyder & Shen (2019)', () => {
    const { order, cost } = newsvendorNormal({ mean: 50, deviation: 8 }, { holding: 0.18, penalty: 0.7 });
    expect(order).toBeCloseTo(56.604, 4);
    expect(cost).toBeCloseTo(1.99761, 5);
  });

  it('orders the mean when both errors cost the same', () => {
    expect(newsvendorNormal({ mean: 50, deviation: 8 }, { holding: 2, penalty: 2 }).order).toBe(50);
  });
});

describe('newsvendorDiscrete', () => {
  it("solves Example 4.7 of Snyder & Shen (2019), and gives the figures of stockpyl's documentation", () => {
    expect(newsvendorDiscrete(poissonDemand(6), { holding: 1, penalty: 4 })).toEqual({
      order: 8,
      cost: expect.closeTo(3.5701069457709416, 9),
      serviceLevel: 0.8,
    });
    const { order, cost } = newsvendorDiscrete(poissonDemand(50), { holding: 0.18, penalty: 0.7 });
    expect(order).toBe(56);
    expect(cost).toBeCloseTo(1.797235211809178, 9);
  });

  it('is cheaper than any other whole order, by the definition', () => {
    fc.assert(
      fc.property(sample, costs, (outcomes, given) => {
        const { order, cost } = newsvendorDiscrete(empiricalDemand(outcomes), given);
        expect(cost).toBeCloseTo(costOf(order, outcomes, given), 8);
        for (let other = -1; other <= 41; other++) {
          expect(costOf(other, outcomes, given)).toBeGreaterThanOrEqual(cost - 1e-9);
        }
      }),
    );
  });

  it('meets a ratio of exactly 4/5 at the fourth of five equally probable values', () => {
    expect(newsvendorDiscrete(discreteDemand(1, [1, 1, 1, 1, 1]), { holding: 0.1, penalty: 0.4 }).order).toBe(4);
  });

  it('tends to the normal answer as a Poisson mean grows', () => {
    const given = { holding: 0.18, penalty: 0.7 };
    const normal = newsvendorNormal({ mean: 10_000, deviation: 100 }, given);
    const poisson = newsvendorDiscrete(poissonDemand(10_000), given);
    // Rounding up to a whole unit, and the skewness: σ·(z² − 1)/(6√μ) is below a unit.
    expect(Math.abs(poisson.order - normal.order)).toBeLessThan(2);
    expect(Math.abs(poisson.cost / normal.cost - 1)).toBeLessThan(0.01);
  });
});

describe('newsvendorOfSample', () => {
  it('is the discrete answer on whole numbers', () => {
    fc.assert(
      fc.property(sample, costs, (outcomes, given) => {
        const [ofSample, discrete] = [
          newsvendorOfSample(outcomes, given),
          newsvendorDiscrete(empiricalDemand(outcomes), given),
        ];
        expect(ofSample.cost).toBeCloseTo(discrete.cost, 8);
        expect(ofSample.order).toBe(discrete.order);
      }),
    );
  });

  it('refuses an empty sample and what is no number', () => {
    expect(() => newsvendorOfSample([], { holding: 1, penalty: 1 })).toThrow(
      'sample must hold finite values, got none',
    );
    expect(() => newsvendorOfSample([1, NaN], { holding: 1, penalty: 1 })).toThrow('got NaN');
  });
});
