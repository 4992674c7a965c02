import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reorderQuantity, type ReorderQuantityOptions } from './reorder-quantity.js';

/** The cost of any policy by summing the Poisson probabilities themselves. */
function costOf(r: number, quantity: number, options: ReorderQuantityOptions): number {
  const mean = options.demandRate * options.leadTime;
  let total = options.fixedCost * options.demandRate;
  for (let y = r + 1; y <= r + quantity; y++) {
    let probability = Math.exp(-mean);
    for (let d = 0; d < 200; d++) {
      total += probability * (d < y ? options.holding * (y - d) : options.penalty * (d - y));
      probability *= mean / (d + 1);
    }
  }
  return total / quantity;
}

describe('reorderQuantity', () => {
  it('solves the (r, Q) example of Snyder & Shen (2019) with Poisson demand', () => {
    const policy = reorderQuantity({ holding: 20, penalty: 150, fixedCost: 100, demandRate: 1.5, leadTime: 2 });
    expect(policy).toEqual({ reorderPoint: 3, quantity: 5, cost: expect.closeTo(107.9236, 4) });
  });

  it('is the best of all small policies', () => {
    fc.assert(
      fc.property(
        fc.record({
          holding: fc.double({ min: 0.5, max: 10, noNaN: true }),
          penalty: fc.double({ min: 0.5, max: 40, noNaN: true }),
          fixedCost: fc.double({ min: 0.1, max: 20, noNaN: true }),
          demandRate: fc.double({ min: 0.1, max: 4, noNaN: true }),
          leadTime: fc.double({ min: 0.1, max: 2, noNaN: true }),
        }),
        (options) => {
          const { reorderPoint, quantity, cost } = reorderQuantity(options);
          expect(costOf(reorderPoint, quantity, options)).toBeCloseTo(cost, 8);
          for (let q = 1; q <= 30; q++) {
            for (let r = -15; r <= 25; r++) expect(costOf(r, q, options)).toBeGreaterThanOrEqual(cost - 1e-9);
          }
        },
      ),
      { numRuns: 4 },
    );
  });
});
