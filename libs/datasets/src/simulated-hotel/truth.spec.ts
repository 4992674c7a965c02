import { describe, expect, it } from '@jest/globals';
import { calibrationSlopeIntercept, rocAuc } from '@bellwether/model-kernel/metrics';
import { poissonRegression } from '../../test/poisson-regression.js';
import { HOTEL, mean, world } from '../../test/worlds.js';
import type { BookingRow } from '../bookings/booking.js';
import { isoDate, parseDay, weekday } from '../calendar/day.js';
import { ROOM_TYPES } from './rooms.js';
import type { TruthBookingRow } from './tables.js';

const hotel = world(HOTEL);
/** Bookings made within the window that have come to their arrival day: neither end selects by outcome. */
const settled: [BookingRow, TruthBookingRow][] = hotel.bookings
  .map((row, i): [BookingRow, TruthBookingRow] => [row, hotel.truth_bookings[i]!])
  .filter(([row]) => row.booked_at >= '2023-03-15' && row.arrival_on < HOTEL.asOf);
const cancelled = settled.map(([row]) => Number(row.status === 'cancelled'));
const probability = settled.map(([, truth]) => truth.cancel_probability);

describe('the truth about cancellations', () => {
  it('25–30 % cancel and 2–4 % do not come', () => {
    expect(mean(cancelled)).toBeGreaterThan(0.25);
    expect(mean(cancelled)).toBeLessThan(0.3);
    const noShows = mean(settled.map(([row]) => Number(row.status === 'no_show')));
    expect(noShows).toBeGreaterThan(0.02);
    expect(noShows).toBeLessThan(0.04);
  });

  it('is calibrated: slope 1, intercept 0, and in each tenth of the probabilities', () => {
    const line = calibrationSlopeIntercept(cancelled, probability);
    expect(Math.abs(line.slope - 1)).toBeLessThan(4 * line.slopeStandardError);
    expect(Math.abs(line.intercept)).toBeLessThan(4 * line.interceptStandardError);
    const order = probability.map((_, i) => i).sort((a, b) => probability[a]! - probability[b]!);
    for (let tenth = 0; tenth < 10; tenth++) {
      const rows = order.slice((tenth * order.length) / 10, ((tenth + 1) * order.length) / 10);
      const p = mean(rows.map((i) => probability[i]!));
      const error = Math.sqrt((p * (1 - p)) / rows.length);
      expect(Math.abs(mean(rows.map((i) => cancelled[i]!)) - p)).toBeLessThan(4 * error + 1e-4);
    }
  });

  it('ranks with an AUC of 0.80–0.85: neither a lottery nor given away', () => {
    const auc = rocAuc(cancelled, probability);
    expect(auc).toBeGreaterThan(0.8);
    expect(auc).toBeLessThan(0.85);
  });

  it('from the as-of day on is calibrated against what became of the open bookings', () => {
    // The same hotel, half a year earlier: what was open then is settled in the later one.
    const before = world({ ...HOTEL, asOf: '2025-09-01', years: 1 });
    const after = new Map(settled.map(([row]) => [row.booking_id, row]));
    const open = before.truth_bookings.filter(
      (row) =>
        row.cancel_probability_from_as_of !== null && after.has(row.booking_id) && row.booking_id.startsWith('BK'),
    );
    expect(open.length).toBeGreaterThan(600);
    const expected = open.map((row) => row.cancel_probability_from_as_of!);
    const outcome = open.map((row) => Number(after.get(row.booking_id)!.status === 'cancelled'));
    const error = Math.sqrt(expected.reduce((sum, p) => sum + p * (1 - p), 0)) / open.length;
    expect(Math.abs(mean(outcome) - mean(expected))).toBeLessThan(4 * error);
    const line = calibrationSlopeIntercept(outcome, expected);
    expect(Math.abs(line.slope - 1)).toBeLessThan(4 * line.slopeStandardError);
  });

  it('no-shows are calibrated among those who did not cancel', () => {
    const kept = settled.filter(([row]) => row.status !== 'cancelled');
    const expected = mean(kept.map(([, truth]) => truth.no_show_probability));
    const observed = mean(kept.map(([row]) => Number(row.status === 'no_show')));
    expect(Math.abs(observed - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / kept.length));
  });

  const rate = (test: (row: BookingRow) => boolean) =>
    mean(settled.filter(([row]) => test(row)).map(([row]) => Number(row.status === 'cancelled')));

  it.each<[string, (row: BookingRow) => boolean, (row: BookingRow) => boolean]>([
    ['a deposit that is lost', (row) => row.deposit_type === 'No Deposit', (row) => row.deposit_type === 'Non Refund'],
    ['special requests', (row) => row.special_requests === 0, (row) => row.special_requests >= 2],
    ['a high tier', (row) => row.loyalty_tier === 'none', (row) => row.loyalty_tier === 'platinum'],
    ['a credit card', (row) => row.payment_method === 'cash', (row) => row.payment_method === 'credit_card'],
    ['not comparing prices', (row) => row.price_comparison_searches! > 4, (row) => row.price_comparison_searches === 0],
    ['no modifications', (row) => row.booking_modifications! >= 2, (row) => row.booking_modifications === 0],
  ])('%s keeps bookings', (_, risky, safe) => {
    expect(rate(risky)).toBeGreaterThan(rate(safe) + 0.02);
  });

  it('the typhoon months risk bookings, at the same price: guests at leisure who pay about the usual', () => {
    const season = new Map(hotel.calendar.map((row) => [row.date, row.season]));
    const rateIn = (name: string) =>
      rate(
        (row) =>
          season.get(row.arrival_on) === name &&
          row.market_segment === 'leisure' &&
          row.price_vs_average! > 0.9 &&
          row.price_vs_average! < 1.1,
      );
    expect(rateIn('low')).toBeGreaterThan(rateIn('high') + 0.02);
  });
});

