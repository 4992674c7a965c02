import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { HOTEL, SMALL, world } from '../../test/worlds.js';
import type { BookingRow } from '../bookings/booking.js';
import { isoDate, parseDay, weekendNights } from '../calendar/day.js';
import { simulateHotel } from './simulate-hotel.js';
import type { SimulatedHotelTables } from './tables.js';

const byId = <Row extends { booking_id: string }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.booking_id, row]));
const named = ({ bookings }: SimulatedHotelTables) =>
  bookings.filter(({ booking_id }) => /^BOOK\d{3}$/.test(booking_id));
const nightsOf = (row: BookingRow) => row.weekend_nights + row.week_nights;
/** The status is not going to change. */
const resolved = (row: BookingRow, asOf: string) => row.status !== 'open' && row.departure_on < asOf;

describe('the hotel of the contract', () => {
  const hotel = world(HOTEL);

  it('has 100 rooms of three types, the services and the guests of the examples', () => {
    expect(hotel.rooms).toHaveLength(100);
    expect(hotel.rooms.filter((room) => room.room_type === 'suite')).toHaveLength(15);
    expect(new Set(hotel.rooms.map((room) => room.room_number)).size).toBe(100);
    expect(hotel.rooms.find((room) => room.room_number === '801')).toMatchObject({
      room_type: 'deluxe',
      view: 'ocean',
    });
    expect(hotel.rooms.every((room) => room.smoking === room.features.includes('smoking'))).toBe(true);
    expect(hotel.services.map((service) => service.service_id)).toEqual(
      expect.arrayContaining(['SVC_RESTAURANT_001', 'SVC_SPA_001', 'SVC_LAUNDRY_001']),
    );
    expect(hotel.guests[0]).toMatchObject({ guest_id: 'GUEST001', segment: 'business', loyalty_tier: 'gold' });
  });

  it('has three years of history: stays from the first day, 50,000 to 65,000 bookings', () => {
    expect(hotel.bookings.length).toBeGreaterThan(50_000);
    expect(hotel.bookings.length).toBeLessThan(65_000);
    expect(hotel.calendar[0]!.date).toBe('2023-03-15');
    expect(hotel.bookings.some((row) => row.arrival_on <= '2023-03-15' && row.status === 'checked_out')).toBe(true);
    expect(hotel.bookings.every((row) => row.departure_on > '2023-03-15')).toBe(true);
  });

  it('has BOOK001–BOOK050 open, arriving in the next 60 days, each by its own guest', () => {
    const rows = named(hotel);
    expect(rows.map((row) => row.booking_id)).toEqual(
      Array.from({ length: 50 }, (_, i) => `BOOK${String(i + 1).padStart(3, '0')}`),
    );
    for (const row of rows) {
      expect(row).toMatchObject({ status: 'open', status_on: null, guest_id: row.booking_id.replace('BOOK', 'GUEST') });
      expect([row.arrival_on > '2026-03-15', row.arrival_on <= '2026-05-14']).toEqual([true, true]);
    }
    expect(rows[0]).toMatchObject({ room_type: 'deluxe', arrival_on: '2026-03-30' });
    expect(rows[0]!.booked_at.slice(0, 10)).toBe('2026-02-28');
  });

  it('keeps every id once, every key to a row, and the truth beside every booking in the same order', () => {
    const ids = hotel.bookings.map((row) => row.booking_id);
    const [bookings, guests] = [new Set(ids), new Set(hotel.guests.map((row) => row.guest_id))];
    const services = new Set(hotel.services.map((row) => row.service_id));
    expect(bookings.size).toBe(ids.length);
    expect(hotel.truth_bookings.map((row) => row.booking_id)).toEqual(ids);
    expect(hotel.truth_guests.map((row) => row.guest_id)).toEqual(hotel.guests.map((row) => row.guest_id));
    expect(hotel.bookings.every((row) => guests.has(row.guest_id!))).toBe(true);
    expect(hotel.booking_modifications.every((row) => bookings.has(row.booking_id))).toBe(true);
    expect(hotel.service_usage.every((row) => bookings.has(row.booking_id) && services.has(row.service_id))).toBe(true);
  });

  it('rows agree with themselves: nights, amounts, dates, and a status that the as-of day allows', () => {
    const wrong = hotel.bookings.filter((row) => {
      const [arrival, booked] = [parseDay(row.arrival_on)!, parseDay(row.booked_at.slice(0, 10))!];
      return !(
        nightsOf(row) >= 1 &&
        nightsOf(row) <= 14 &&
        row.departure_on === isoDate(arrival + nightsOf(row)) &&
        row.weekend_nights === weekendNights(arrival, nightsOf(row)) &&
        row.total_amount === row.average_daily_rate * nightsOf(row) &&
        booked <= arrival &&
        row.booked_at < '2026-03-15' &&
        (row.status === 'open') === (row.status_on === null) &&
        (row.status_on === null || row.status_on < '2026-03-15') &&
        (row.status === 'open' ? row.arrival_on >= '2026-03-15' : true) &&
        (row.status === 'checked_out' || row.status === 'no_show' ? row.arrival_on < '2026-03-15' : true) &&
        row.is_repeat_guest === row.previous_stays > 0
      );
    });
    expect(wrong).toEqual([]);
  });

  it('never has more rooms occupied than it has, and turns away who finds none', () => {
    const occupied = new Map<string, number>();
    for (const row of hotel.bookings) {
      if (row.status === 'cancelled') continue;
      const arrival = parseDay(row.arrival_on)!;
      for (let night = 0; night < nightsOf(row); night++) {
        const date = isoDate(arrival + night);
        occupied.set(date, (occupied.get(date) ?? 0) + 1);
      }
    }
    const nights = [...occupied]
      .filter(([date]) => date >= '2023-03-15' && date < '2026-03-15')
      .map(([, rooms]) => rooms);
    expect(Math.max(...occupied.values())).toBeLessThanOrEqual(100);
    expect(Math.max(...nights)).toBeGreaterThan(97);
    expect(nights).toHaveLength(1096);
    expect(hotel.turned_away.reduce((sum, row) => sum + row.requests, 0)).toBeGreaterThan(1_000);
  });

  it('counts what happened before the as-of day: modifications, uses and weather', () => {
    const counts = new Map<string, number>();
    for (const { booking_id, modified_at } of hotel.booking_modifications) {
      expect(modified_at < '2026-03-15').toBe(true);
      counts.set(booking_id, (counts.get(booking_id) ?? 0) + 1);
    }
    const rows = byId(hotel.bookings);
    expect(hotel.bookings.every((row) => row.booking_modifications === (counts.get(row.booking_id) ?? 0))).toBe(true);
    expect(
      hotel.booking_modifications.every(({ booking_id, modified_at }) => {
        const row = rows.get(booking_id)!;
        return modified_at > row.booked_at && modified_at.slice(0, 10) <= (row.status_on ?? row.arrival_on);
      }),
    ).toBe(true);
    expect(hotel.service_usage.every((row) => row.used_at < '2026-03-15')).toBe(true);
    expect(hotel.service_usage.every((row) => rows.get(row.booking_id)!.status === 'checked_out')).toBe(true);
  });

  it('tells of each guest what the rows of the two years before say', () => {
    const ofGuest = new Map<string | null, BookingRow[]>();
    for (const row of hotel.bookings) {
      const own = ofGuest.get(row.guest_id);
      if (own === undefined) ofGuest.set(row.guest_id, [row]);
      else own.push(row);
    }
    // The first two years lean on bookings before the window.
    for (const row of hotel.bookings.filter((_, i) => i % 37 === 0)) {
      const booked = parseDay(row.booked_at.slice(0, 10))!;
      if (booked < parseDay('2025-03-15')! + 14) continue;
      const known = ofGuest.get(row.guest_id)!.filter((other) => {
        const on = other.status_on === null ? Infinity : parseDay(other.status_on)!;
        // A guest in the house shows the day of arrival, but the stay counts once it has ended.
        const ended = other.status !== 'checked_out' || parseDay(other.departure_on)! < booked;
        return on < booked && on >= booked - 730 && ended;
      });
      expect([
        known.filter((other) => other.status === 'checked_out').length,
        known.filter((other) => other.status === 'cancelled').length,
      ]).toEqual([row.previous_stays, row.previous_cancellations]);
    }
  });
});

