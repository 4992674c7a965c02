import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '@bellwether/model-kernel/numerics';
import { dayOf, readCdnow } from '../../test/cdnow.js';
import { ensembleWeights } from './ensemble-weights.js';
import {
  buildLedger,
  evaluateValues,
  fitHurdleTrees,
  fitPurchaseValue,
  forecastPurchaseValue,
  forecastValues,
  predictHurdleTrees,
  purchasesBetween,
  purchaseValueIntervals,
  summarizePurchases,
  VALUE_FEATURES,
  type PurchaseRow,
} from './index.js';

const cdnow = readCdnow();
const onCdnow = cdnow === undefined ? describe.skip : describe;

describe('a summary of purchases', () => {
  const rows: PurchaseRow[] = [
    { customer: 'b', day: 30, value: 5 },
    { customer: 'a', day: 10, value: 1 },
    { customer: 'a', day: 24, value: 4 },
    { customer: 'a', day: 24, value: 2 },
    { customer: 'a', day: 45, value: 8 },
    { customer: 'c', day: 60, value: 9 },
  ];
  const ledger = buildLedger(rows);

  it('is by hand: x, t_x and T in weeks, mean value of repeat purchases, a day with two purchases being one', () => {
    expect(ledger.customers).toEqual(['b', 'a', 'c']);
    const { customers, frequency, recency, age, meanValue, totalValue } = summarizePurchases(ledger, 52);
    expect([...customers]).toEqual([0, 1]);
    expect([...frequency]).toEqual([0, 2]);
    expect([...recency]).toEqual([0, 5]);
    expect([...age]).toEqual([22 / 7, 6]);
    expect([...meanValue]).toEqual([0, 7]);
    expect([...totalValue]).toEqual([5, 15]);
  });

  it('and what comes after it share no purchase, and leave none out', () => {
    const purchase = fc.record({ customer: fc.constantFrom('a', 'b', 'c'), day: fc.nat(50), value: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(purchase, { minLength: 1 }), fc.nat(60), (rows, day) => {
        const all = buildLedger(rows);
        const before = summarizePurchases(all, day);
        const after = purchasesBetween(all, before.customers, day, 60);
        before.customers.forEach((c, i) => {
          const count = all.offsets[c + 1]! - all.offsets[c]!;
          expect(before.frequency[i]! + 1 + after.purchases[i]!).toBe(count);
          const own = rows.filter(({ customer }) => customer === all.customers[c]);
          expect(before.totalValue[i]! + after.value[i]!).toBe(own.reduce((sum, { value }) => sum + value, 0));
        });
      }),
    );
  });

  it('refuses negative values and half days', () => {
    expect(() => buildLedger([{ customer: 'a', day: 1, value: -2 }])).toThrow(
      'row 1: value must be finite and ≥ 0, got -2',
    );
    expect(() => buildLedger([{ customer: 'a', day: 1.5, value: 2 }])).toThrow('row 1: day must be an integer');
  });
});

onCdnow('the CDNOW purchases', () => {
  const ledger = buildLedger(cdnow?.purchases ?? []);
  const end = dayOf('1997-09-30');

  it("have Fader & Hardie's summary, to its two decimals", () => {
    const { frequency, recency, age, meanValue } = summarizePurchases(ledger, end);
    expect(frequency).toHaveLength(2_357);
    cdnow!.summary.forEach(([, x, tx, T, zbar], i) => {
      expect(frequency[i]).toBe(x);
      expect(Math.abs(recency[i]! - tx!)).toBeLessThan(0.00501);
      expect(Math.abs(age[i]! - T!)).toBeLessThan(0.00501);
      expect(Math.abs(meanValue[i]! - zbar!)).toBeLessThan(0.00501);
    });
  });

  it('have the gamma-gamma parameters of Fader & Hardie (2013): p 6.25, q 3.74, v 15.44', () => {
    const { spend } = fitPurchaseValue('bg-nbd', summarizePurchases(ledger, end));
    const { p, q, v } = (spend as { parameters: Record<string, number> }).parameters;
    expect([p, q, v].map((value) => value!.toFixed(2))).toEqual(['6.25', '3.74', '15.44']);
  });

  it('have the hold-out errors of purchases that were published, 1.608 by BG/NBD and 1.603 by Pareto/NBD', () => {
    const summary = summarizePurchases(ledger, end);
    const actual = purchasesBetween(ledger, summary.customers, end, dayOf('1998-06-30')).purchases;
    const error = (name: 'bg-nbd' | 'pareto-nbd') => {
      const { purchases } = forecastPurchaseValue(fitPurchaseValue(name, summary), summary, 39);
      const squares = purchases.reduce((sum, count, i) => sum + (count - actual[i]!) ** 2, 0);
      return Math.sqrt(squares / actual.length).toFixed(3);
    };
    expect([error('bg-nbd'), error('pareto-nbd')]).toEqual(['1.608', '1.603']);
  });
});

/** Customers whose rate and spend differ, until they stop. */
function simulated(customers: number, seed: number): PurchaseRow[] {
  const rng = createRng(seed);
  return Array.from({ length: customers }, (_, c) => {
    const rate = rng.gamma(1, 1 / 25);
    const spend = rng.gamma(4, 10);
    const stops = rng.beta(0.8, 4);
    const rows: PurchaseRow[] = [];
    for (let day = rng.int(60); day < 360; day += Math.ceil(rng.exponential(rate))) {
      rows.push({ customer: `${c}`, day, value: rng.gamma(5, spend / 5) });
      if (rng.next() < stops) break;
    }
    return rows;
  }).flat();
}

