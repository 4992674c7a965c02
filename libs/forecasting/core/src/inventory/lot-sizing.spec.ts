import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lotSizes } from './lot-sizing.js';

/** The cost of ordering in the periods of a bit mask, each time up to the next of them; Infinity where demand is unmet. */
function costOf(mask: number, demand: readonly number[], fixedCost: number, holding: number): number {
  let cost = 0;
  let ordered = -1;
  for (const [t, units] of demand.entries()) {
    if (mask & (1 << t)) {
      cost += fixedCost;
      ordered = t;
    }
    if (units > 0 && ordered < 0) return Infinity;
    if (units > 0) cost += holding * (t - ordered) * units;
  }
  return cost;
}

describe('lotSizes', () => {
  it('solves the Wagner–Whitin example of Snyder & Shen (2019)', () => {
    expect(lotSizes({ fixedCost: 500, holding: 2, demand: [90, 120, 80, 70] })).toEqual({
      orders: [210, 0, 150, 0],
      cost: 1380,
    });
  });

  it('is the best of all plans', () => {
    const demand = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 8 });
    fc.assert(
      fc.property(demand, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 5 }), (d, fixedCost, holding) => {
        const { cost, orders } = lotSizes({ fixedCost, holding, demand: d });
        const all = Array.from({ length: 1 << d.length }, (_, mask) => costOf(mask, d, fixedCost, holding));
        expect(cost).toBe(Math.min(...all));
        expect(orders.reduce((sum, units) => sum + units, 0)).toBe(d.reduce((sum, units) => sum + units, 0));
        let stock = 0;
        let paid = 0;
        for (const [t, units] of d.entries()) {
          stock += orders[t]! - units;
          paid += (orders[t]! > 0 ? fixedCost : 0) + holding * stock;
          expect(stock).toBeGreaterThanOrEqual(0);
        }
        expect(paid).toBe(cost);
      }),
    );
  });

  it('refuses demand below 0', () => {
    expect(() => lotSizes({ fixedCost: 1, holding: 1, demand: [1, -1] })).toThrow('demand[1] must be ≥ 0, got -1');
  });
});
