import { describe, expect, it } from '@jest/globals';
import { discountPull } from './purchase.js';
import type { GrocerEventRow, GrocerTruthRow } from './rows.js';
import { simulateGrocer } from './simulate-grocer.js';

/** What the built-in truths of the specification come to in the events themselves, each with its standard error. */
const made = [...simulateGrocer({ seed: 7, samples: 400_000, startDate: '2023-01-01', days: 730 })];
const events = made.flatMap(({ events }) => events);
const truth = made.flatMap(({ truth }) => truth);

interface Rate {
  readonly rate: number;
  readonly error: number;
}

function conversion(holds: (row: GrocerEventRow, truth: GrocerTruthRow) => boolean): Rate {
  let [count, sold] = [0, 0];
  events.forEach((row, i) => {
    if (!holds(row, truth[i]!)) return;
    count += 1;
    sold += row.sold;
  });
  expect(count).toBeGreaterThan(1_000);
  const rate = sold / count;
  return { rate, error: Math.sqrt((rate * (1 - rate)) / count) };
}

const logOdds = ({ rate }: Rate): number => Math.log(rate / (1 - rate));

/** Whether a difference is more than chance: five standard errors. */
const clearly = (a: Rate, b: Rate): boolean => a.rate - b.rate > 5 * Math.hypot(a.error, b.error);

describe('the truth', () => {
  it('is the probability that the events show, wherever one looks', () => {
    const groups: ((row: GrocerEventRow, made: GrocerTruthRow) => boolean)[] = [
      () => true,
      ({ category }) => category === 'Seafood',
      ({ discount_pct }) => discount_pct === 0,
      ({ discount_pct }) => discount_pct >= 40,
      ({ days_to_expiry }) => days_to_expiry <= 2,
      ({ inventory_level }) => inventory_level < 10,
      (_, { purchase_probability }) => purchase_probability < 0.2,
      (_, { purchase_probability }) => purchase_probability > 0.7,
    ];
    for (const inGroup of groups) {
      let [difference, variance] = [0, 0];
      events.forEach((row, i) => {
        const made = truth[i]!;
        if (!inGroup(row, made)) return;
        difference += row.sold - made.purchase_probability;
        variance += made.purchase_probability * (1 - made.purchase_probability);
      });
      expect(Math.abs(difference) / Math.sqrt(variance)).toBeLessThan(4);
    }
  });

  it('has the effect of a discount, which the events show because discounts are given by chance', () => {
    for (const pct of [10, 20, 30, 50]) {
      const at = (wanted: number) => conversion(({ discount_pct }) => discount_pct === wanted);
      const [with_, without] = [at(pct), at(0)];
      let [effect, count] = [0, 0];
      events.forEach(({ discount_pct }, i) => {
        if (discount_pct !== pct) return;
        count += 1;
        effect += truth[i]!.purchase_probability - truth[i]!.undiscounted_probability;
      });
      const shown = with_.rate - without.rate;
      expect(Math.abs(shown - effect / count)).toBeLessThan(4 * Math.hypot(with_.error, without.error));
    }
  });
});

