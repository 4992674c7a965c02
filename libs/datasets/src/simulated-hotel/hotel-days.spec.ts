import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SMALL, wholeWorld } from '../../test/worlds.js';
import { isoDate, parseDay } from '../calendar/day.js';

const { tables, days } = wholeWorld(SMALL);
const START = tables.calendar[0]!.date;
const bookings = new Map(tables.bookings.map((row) => [row.booking_id, row]));
const endOf = (startedAt: string, minutes: number) => Date.parse(`${startedAt.replace(' ', 'T')}Z`) + 60_000 * minutes;

describe('sessions on the website', () => {
  it('are there for each booking that tells of one, with its minutes, pages and comparisons, and for no other', () => {
    const booked = new Map(
      days.website_sessions.filter((row) => row.booking_id !== null).map((row) => [row.booking_id, row]),
    );
    const browsed = tables.bookings.filter((row) => row.website_minutes !== null && row.booked_at >= START);
    expect(browsed.length).toBeGreaterThan(2_000);
    expect(booked.size).toBe(browsed.length);
    for (const row of browsed) {
      const session = booked.get(row.booking_id)!;
      expect([session.minutes, session.pages_viewed, session.price_comparisons, session.site]).toEqual([
        row.website_minutes,
        row.pages_viewed,
        row.price_comparison_searches,
        row.booking_source,
      ]);
      expect([session.room_type, session.check_in, session.nights]).toEqual([
        row.room_type,
        row.arrival_on,
        row.weekend_nights + row.week_nights,
      ]);
      expect(session.guest_id ?? row.guest_id).toBe(row.guest_id);
      // Half a second at most is lost to whole seconds.
      const ended = endOf(session.started_at, session.minutes);
      expect(Math.abs(ended - Date.parse(`${row.booked_at.replace(' ', 'T')}Z`))).toBeLessThanOrEqual(500);
    }
  });

  it('end in a booking, in a house that is full, or in nothing, before today; each has its truth and an id of its own', () => {
    const wrong = days.website_sessions.filter(
      (row) =>
        (row.outcome === 'booked') !== (row.booking_id !== null) ||
        row.started_at >= SMALL.asOf ||
        !row.room_types_viewed.includes(row.room_type),
    );
    expect(wrong).toEqual([]);
    const full = days.website_sessions.filter((row) => row.outcome === 'no_room').length;
    expect(full).toBeGreaterThan(0);
    expect(full).toBeLessThan(tables.turned_away.reduce((sum, row) => sum + row.requests, 0));
    const ids = days.website_sessions.map((row) => row.session_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(days.truth_sessions.map((row) => row.session_id)).toEqual(ids);
  });
});

it('the last days are told as they are in all of them', () => {
  const last = wholeWorld(SMALL, 60).days;
  const since = isoDate(parseDay(SMALL.asOf)! - 60);
  const told = days.website_sessions.filter((row) => row.started_at >= since);
  expect(told.length).toBeGreaterThan(1_000);
  expect(last.website_sessions.filter((row) => row.started_at >= since)).toEqual(told);
  expect(last.house_days).toEqual(days.house_days.filter((row) => row.date >= since));
  expect(last.housekeeping_tasks).toEqual(days.housekeeping_tasks.filter((row) => row.date >= since));
  expect(last.truth_housekeeping).toEqual(days.truth_housekeeping.filter((row) => row.date >= since));
  expect(last.truth_attendants).toEqual(days.truth_attendants);
  expect(wholeWorld(SMALL, 0).days).toEqual({});
});

describe('the days of the house', () => {
  it('balance: who is there is who was there, less departures, and arrivals; never more than rooms', () => {
    for (const type of ['standard', 'deluxe', 'suite']) {
      const own = days.house_days.filter((row) => row.room_type === type);
      expect(own.map((row) => row.date)).toEqual(
        Array.from({ length: 364 }, (_, i) => isoDate(parseDay(START)! + 1 + i)),
      );
      own.forEach((row, i) => {
        expect(row.occupied).toBe(row.arrivals + row.stayovers);
        expect(row.occupied + row.held).toBeLessThanOrEqual(row.rooms);
        if (i > 0) expect(row.stayovers).toBe(own[i - 1]!.occupied - row.departures);
      });
    }
  });

  it('are what the bookings say', () => {
    const counted = (test: (row: (typeof tables.bookings)[number], date: string) => boolean) =>
      days.house_days
        .filter((_, i) => i % 51 === 0)
        .map(({ date, room_type }) => {
          const ofType = tables.bookings.filter(
            (row) => row.status === 'checked_out' && row.assigned_room_type === room_type,
          );
          return ofType.filter((row) => test(row, date)).length;
        });
    const told = (what: 'arrivals' | 'departures' | 'occupied') =>
      days.house_days.filter((_, i) => i % 51 === 0).map((row) => row[what]);
    expect(told('arrivals')).toEqual(counted((row, date) => row.arrival_on === date));
    expect(told('departures')).toEqual(counted((row, date) => row.departure_on === date));
    expect(told('occupied')).toEqual(counted((row, date) => row.arrival_on <= date && row.departure_on > date));
  });
});

describe('housekeeping', () => {
  it('does each room once a day that guests left or stay in, and no other', () => {
    const tasks = new Map<string, number>();
    for (const { date, room_type, kind } of days.housekeeping_tasks) {
      const key = `${date} ${room_type} ${kind}`;
      tasks.set(key, (tasks.get(key) ?? 0) + 1);
    }
    for (const { date, room_type, departures, stayovers } of days.house_days) {
      expect(tasks.get(`${date} ${room_type} departure`) ?? 0).toBe(departures);
      expect(tasks.get(`${date} ${room_type} stayover`) ?? 0).toBe(stayovers);
    }
    const keys = days.housekeeping_tasks.map(({ date, room_number }) => `${date} ${room_number}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(days.truth_housekeeping.map(({ date, room_number }) => `${date} ${room_number}`)).toEqual(keys);
  });

  it('finds a stay in one room of the type assigned, whose guests are told of', () => {
    const rooms = new Map(tables.rooms.map((row) => [row.room_number, row]));
    const roomOf = new Map<string, string>();
    const wrong = days.housekeeping_tasks.filter((task) => {
      const booking = bookings.get(task.booking_id)!;
      const room = roomOf.get(task.booking_id) ?? task.room_number;
      roomOf.set(task.booking_id, task.room_number);
      return !(
        room === task.room_number &&
        task.room_type === booking.assigned_room_type &&
        rooms.get(task.room_number)!.room_type === task.room_type &&
        task.children === booking.children + booking.babies &&
        task.nights_stayed === parseDay(task.date)! - parseDay(booking.arrival_on)! &&
        (task.kind === 'departure') === (task.date === booking.departure_on)
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe('determinism', () => {
  it('is the hotel it has always been: seed 7, 30 rooms, one year', () => {
    const counts = Object.fromEntries(Object.entries(days).map(([name, rows]) => [name, rows.length]));
    const digest = createHash('sha256');
    for (const rows of Object.values(days)) for (const row of rows) digest.update(JSON.stringify(row));
    expect({ counts, digest: digest.digest('hex') }).toEqual({
      counts: {
        website_sessions: 37563,
        truth_sessions: 37563,
        house_days: 1092,
        truth_attendants: 3,
        housekeeping_tasks: 8546,
        truth_housekeeping: 8546,
      },
      digest: 'bf56a1893fd2308bd07b83636577ec5ebe3463d5ad3d63b9622a9efdd1c2efd3',
    });
  });

  it('the past stays as it was a month later', () => {
    const later = wholeWorld({ ...SMALL, asOf: '2025-02-15' }).days;
    const kept = later.house_days[0]!.date;
    const told = <Row extends { date: string }>(rows: readonly Row[]) =>
      rows.filter((row) => row.date >= kept && row.date < SMALL.asOf);
    expect(told(later.house_days)).toEqual(told(days.house_days));
    expect(told(later.housekeeping_tasks)).toEqual(told(days.housekeeping_tasks));
    expect(later.truth_attendants).toEqual(days.truth_attendants);
    const known = new Map(later.website_sessions.map((row) => [row.session_id, row]));
    // Those of the named fifty move along with today.
    const isNamed = (id: string | null) => id?.startsWith('BOOK') === true;
    const past = days.website_sessions.filter(
      (row) => row.check_in >= kept && row.started_at >= kept && !isNamed(row.booking_id),
    );
    expect(past.length).toBeGreaterThan(20_000);
    expect(past.map((row) => known.get(row.session_id))).toEqual(past);
  });
});
