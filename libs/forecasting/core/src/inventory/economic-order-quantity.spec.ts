import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  economicOrderQuantity,
  orderQuantityWithBackorders,
  productionQuantity,
  type OrderQuantityOptions,
} from './economic-order-quantity.js';

const shop: OrderQuantityOptions = { fixedCost: 8, holding: 0.225, demandRate: 1300 };
const positive = fc.double({ min: 0.01, max: 1e4, noNaN: true });
const options = fc.record({ fixedCost: positive, holding: positive, demandRate: positive });

describe('economicOrderQuantity', () => {
  it('solves Example 3.1 of Snyder & Shen (2019)', () => {
    const { quantity, cost } = economicOrderQuantity(shop);
    expect(quantity).toBeCloseTo(304.0468, 4);
    expect(cost).toBeCloseTo(68.4105, 4);
  });

  it('costs less than any other quantity', () => {
    fc.assert(
      fc.property(options, fc.double({ min: 0.1, max: 10, noNaN: true }), (given, factor) => {
        const { quantity, cost } = economicOrderQuantity(given);
        const other = quantity * factor;
        const itsCost = (given.fixedCost * given.demandRate) / other + (given.holding * other) / 2;
        expect(itsCost).toBeGreaterThanOrEqual(cost * (1 - 1e-12));
      }),
    );
  });

  it('names what is not above 0', () => {
    expect(() => economicOrderQuantity({ ...shop, holding: 0 })).toThrow(
      'holding must be a finite number above 0, got 0',
    );
  });
});

describe('orderQuantityWithBackorders', () => {
  it('solves Example 3.8 of Snyder & Shen (2019)', () => {
    const answer = orderQuantityWithBackorders({ ...shop, penalty: 5 });
    expect(answer.quantity).toBeCloseTo(310.8125551589646, 9);
    expect(answer.backorderedShare).toBeCloseTo(0.043062200956938, 12);
    expect(answer.cost).toBeCloseTo(66.921363550973254, 9);
  });

  it('costs less than any other quantity and share', () => {
    fc.assert(
      fc.property(
        options,
        positive,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, penalty, factor, x) => {
          const { quantity, cost } = orderQuantityWithBackorders({ ...given, penalty });
          const q = quantity * factor;
          const itsCost =
            (given.holding * q * (1 - x) ** 2) / 2 +
            (penalty * q * x ** 2) / 2 +
            (given.fixedCost * given.demandRate) / q;
          expect(itsCost).toBeGreaterThanOrEqual(cost * (1 - 1e-12));
        },
      ),
    );
  });
});

describe('productionQuantity', () => {
  it("gives the figures of stockpyl's documentation", () => {
    const { quantity, cost } = productionQuantity({ ...shop, productionRate: 1700 });
    expect(quantity).toBeCloseTo(626.8084945889684, 9);
    expect(cost).toBeCloseTo(33.183979125298336, 9);
  });

  it('holds at most Q(1 − λ/μ), whose average and the set-ups are what it costs', () => {
    const { quantity, cost } = productionQuantity({ ...shop, productionRate: 1700 });
    const costOf = (q: number): number => (0.225 * q * (1 - 1300 / 1700)) / 2 + (8 * 1300) / q;
    expect(costOf(quantity)).toBeCloseTo(cost, 9);
    expect(Math.min(costOf(quantity * 1.001), costOf(quantity / 1.001))).toBeGreaterThan(cost);
  });

  it('tends to the plain quantity as production gets fast', () => {
    const fast = productionQuantity({ ...shop, productionRate: 1e12 });
    expect(fast.quantity).toBeCloseTo(economicOrderQuantity(shop).quantity, 5);
  });

  it('refuses a production that demand outruns', () => {
    expect(() => productionQuantity({ ...shop, productionRate: 1300 })).toThrow(
      'productionRate must be above demandRate',
    );
  });
});
