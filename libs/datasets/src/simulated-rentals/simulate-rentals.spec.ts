import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseDay } from '../calendar/day.js';
import type { SimulatedRentalsOptions } from './options.js';
import { simulateRentals } from './simulate-rentals.js';
import type { RentalRows, RentalTable } from './tables.js';

type Tables = { [T in RentalTable]: RentalRows[T][] };

function tablesOf(options: Partial<SimulatedRentalsOptions>): Tables {
  const tables: Record<string, object[]> = {};
  for (const { table, rows } of simulateRentals({ seed: 42, asOf: '2026-01-01', ...options })) {
    (tables[table] ??= []).push(...rows);
  }
  return tables as Tables;
}

describe('the simulated marketplace of rentals', () => {
  const small = { users: 400, properties: 24, destinations: 5, days: 300 };
  const market = tablesOf(small);

  it('has users 1 and on, properties 1 and on, destinations D01 and on, none of them empty', () => {
    expect(market.users.map(({ user_id }) => user_id)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    expect(market.properties[0]!.property_id).toBe(1);
    expect(market.destinations.map(({ destination_id }) => destination_id)).toEqual([
      'D01',
      'D02',
      'D03',
      'D04',
      'D05',
    ]);
    expect(new Set(market.properties.map(({ destination_id }) => destination_id)).size).toBe(5);
  });

  it('books what was clicked, once a search at the most, at the price that was shown', () => {
    const booked = market.views.filter((view) => view.booked === 1);
    expect(booked.every(({ clicked }) => clicked === 1)).toBe(true);
    expect(new Set(booked.map(({ search_id }) => search_id)).size).toBe(booked.length);
    const shown = new Map(market.views.map((view) => [view.view_id, view]));
    expect(market.bookings).toHaveLength(booked.length);
    expect(booked.length).toBeGreaterThan(100);
    for (const { view_id, total_price, property_id, check_in, booked_at } of market.bookings) {
      expect(shown.get(view_id)).toMatchObject({ price: total_price, property_id, check_in, viewed_at: booked_at });
      expect(check_in >= booked_at.slice(0, 10)).toBe(true);
    }
  });

  it('lets no night twice, and shows in the calendar those that were booked when they came', () => {
    const cancelled = new Map(market.cancellations.map(({ booking_id, cancelled_on }) => [booking_id, cancelled_on]));
    const taken = new Set<string>();
    for (const { booking_id, property_id, check_in, nights } of market.bookings) {
      if (cancelled.has(booking_id)) continue;
      for (let i = 0; i < nights; i++) {
        const night = `${property_id} ${parseDay(check_in)! + i}`;
        expect(taken.has(night)).toBe(false);
        taken.add(night);
      }
    }
    expect(market.calendar).toHaveLength(24 * 300);
    for (const { property_id, night, booked } of market.calendar) {
      if (taken.has(`${property_id} ${parseDay(night)!}`)) expect(booked).toBe(1);
    }
  });

  it('cancels before the stay and rates after it, never both', () => {
    const stays = new Map(market.bookings.map((booking) => [booking.booking_id, booking]));
    const cancelled = new Set<string>();
    for (const { booking_id, cancelled_on } of market.cancellations) {
      const { booked_at, check_in } = stays.get(booking_id)!;
      expect(cancelled_on > booked_at.slice(0, 10) && cancelled_on <= check_in).toBe(true);
      cancelled.add(booking_id);
    }
    for (const { booking_id, rated_on, rating } of market.ratings) {
      expect(cancelled.has(booking_id)).toBe(false);
      expect(rated_on > stays.get(booking_id)!.check_in).toBe(true);
      expect([1, 2, 3, 4, 5]).toContain(rating);
    }
    expect(market.cancellations.length).toBeGreaterThan(10);
    expect(market.ratings.length).toBeGreaterThan(50);
  });

  it('is the same for the same options, on every machine, and another for another seed', () => {
    const digest = (tables: Tables) => createHash('sha256').update(JSON.stringify(tables)).digest('hex').slice(0, 16);
    expect(digest(market)).toBe(digest(tablesOf(small)));
    expect(digest(market)).not.toBe(digest(tablesOf({ ...small, seed: 43 })));
    expect(digest(market)).toBe('ec9faf93479e15fd');
  });

  it.each([
    [{ properties: 11 }, /properties must be a whole number in 12–100000, got 11/],
    [{ destinations: 100 }, /destinations must be a whole number/],
    [{ users: 0 }, /users must be a whole number/],
    [{ asOf: 'soon' }, /asOf must be a date/],
  ])('refuses %j', (options, message) => {
    expect(() => tablesOf(options)).toThrow(message);
  });
});