describe('determinism', () => {
  it('the same options give the same tables, another seed others', () => {
    const options = { ...SMALL, rooms: 5, guests: 100 };
    const text = (seed: number) => JSON.stringify(simulateHotel({ ...options, seed }));
    expect(text(7) === text(7)).toBe(true);
    expect(text(7) === text(8)).toBe(false);
  });

  it('is the hotel it has always been: seed 7, 30 rooms, one year', () => {
    const tables = world(SMALL);
    const counts = Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]));
    const digest = createHash('sha256').update(JSON.stringify(tables)).digest('hex');
    expect({ counts, digest }).toEqual({
      counts: {
        guests: 2000,
        rooms: 30,
        services: 12,
        bookings: 6187,
        booking_modifications: 1251,
        service_usage: 4956,
        calendar: 606,
        room_rates: 1818,
        turned_away: 344,
        truth_bookings: 6187,
        truth_guests: 2000,
        truth_elasticities: 54,
      },
      digest: '20dc66ff6b4b673e3ca28c148bd0686f9c45dd66647ca1119592e6572b561a70',
    });
  });

  it.each(['2025-01-16', '2025-10-12'])('the past stays as it was when today is %s', (asOf) => {
    const [before, after] = [world(SMALL), world({ ...SMALL, asOf })];
    const kept = after.calendar[0]!.date;
    const later = byId(after.bookings);
    const past = before.bookings.filter((row) => resolved(row, SMALL.asOf) && row.departure_on > kept);
    expect(past.length).toBeGreaterThan(500);
    expect(past.map((row) => later.get(row.booking_id))).toEqual(past);
    // And nothing is added to it.
    const ids = byId(before.bookings);
    const added = after.bookings.filter(
      (row) => row.booked_at < SMALL.asOf && row.departure_on > kept && !ids.has(row.booking_id),
    );
    expect(added.every((row) => row.booking_id.startsWith('BOOK'))).toBe(true);
    const truths = byId(after.truth_bookings);
    const pastIds = byId(past);
    const pastTruths = before.truth_bookings.filter((row) => pastIds.has(row.booking_id));
    expect(pastTruths.map((row) => truths.get(row.booking_id))).toEqual(pastTruths);
    // The property's midnight is 17:00 of the day before in UTC.
    const usage = (tables: SimulatedHotelTables) =>
      tables.service_usage.filter((row) => row.used_at < '2025-01-14 17:00:00' && pastIds.has(row.booking_id));
    expect(usage(after)).toEqual(usage(before));
  });

  it('what is open today is settled later as its own row, the named fifty apart', () => {
    const [before, after] = [world(SMALL), world({ ...SMALL, asOf: '2025-10-12' })];
    const later = byId(after.bookings);
    const open = before.bookings.filter((row) => row.status === 'open' && !row.booking_id.startsWith('BOOK'));
    expect(open.length).toBeGreaterThan(100);
    for (const row of open) {
      const then = later.get(row.booking_id)!;
      expect(then.status).not.toBe('open');
      expect([then.booked_at, then.total_amount, then.arrival_on]).toEqual([
        row.booked_at,
        row.total_amount,
        row.arrival_on,
      ]);
    }
  });

  it('the named fifty keep guest, room type and lead time from day to day and move with the day', () => {
    const [before, after] = [named(world(SMALL)), named(world({ ...SMALL, asOf: '2025-01-16' }))];
    const moved = (row: BookingRow) => parseDay(row.arrival_on)!;
    expect(after.map((row) => [row.booking_id, row.guest_id, row.room_type])).toEqual(
      before.map((row) => [row.booking_id, row.guest_id, row.room_type]),
    );
    // One whose room is taken on a day comes later; most just move.
    const shifts = after.map((row, i) => moved(row) - moved(before[i]!));
    expect(shifts.filter((shift) => shift === 1).length).toBeGreaterThan(40);
  });
});

describe('options', () => {
  it.each([
    [{ rooms: 2 }, 'rooms must be a whole number in 3–10000, got 2'],
    [{ years: 0.5 }, 'years must be a whole number in 1–10, got 0.5'],
    [{ guests: 0 }, 'guests must be a whole number in 1–1000000, got 0'],
    [{ seed: -1 }, 'seed must be a whole number'],
    [{ asOf: '2025-02-30' }, 'asOf must be a date YYYY-MM-DD, got 2025-02-30'],
    [{ rooms: 10_000, years: 10 }, 'rooms × years must be at most 3000, got 100000'],
  ])('refuses %j', (options, message) => {
    expect(() => simulateHotel({ ...SMALL, ...options })).toThrow(message);
  });

  it('builds the smallest hotel there can be, with as many of the fifty as it holds', () => {
    const tiny = simulateHotel({ seed: 1, asOf: '2025-01-15', years: 1, rooms: 3, guests: 1 });
    expect(tiny.rooms.map((room) => room.room_type)).toEqual(['standard', 'deluxe', 'suite']);
    expect(named(tiny).length).toBeGreaterThan(10);
    expect(new Set(tiny.bookings.map((row) => row.guest_id))).toEqual(new Set(['GUEST001']));
  });
});