describe('the truth about demand', () => {
  it.each(ROOM_TYPES.slice(0, 2))(
    'Poisson regression of daily requests on price recovers the elasticity of %s rooms',
    (type) => {
      const requests = new Map<string, number>();
      const add = (date: string, count: number) => requests.set(date, (requests.get(date) ?? 0) + count);
      const ofType = settled.filter(([row]) => row.room_type === type && row.arrival_on >= '2023-12-01');
      for (const [row] of ofType) add(row.arrival_on, 1);
      for (const row of hotel.turned_away) if (row.room_type === type) add(row.date, row.requests);
      const prices = new Map(hotel.room_rates.filter((row) => row.room_type === type).map((row) => [row.date, row]));
      const calendar = hotel.calendar.filter((row) => row.date >= '2023-12-01' && row.date < HOTEL.asOf);
      const holidays = new Set(hotel.calendar.filter((row) => row.is_holiday).map((row) => row.date));
      const rows = calendar.map((row) => {
        const day = parseDay(row.date)!;
        const [month, dayOfMonth] = [Number(row.date.slice(5, 7)), Number(row.date.slice(8))];
        // Half months: prices and demand both move within a month.
        const half = 2 * (month - 1) + (dayOfMonth > 15 ? 1 : 0);
        const price = prices.get(row.date)!;
        return [
          1,
          Math.log(price.price / price.base_price),
          ...Array.from({ length: 23 }, (_, k) => Number(half === k + 1)),
          ...Array.from({ length: 6 }, (_, k) => Number(weekday(day) === k + 1)),
          Number(row.is_holiday || holidays.has(isoDate(day + 1))),
          row.event_score,
          row.weather_score,
          row.tourism_index,
          Number(row.is_inspection),
        ];
      });
      const counts = calendar.map((row) => requests.get(row.date) ?? 0);
      const estimate = poissonRegression(rows, counts)[1]!;
      // Truth: the elasticity of the bookings' own demand, averaged over them.
      const truth = mean(ofType.map(([, row]) => row.price_elasticity));
      // The logarithm of the price test has a standard deviation of 0.1, so the estimate one of about 1/(0.1·√requests).
      const error = 1 / (0.1 * Math.sqrt(counts.reduce((sum, count) => sum + count, 0)));
      expect(Math.abs(estimate - truth)).toBeLessThan(4 * error);
      expect(estimate).toBeLessThan(-0.8);
    },
  );

  it('elasticities differ: guests on business shrug, groups do not; about −1.5 over all requests', () => {
    const of = (segment: string) =>
      hotel.truth_elasticities.filter((row) => row.segment === segment).map((row) => row.elasticity);
    expect(Math.min(...of('business'))).toBeGreaterThan(Math.max(...of('group')));
    expect(hotel.truth_elasticities).toHaveLength(6 * 3 * 3);
    const overall = mean(settled.map(([, row]) => row.price_elasticity));
    expect(overall).toBeGreaterThan(-1.7);
    expect(overall).toBeLessThan(-1.3);
  });

  const arrivals = (test: (row: BookingRow) => boolean) => settled.filter(([row]) => test(row)).length;
  const onWeekday = (segment: string, day: number) =>
    arrivals((row) => row.market_segment === segment && weekday(parseDay(row.arrival_on)!) === day);
  const inMonth = (segment: string, month: string) =>
    arrivals((row) => row.market_segment === segment && row.arrival_on.slice(5, 7) === month);

  it('weekdays and seasons: business on Mondays, leisure at weekends, families in July', () => {
    expect(onWeekday('business', 1)).toBeGreaterThan(2 * onWeekday('business', 6));
    expect(onWeekday('leisure', 5)).toBeGreaterThan(1.8 * onWeekday('leisure', 2));
    expect(inMonth('family', '07')).toBeGreaterThan(1.7 * inMonth('family', '11'));
    expect(inMonth('business', '07')).toBeLessThan(1.2 * inMonth('business', '11'));
  });

  it('events fill the house: more arrivals a day at strong ones than without any', () => {
    const strong = new Set(hotel.calendar.filter((row) => row.event_score >= 0.8).map((row) => row.date));
    const quiet = new Set(hotel.calendar.filter((row) => row.event_score === 0).map((row) => row.date));
    const perDay = (dates: Set<string>) =>
      arrivals((row) => row.market_segment === 'business' && dates.has(row.arrival_on)) / dates.size;
    expect(strong.size).toBeGreaterThan(20);
    expect(perDay(strong)).toBeGreaterThan(1.15 * perDay(quiet));
  });
});