describe('the patterns of the specification', () => {
  it('a discount works by a sigmoid, and past 30–40 % hardly more', () => {
    const pulls = Array.from({ length: 11 }, (_, i) => discountPull(5 * i));
    expect([pulls[0], Math.round(pulls[10]! * 100)]).toEqual([0, 100]);
    const steps = pulls.slice(1).map((pull, i) => pull - pulls[i]!);
    expect([2, 3]).toContain(steps.indexOf(Math.max(...steps))); // round the middle, 15 %
    expect(steps.every((step) => step > 0)).toBe(true);
    const at = (pct: number) => logOdds(conversion(({ discount_pct }) => discount_pct === pct));
    const [none, thirty, fifty] = [at(0), at(30), at(50)];
    expect(thirty - none).toBeGreaterThan(5 * (fifty - thirty));
  });

  it('near its expiry a product sells ever better, most in the last three days', () => {
    const fresh = conversion(({ days_to_expiry }) => days_to_expiry > 30);
    const worth = [1, 2, 3, 4].map((days) => {
      // The same categories and prices, whatever the day: those with an expiry within the week.
      const near = conversion(({ category, days_to_expiry }) => category === 'Bakery' && days_to_expiry === days);
      const far = conversion(({ category, days_to_expiry }) => category === 'Bakery' && days_to_expiry === 7);
      return logOdds(near) - logOdds(far);
    });
    expect(fresh.rate).toBeLessThan(0.4);
    for (let i = 1; i < worth.length; i++) expect(worth[i - 1]!).toBeGreaterThan(worth[i]!);
    // An exponential: each day further the half-life of two days takes its share, e^{−1/2} = 0.61.
    const ratio = (worth[1]! + 0.06) / (worth[0]! + 0.06);
    expect(ratio).toBeGreaterThan(0.45);
    expect(ratio).toBeLessThan(0.8);
  });

  it('stock under ten makes buyers hurry, the less the more', () => {
    const last = conversion(({ inventory_level }) => inventory_level <= 3);
    const few = conversion(({ inventory_level }) => inventory_level >= 4 && inventory_level <= 6);
    const enough = conversion(({ inventory_level }) => inventory_level >= 10);
    expect(clearly(last, few)).toBe(true);
    expect(clearly(few, enough)).toBe(true);
    const many = conversion(({ inventory_level }) => inventory_level >= 200);
    const some = conversion(({ inventory_level }) => inventory_level >= 10 && inventory_level < 200);
    expect(Math.abs(many.rate - some.rate)).toBeLessThan(4 * Math.hypot(many.error, some.error));
  });

  it('dearer products sell slightly less', () => {
    const cheap = conversion(({ category, base_price }) => category === 'Produce' && base_price < 5);
    const dear = conversion(({ category, base_price }) => category === 'Produce' && base_price > 9);
    expect(cheap.rate).toBeGreaterThan(dear.rate);
    expect(cheap.rate - dear.rate).toBeLessThan(0.06);
  });

  it('from Friday to Sunday 10 to 15 % more is bought', () => {
    const usual = conversion(({ day_of_week }) => day_of_week <= 3);
    for (const day of [4, 5, 6]) {
      const { rate, error } = conversion(({ day_of_week }) => day_of_week === day);
      const noise = (3 * Math.hypot(error, usual.error)) / usual.rate;
      expect(rate / usual.rate).toBeGreaterThan(1.1 - noise);
      expect(rate / usual.rate).toBeLessThan(1.15 + noise);
    }
  });

  it('each category has its season: seafood and drinks peak in summer, dairy stays', () => {
    const of = (wanted: string, months: readonly number[]) =>
      conversion(({ category, month }) => category === wanted && months.includes(month));
    expect(clearly(of('Seafood', [6, 7, 8]), of('Seafood', [12, 1, 2]))).toBe(true);
    expect(clearly(of('Beverages', [6, 7, 8]), of('Beverages', [1, 2, 3]))).toBe(true);
    expect(clearly(of('Dairy', [6, 7, 8]), of('Dairy', [3, 4, 5]))).toBe(false);
  });

  it('a discount sells more units to those who buy', () => {
    const mean = (pct: number) => {
      const bought = events.filter(({ sold, discount_pct }) => sold === 1 && discount_pct === pct);
      return bought.reduce((sum, { units_sold }) => sum + units_sold, 0) / bought.length;
    };
    expect(mean(40)).toBeGreaterThan(mean(20));
    expect(mean(20)).toBeGreaterThan(mean(0));
  });

  it('luck is what no column tells: the same facts have different probabilities', () => {
    const alike = truth.filter(
      (_, i) => events[i]!.discount_pct === 0 && events[i]!.category === 'Frozen' && events[i]!.inventory_level >= 10,
    );
    const scale = alike.map(({ purchase_probability: p }) => Math.log(p / (1 - p)));
    const mean = scale.reduce((sum, value) => sum + value, 0) / scale.length;
    const spread = Math.sqrt(scale.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scale.length);
    expect(spread).toBeGreaterThan(0.29);
    expect(spread).toBeLessThan(0.36);
  });
});
