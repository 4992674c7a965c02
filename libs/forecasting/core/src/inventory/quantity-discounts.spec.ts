import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { economicOrderQuantity } from './economic-order-quantity.js';
import { allUnitsDiscount, incrementalDiscount, type DiscountOptions } from './quantity-discounts.js';

const shop: DiscountOptions = {
  fixedCost: 8,
  holdingRate: 0.3,
  demandRate: 1300,
  prices: [
    { from: 0, price: 0.75 },
    { from: 400, price: 0.72 },
    { from: 800, price: 0.68 },
  ],
};
const options = fc
  .record({
    fixedCost: fc.double({ min: 1, max: 100, noNaN: true }),
    holdingRate: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
    demandRate: fc.double({ min: 10, max: 1000, noNaN: true }),
    steps: fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 300 }), factor: fc.double({ min: 0.8, max: 0.99, noNaN: true }) }),
      {
        maxLength: 3,
      },
    ),
  })
  .map(({ steps, ...rest }): DiscountOptions => {
    const prices = [{ from: 0, price: 10 }];
    for (const { gap, factor } of steps) {
      const { from, price } = prices.at(-1)!;
      prices.push({ from: from + gap, price: price * factor });
    }
    return { ...rest, prices };
  });

/** The cost a period of orders of q, written from the definition: what an order costs, how often, and the stock it makes. */
function costOf(
  q: number,
  { fixedCost, holdingRate, demandRate, prices }: DiscountOptions,
  kind: 'all' | 'incremental',
): number {
  const reached = prices.filter(({ from }) => from <= q);
  const order =
    kind === 'all'
      ? q * reached.at(-1)!.price
      : reached.reduce(
          (sum, { from, price }, j) => sum + price * (Math.min(q, prices[j + 1]?.from ?? Infinity) - from),
          0,
        );
  return ((fixedCost + order) * demandRate) / q + (holdingRate * (order / q) * q) / 2;
}

function cheapestOfGrid(given: DiscountOptions, kind: 'all' | 'incremental'): number {
  let least = Infinity;
  for (let q = 0.5; q < 1500; q += 0.5) least = Math.min(least, costOf(q, given, kind));
  return least;
}

describe('allUnitsDiscount', () => {
  it('takes the discount at its first unit where that is cheapest', () => {
    // 884 for the units, 13 for orders, 81.6 for stock.
    expect(allUnitsDiscount(shop)).toEqual({ quantity: 800, cost: expect.closeTo(978.6, 9), tier: 2 });
  });

  it('is as cheap as the best of a fine grid', () => {
    fc.assert(
      fc.property(options, (given) => {
        const { quantity, cost } = allUnitsDiscount(given);
        expect(costOf(quantity, given, 'all')).toBeCloseTo(cost, 8);
        expect(cheapestOfGrid(given, 'all')).toBeGreaterThanOrEqual(cost * (1 - 1e-12));
      }),
      { numRuns: 30 },
    );
  });
});

describe('incrementalDiscount', () => {
  it('is as cheap as the best of a fine grid', () => {
    fc.assert(
      fc.property(options, (given) => {
        const { quantity, cost } = incrementalDiscount(given);
        expect(costOf(quantity, given, 'incremental')).toBeCloseTo(cost, 8);
        expect(cheapestOfGrid(given, 'incremental')).toBeGreaterThanOrEqual(cost * (1 - 1e-12));
      }),
      { numRuns: 30 },
    );
  });
});

it('both are the plain quantity and the price of the units where there is one price', () => {
  const one = { ...shop, prices: [{ from: 0, price: 0.75 }] };
  const plain = economicOrderQuantity({ fixedCost: 8, holding: 0.225, demandRate: 1300 });
  for (const discount of [allUnitsDiscount, incrementalDiscount]) {
    expect(discount(one).quantity).toBeCloseTo(plain.quantity, 10);
    expect(discount(one).cost).toBeCloseTo(plain.cost + 0.75 * 1300, 10);
  }
});

it('both refuse prices that rise or do not start at 0', () => {
  const rising = {
    ...shop,
    prices: [
      { from: 0, price: 1 },
      { from: 10, price: 2 },
    ],
  };
  expect(() => allUnitsDiscount(rising)).toThrow('prices[1] must start later and be lower');
  expect(() => incrementalDiscount({ ...shop, prices: [] })).toThrow('prices[0].from must be 0, got no price');
});