describe('the truth about tastes', () => {
  const uses = (segment: string, service: string) => {
    const stays = new Map(
      settled
        .filter(([row]) => row.status === 'checked_out' && row.market_segment === segment)
        .map(([row]) => [row.booking_id, row]),
    );
    const count = hotel.service_usage.filter((row) => row.service_id === service && stays.has(row.booking_id)).length;
    return count / stays.size;
  };

  it('segments differ in what they use: laundry for business, kids club for families, spa for couples', () => {
    expect(uses('business', 'SVC_LAUNDRY_001')).toBeGreaterThan(2 * uses('couple', 'SVC_LAUNDRY_001'));
    expect(uses('family', 'SVC_KIDSCLUB_001')).toBeGreaterThan(10 * uses('business', 'SVC_KIDSCLUB_001'));
    expect(uses('couple', 'SVC_SPA_001')).toBeGreaterThan(2 * uses('business', 'SVC_SPA_001'));
  });

  it('guests differ within a segment: those with a liking for wellness use the spa more', () => {
    const liking = new Map(hotel.truth_guests.map((row) => [row.guest_id, row.tastes[1]!]));
    const spa = new Map<string, number>();
    for (const row of hotel.service_usage) {
      if (row.service_id === 'SVC_SPA_001') spa.set(row.booking_id, (spa.get(row.booking_id) ?? 0) + 1);
    }
    const couples = settled.filter(([row]) => row.market_segment === 'couple' && row.status === 'checked_out');
    const usesOf = (test: (liking: number) => boolean) =>
      mean(couples.filter(([row]) => test(liking.get(row.guest_id!)!)).map(([row]) => spa.get(row.booking_id) ?? 0));
    expect(usesOf((x) => x > 1.5)).toBeGreaterThan(2 * usesOf((x) => x < 0.7));
  });
});