describe('forecasts of value', () => {
  const rows = simulated(250, 2);
  const ledger = buildLedger(rows);

  it('know nothing of what comes after their day', () => {
    const changed = rows.map((row) => (row.day > 240 ? { ...row, value: 1e6 } : row));
    const early = buildLedger(rows.filter(({ day }) => day <= 240));
    const forecasts = [buildLedger(changed), early].map((each) => forecastValues(each, 240, 17).forecasts);
    expect(Object.keys(forecasts[0]!)).toContain('ensemble');
    expect(forecasts[1]).toEqual(forecasts[0]);
  });

  it('are better than nothing and than the own rate, out of time', () => {
    const { scores, best, forecasts } = evaluateValues(ledger, 240, 359);
    const of = (name: string) => scores.find(({ method }) => method === name)!;
    expect(['always-zero', 'own-rate']).not.toContain(best);
    for (const name of ['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'ziln', 'hurdle-trees', 'ensemble']) {
      expect(of(name).rmse).toBeLessThan(of('always-zero').rmse);
      expect(of(name).gini).toBeGreaterThan(0.4);
    }
    expect(of('own-rate').totalRatio).toBeGreaterThan(of('bg-nbd').totalRatio);
    expect(Object.values(forecasts.weights!).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('come from plain JSON, discounted and with bounds', () => {
    const summary = summarizePurchases(ledger, 240);
    const model = fitPurchaseValue('bg-nbd', summary);
    const stored = JSON.parse(JSON.stringify(model)) as typeof model;
    const [plain, discounted] = [0, 0.1].map((rate) => forecastPurchaseValue(stored, summary, 52, rate));
    expect(plain).toEqual(forecastPurchaseValue(model, summary, 52));
    discounted!.value.forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(plain!.value[i]!);
      expect(value).toBeGreaterThan(plain!.value[i]! / 1.1 - 1e-9);
    });
    const { purchases, value } = purchaseValueIntervals(stored, summary, 52, createRng(1), 0.8);
    expect(value!.upper.every((upper, i) => upper >= value!.lower[i]!)).toBe(true);
    expect(purchases.upper.some((upper) => upper > 3)).toBe(true);
  });

  it('take one spend for all where repeat purchases all cost the same', () => {
    const same = buildLedger(rows.map(({ customer, day }) => ({ customer, day, value: 3 })));
    const once = { ...same, values: same.values.map(() => 3) };
    const summary = summarizePurchases(once, 240);
    const model = fitPurchaseValue('mbg-nbd', summary);
    expect(model.spend).toEqual({ model: 'one-spend', value: 3 });
    const { purchases, value } = forecastPurchaseValue(model, summary, 10);
    value.forEach((each, i) => expect(each).toBeCloseTo(3 * purchases[i]!, 12));
  });

  it('refuse a hold-out in which nobody buys', () => {
    const early = buildLedger(rows.filter(({ day }) => day <= 240));
    expect(() => evaluateValues(early, 240, 300)).toThrow('must buy something after it, got nothing');
  });
});

describe('hurdle trees', () => {
  it('find who buys and how much, and survive JSON', () => {
    const rng = createRng(9);
    const width = VALUE_FEATURES.length;
    const rows = 1_500;
    const matrix = Float64Array.from({ length: rows * width }, () => rng.normal());
    const mean = (i: number) => (matrix[i * width]! > 0 ? 20 : 5);
    const chance = (i: number) => (matrix[i * width + 1]! > 0 ? 0.8 : 0.2);
    const values = Float64Array.from({ length: rows }, (_, i) =>
      rng.next() < chance(i) ? rng.gamma(4, mean(i) / 4) : 0,
    );
    const fit = fitHurdleTrees(matrix, values);
    const forecast = predictHurdleTrees(JSON.parse(JSON.stringify(fit)) as typeof fit, matrix);
    for (const cell of [0, 1, 2, 3]) {
      const inCell = [...forecast.keys()].filter((i) => (mean(i) === 20 ? 2 : 0) + (chance(i) > 0.5 ? 1 : 0) === cell);
      const truth = mean(inCell[0]!) * chance(inCell[0]!);
      const average = inCell.reduce((sum, i) => sum + forecast[i]!, 0) / inCell.length;
      expect(Math.abs(average / truth - 1)).toBeLessThan(0.2);
    }
  });
});

describe('weights of an ensemble', () => {
  const actual = Float64Array.from([1, 2, 3, 4]);
  const off = (by: readonly number[]) => actual.map((y, i) => y + by[i]!);

  it('are half way from equal to the member that is right, or to two whose errors undo each other', () => {
    expect(ensembleWeights([actual, off([1, 1, 1, 1])], actual)).toEqual([0.75, 0.25]);
    const weights = ensembleWeights([off([1, -1, 1, -1]), off([5, 5, 5, 5]), off([-1, 1, -1, 1])], actual);
    [5 / 12, 1 / 6, 5 / 12].forEach((weight, m) => expect(weights[m]).toBeCloseTo(weight, 12));
  });

  it('never do worse than equal ones on what they are chosen on', () => {
    const column = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 6, maxLength: 6 });
    const members = fc.array(
      column.map((y) => Float64Array.from(y)),
      { minLength: 2, maxLength: 3 },
    );
    fc.assert(
      fc.property(members, column, (members, actual) => {
        const loss = (weights: readonly number[]) =>
          actual.reduce((sum, y, i) => sum + (y - weights.reduce((mix, w, m) => mix + w * members[m]![i]!, 0)) ** 2, 0);
        const equal = members.map(() => 1 / members.length);
        // A third is not on the grid of twentieths.
        expect(loss(ensembleWeights(members, Float64Array.from(actual)))).toBeLessThanOrEqual(
          1.02 * loss(equal) + 1e-9,
        );
      }),
    );
  });
});
