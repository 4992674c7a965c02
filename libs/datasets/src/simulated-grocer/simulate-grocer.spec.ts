import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CATEGORY_FACTS, GROCER_CATEGORIES } from './categories.js';
import type { SimulatedGrocerOptions } from './options.js';
import type { GrocerEventRow } from './rows.js';
import { simulateGrocer } from './simulate-grocer.js';
import { GrocerCounter } from './totals.js';

const YEAR: SimulatedGrocerOptions = { seed: 42, samples: 10_000, startDate: '2024-01-01', days: 365 };
const eventsOf = (options: Partial<SimulatedGrocerOptions>) =>
  [...simulateGrocer({ ...YEAR, ...options })].flatMap(({ events }) => events);

describe('the simulated grocer', () => {
  const events = eventsOf({});

  it('sells about what the specification says', () => {
    const counter = new GrocerCounter();
    counter.add(events);
    const totals = counter.totals();
    expect(totals.events).toBe(10_000);
    expect(totals.sold_share).toBeCloseTo(0.4, 1);
    expect(Math.abs(totals.sold_share - 0.4)).toBeLessThan(0.02);
    expect(Math.abs(totals.mean_discount_pct - 20)).toBeLessThan(0.7);
    expect(Math.abs(totals.mean_base_price - 13)).toBeLessThan(0.7);
    // 800 to 1,800 events a category: a standard error of up to 0.018.
    expect(Math.abs(totals.conversion.Snacks - 0.36)).toBeLessThan(0.045);
    expect(Math.abs(totals.conversion.Beverages - 0.36)).toBeLessThan(0.045);
    expect(Math.abs(totals.conversion.Seafood - 0.46)).toBeLessThan(0.055);
    expect(totals.units).toBe(events.reduce((sum, { units_sold }) => sum + units_sold, 0));
    expect(totals.revenue).toBeCloseTo(
      events.reduce((sum, { revenue }) => sum + revenue, 0),
      5,
    );
  });

  it('has the columns of the specification, in their order', () => {
    expect(Object.keys(events[0]!)).toEqual([
      ...['product_id', 'category', 'base_price', 'discounted_price', 'discount_pct', 'days_to_expiry'],
      ...['inventory_level', 'timestamp', 'day_of_week', 'month', 'is_weekend', 'is_summer', 'is_winter'],
      ...['is_holiday_season', 'season_multiplier', 'sold', 'units_sold', 'revenue'],
    ]);
  });

  it('keeps to the ranges, and every derived column follows from the others', () => {
    const broken = events.filter((row) => !holds(row));
    expect(broken).toEqual([]);
    expect(events.map(({ timestamp }) => timestamp)).toEqual(events.map(({ timestamp }) => timestamp).toSorted());
  });

  it('is the same for the same options, on every machine, and another for another seed', () => {
    const digest = (rows: readonly GrocerEventRow[]) =>
      createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);
    expect(digest(events)).toBe(digest(eventsOf({})));
    expect(digest(events)).not.toBe(digest(eventsOf({ seed: 43 })));
    // Changes with the world itself, and with nothing else: a machine where it differs draws other numbers.
    expect(digest(events)).toBe('68a953c6ec4bd51a');
  });

  it('leaves the days before as they are when more are asked for', () => {
    const longer = eventsOf({ samples: 20_000, days: 730 });
    expect(longer.slice(0, 10_000)).toEqual(events);
  });

  it('spreads any number of events over any number of days', () => {
    expect(eventsOf({ samples: 3, days: 365 })).toHaveLength(3);
    expect(eventsOf({ samples: 1_000, days: 1 }).every(({ timestamp }) => timestamp.startsWith('2024-01-01'))).toBe(
      true,
    );
  });

  it.each([
    [{ samples: 0 }, /samples must be a whole number in 1–100000000, got 0/],
    [{ days: 1.5 }, /days must be a whole number/],
    [{ seed: -1 }, /seed must be a whole number/],
    [{ startDate: '2024-02-30' }, /startDate must be a date/],
  ])('refuses %j', (options, message) => {
    expect(() => eventsOf(options)).toThrow(message);
  });
});

function holds(row: GrocerEventRow): boolean {
  const facts = CATEGORY_FACTS[row.category];
  const date = new Date(`${row.timestamp}Z`);
  const month = date.getUTCMonth() + 1;
  return (
    GROCER_CATEGORIES.includes(row.category) &&
    new RegExp(`^${facts.prefix}-\\d{5}$`).test(row.product_id) &&
    row.base_price > 0 &&
    row.discount_pct % 5 === 0 &&
    row.discount_pct >= 0 &&
    row.discount_pct <= 50 &&
    Math.abs(row.discounted_price - row.base_price * (1 - row.discount_pct / 100)) < 0.0051 &&
    row.days_to_expiry >= 1 &&
    row.days_to_expiry <= facts.shelfLifeDays &&
    row.inventory_level >= 1 &&
    row.inventory_level <= 500 &&
    row.month === month &&
    row.day_of_week === (date.getUTCDay() + 6) % 7 &&
    row.is_weekend === Number(row.day_of_week >= 5) &&
    row.is_summer === Number([6, 7, 8].includes(month)) &&
    row.is_winter === Number([12, 1, 2].includes(month)) &&
    row.is_holiday_season === Number(month >= 11) &&
    row.season_multiplier === facts.season[month - 1] &&
    row.units_sold <= Math.min(10, row.inventory_level) &&
    row.units_sold >= row.sold &&
    (row.sold === 1 || row.units_sold === 0) &&
    Math.abs(row.revenue - row.units_sold * row.discounted_price) < 0.0051
  );
}
