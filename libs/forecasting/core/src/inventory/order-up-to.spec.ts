import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { discreteDemand, poissonDemand } from './discrete-demand.js';
import { orderUpTo, type OrderUpToOptions } from './order-up-to.js';

/**
 * The long-run cost of a policy from the chain of inventory positions itself: the position after ordering moves by the demand,
 * and its stationary distribution is found by repetition.
 */
function costOf(s: number, S: number, { fixedCost, holding, penalty, demand }: OrderUpToOptions): number {
  const states = S - s;
  let share = new Float64Array(states).fill(1 / states);
  for (let round = 0; round < 2000; round++) {
    const next = new Float64Array(states);
    for (let j = 0; j < states; j++) {
      for (const [k, p] of demand.probabilities.entries()) {
        const below = j + demand.first + k;
        next[below >= states ? 0 : below]! += share[j]! * p;
      }
    }
    // Half a step at a time, so that a demand of fixed size does not make the chain go round for ever.
    share = share.map((value, j) => (value + next[j]!) / 2);
  }
  let cost = 0;
  for (let j = 0; j < states; j++) {
    for (const [k, p] of demand.probabilities.entries()) {
      const d = demand.first + k;
      const y = S - j;
      cost += share[j]! * p * (d < y ? holding * (y - d) : penalty * (d - y));
      if (j + d >= states) cost += share[j]! * p * fixedCost;
    }
  }
  return cost;
}

describe('orderUpTo', () => {
  it('solves the (s, S) example of Snyder & Shen (2019) with Poisson demand', () => {
    const policy = orderUpTo({ fixedCost: 5, holding: 1, penalty: 4, demand: poissonDemand(6) });
    expect(policy).toEqual({ reorderPoint: 4, orderUpTo: 10, cost: expect.closeTo(8.03411, 5) });
  });

  it('is the best of all small policies, by the chain of inventory positions', () => {
    fc.assert(
      fc.property(
        fc.record({
          holding: fc.double({ min: 0.5, max: 3, noNaN: true }),
          penalty: fc.double({ min: 0.5, max: 10, noNaN: true }),
          fixedCost: fc.double({ min: 0.1, max: 12, noNaN: true }),
          demand: fc
            .array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 })
            .map((weights) => discreteDemand(0, weights)),
        }),
        (options) => {
          const { reorderPoint, orderUpTo: top, cost } = orderUpTo(options);
          expect(costOf(reorderPoint, top, options)).toBeCloseTo(cost, 6);
          for (let S = -1; S <= 10; S++) {
            for (let s = S - 8; s < S; s++) expect(costOf(s, S, options)).toBeGreaterThanOrEqual(cost - 1e-6);
          }
        },
      ),
      { numRuns: 4 },
    );
  });

  it('keeps more against a longer lead time', () => {
    const options = { fixedCost: 5, holding: 1, penalty: 4, demand: poissonDemand(6) };
    const slow = orderUpTo({ ...options, protectionDemand: poissonDemand(18) });
    expect(slow.reorderPoint).toBeGreaterThanOrEqual(orderUpTo(options).reorderPoint + 12);
  });

  it('refuses a demand that is always 0', () => {
    const never = { fixedCost: 5, holding: 1, penalty: 4, demand: discreteDemand(0, [1]) };
    expect(() => orderUpTo(never)).toThrow('demand must not always be 0');
  });
});
