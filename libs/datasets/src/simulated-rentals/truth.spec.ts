import { beforeAll, expect, it } from '@jest/globals';
import { fitLogisticLine } from '@bellwether/model-kernel/numerics';
import { elasticityOf, PROPERTY_TYPES } from './properties.js';
import { simulateRentals } from './simulate-rentals.js';
import type { RentalRows, RentalTable } from './tables.js';

/** Whether what made the marketplace can be found in it again. */
const tables: { [T in RentalTable]?: RentalRows[T][] } = {};
const rowsOf = <T extends RentalTable>(table: T): RentalRows[T][] => tables[table]!;

beforeAll(() => {
  for (const { table, rows } of simulateRentals({ seed: 3, asOf: '2026-01-01', users: 12_000, properties: 360 })) {
    const kept = ((tables as Record<string, object[]>)[table] ??= []);
    for (const row of rows) kept.push(row);
  }
}, 120_000);

it('as many views become bookings as their probabilities say, over all and in tenths', () => {
  const views = rowsOf('views');
  const truth = rowsOf('truth_views');
  const order = truth
    .map((_, i) => i)
    .sort((a, b) => truth[a]!.conversion_probability - truth[b]!.conversion_probability);
  for (let tenth = 0; tenth < 10; tenth++) {
    const part = order.slice((tenth * order.length) / 10, ((tenth + 1) * order.length) / 10);
    let [difference, variance] = [0, 0];
    for (const i of part) {
      const p = truth[i]!.conversion_probability;
      difference += views[i]!.booked - p;
      variance += p * (1 - p);
    }
    expect(Math.abs(difference) / Math.sqrt(variance)).toBeLessThan(4);
  }
});

it.each(PROPERTY_TYPES)('the price elasticity of a %s is in the bookings that follow a click', (type) => {
  const properties = new Map(rowsOf('properties').map((row) => [row.property_id, row]));
  const usual = usualPrices();
  const [x, y]: [number[], number[]] = [[], []];
  for (const { property_id, clicked, booked, price, nights, check_in } of rowsOf('views')) {
    // One night: its usual price is the mean of what that property costs in that month on such a night.
    if (clicked === 0 || nights !== 1 || properties.get(property_id)!.property_type !== type) continue;
    const expected = usual.get(keyOf(property_id, check_in));
    if (expected === undefined) continue;
    x.push(Math.log(price / expected));
    y.push(booked);
  }
  const { slope, slopeStandardError } = fitLogisticLine(x, y);
  // What the user leans to is not seen, and the usual price is an estimate: both draw the slope towards zero.
  expect(slope).toBeLessThan(0);
  expect(Math.abs(slope - elasticityOf(type))).toBeLessThan(
    4 * slopeStandardError + 0.2 * Math.abs(elasticityOf(type)),
  );
});

const keyOf = (property: number, night: string): string => {
  const weekday = new Date(night).getUTCDay();
  return `${property} ${night.slice(5, 7)} ${weekday >= 5 ? 'weekend' : 'week'}`;
};

function usualPrices(): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { property_id, night, price } of rowsOf('calendar')) {
    const key = keyOf(property_id, night);
    const known = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: known.sum + Math.log(price), count: known.count + 1 });
  }
  return new Map([...sums].map(([key, { sum, count }]) => [key, Math.exp(sum / count)]));
}

it('demand is what its expectation says, in every destination', () => {
  const byDestination = new Map<string, { bookings: number; expected: number }>();
  for (const { destination_id, bookings, expected_bookings } of rowsOf('truth_demand')) {
    const known = byDestination.get(destination_id) ?? { bookings: 0, expected: 0 };
    byDestination.set(destination_id, {
      bookings: known.bookings + bookings,
      expected: known.expected + expected_bookings,
    });
  }
  expect(byDestination.size).toBe(12);
  for (const { bookings, expected } of byDestination.values()) {
    expect(Math.abs(bookings - expected)).toBeLessThan(4 * Math.sqrt(expected));
  }
});

it('searches to come are what the year before shows of those who were there', () => {
  // The same marketplace a year earlier, by its own truth, against what its users did in the year that followed.
  const hazards = new Map(rowsOf('truth_users').map((row) => [row.user_id, row]));
  const from = '2025-01-01';
  const searches = new Map<number, Set<string>>();
  for (const { user_id, search_id, viewed_at } of rowsOf('views')) {
    if (viewed_at >= from) searches.set(user_id, (searches.get(user_id) ?? new Set()).add(search_id));
  }
  let [expected, seen, users] = [0, 0, 0];
  for (const { user_id, joined_on } of rowsOf('users')) {
    const { search_rate, churn_hazard, churned_on } = hazards.get(user_id)!;
    if (joined_on >= from || (churned_on !== null && churned_on < from)) continue;
    users += 1;
    expected += (1 - Math.exp(-search_rate * churn_hazard * 365)) / churn_hazard;
    seen += searches.get(user_id)?.size ?? 0;
  }
  expect(users).toBeGreaterThan(1_000);
  // Searches that found nothing free leave no view: a few.
  expect(seen / expected).toBeGreaterThan(0.9);
  expect(seen / expected).toBeLessThan(1.04);
});

it('mobile looks convert less, and guests who have booked before more', () => {
  const rate = (holds: (view: RentalRows['views']) => boolean) => {
    const views = rowsOf('views').filter(holds);
    return views.reduce((sum, { booked }) => sum + booked, 0) / views.length;
  };
  expect(rate(({ device }) => device === 'mobile')).toBeLessThan(rate(({ device }) => device === 'desktop'));
  expect(rate(({ referrer }) => referrer === 'social')).toBeLessThan(rate(({ referrer }) => referrer === 'direct'));
});

it('ratings tell of the quality', () => {
  const quality = new Map(rowsOf('truth_properties').map((row) => [row.property_id, row.quality]));
  const mean = (holds: (quality: number) => boolean) => {
    const ratings = rowsOf('ratings').filter(({ property_id }) => holds(quality.get(property_id)!));
    return ratings.reduce((sum, { rating }) => sum + rating, 0) / ratings.length;
  };
  expect(mean((q) => q > 0.5)).toBeGreaterThan(mean((q) => q < -0.5) + 0.4);
});
