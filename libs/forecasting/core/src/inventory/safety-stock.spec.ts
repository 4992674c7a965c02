import { describe, expect, it } from '@jest/globals';
import { createRng, normalQuantile } from '@bellwether/model-kernel/numerics';
import { leadTimeDemand, leadTimeErrorDeviation } from './lead-time-demand.js';
import { safetyStock } from './safety-stock.js';

describe('leadTimeErrorDeviation', () => {
  const rng = createRng(3);

  it('is √L σ for errors that know nothing of each other', () => {
    const errors = Array.from({ length: 20_000 }, () => Array.from({ length: 4 }, () => rng.normal(0, 3)));
    // Four standard errors: σ√L/√(2n) is 0.03.
    expect(Math.abs(leadTimeErrorDeviation(errors, 4) - 3 * Math.sqrt(4))).toBeLessThan(0.12);
  });

  it('is L σ, not √L σ, where the level was misjudged as a whole', () => {
    expect(
      leadTimeErrorDeviation(
        [
          [2, 2, 2, 2],
          [-2, -2, -2, -2],
        ],
        4,
      ),
    ).toBe(8);
  });

  it('refuses an origin that does not reach over the lead time', () => {
    expect(() => leadTimeErrorDeviation([[1, 2]], 3)).toThrow('errors[0] must hold 3 finite errors');
  });
});

describe('leadTimeDemand', () => {
  it("is the textbook's E[L]σ² + μ² Var L for independent periods", () => {
    // L = 2 or 6, each half of the time: E[L] = 4, Var L = 4; μ = 10, σ = 3.
    const cases = [2, 6].map((L) => ({ probability: 0.5, mean: 10 * L, deviation: 3 * Math.sqrt(L) }));
    const { mean, deviation } = leadTimeDemand(cases);
    expect(mean).toBe(40);
    expect(deviation).toBeCloseTo(Math.sqrt(4 * 9 + 100 * 4), 12);
  });

  it('refuses probabilities that do not add up to 1', () => {
    expect(() => leadTimeDemand([{ probability: 0.5, mean: 1, deviation: 1 }])).toThrow('must add up to 1');
  });
});

describe('safetyStock', () => {
  it('is z σ where the lead time is sure', () => {
    const stock = safetyStock([{ probability: 1, mean: 100, deviation: 20 }], 0.95);
    expect(stock.safetyStock).toBeCloseTo(20 * normalQuantile(0.95), 8);
    expect(stock.reorderPoint).toBeCloseTo(100 + stock.safetyStock, 12);
  });

  it('has no stock-out in that share of simulated cycles, with a lead time of two humps', () => {
    const cases = [
      { probability: 0.9, mean: 20, deviation: 4 },
      { probability: 0.1, mean: 80, deviation: 8 },
    ];
    const { reorderPoint } = safetyStock(cases, 0.92);
    const rng = createRng(8);
    let met = 0;
    for (let cycle = 0; cycle < 100_000; cycle++) {
      const { mean, deviation } = cases[rng.next() < 0.9 ? 0 : 1]!;
      if (rng.normal(mean, deviation) <= reorderPoint) met += 1;
    }
    // Four standard errors: √(0.92 · 0.08/1e5) is 0.0009.
    expect(Math.abs(met / 100_000 - 0.92)).toBeLessThan(0.0036);
  });

  it('covers a sure demand with no stock above it', () => {
    expect(safetyStock([{ probability: 1, mean: 7, deviation: 0 }], 0.99).reorderPoint).toBeCloseTo(7, 9);
  });

  it('refuses a service level of 1', () => {
    expect(() => safetyStock([{ probability: 1, mean: 7, deviation: 0 }], 1)).toThrow('serviceLevel must be in (0, 1)');
  });
});
