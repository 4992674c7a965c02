import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '@bellwether/model-kernel/numerics';
import { isoDate, parseDay, weekday } from '../calendar/day.js';
import { buildCalendar, calendarDay } from './calendar-days.js';
import { vietnameseHolidays } from './holidays.js';
import { inspectionAfter, inspectionBefore } from './inspection.js';
import { utcInstant } from './property-time.js';
import { seasonOf, yearlyCurve } from './seasons.js';

const day = (text: string): number => parseDay(text)!;

describe('holidays', () => {
  it('has the lunar new year and the Hùng Kings on their days: 2025-01-29 and 2025-04-07, 2026-02-17 and 2026-04-26', () => {
    const holidays = vietnameseHolidays(2025, 2026);
    for (const date of ['2025-01-29', '2025-04-07', '2025-09-02', '2026-02-17', '2026-04-26']) {
      expect(holidays.has(day(date))).toBe(true);
    }
    expect(holidays.has(day('2025-03-12'))).toBe(false);
    // The five days of Tết.
    expect([...holidays.keys()].map(isoDate)).toEqual(
      expect.arrayContaining(['2025-01-28', '2025-01-30', '2025-01-31', '2025-02-01']),
    );
  });
});

describe('the yearly curve', () => {
  it('meets a month in its middle and runs straight between: halfway at the turn of a 30-day month', () => {
    const byMonth = [0, 0, 0, 10, 20, 0, 0, 0, 0, 0, 0, 0];
    expect(yearlyCurve(byMonth, day('2025-04-15'))).toBeCloseTo(10, 0);
    const turn = (yearlyCurve(byMonth, day('2025-04-30')) + yearlyCurve(byMonth, day('2025-05-01'))) / 2;
    expect(turn).toBeCloseTo(15, 1);
  });

  it('stays within its months and never jumps, New Year and leap days included', () => {
    const byMonth = [5, 1, 4, 2, 8, 3, 7, 2, 9, 4, 6, 1];
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 30_000 }), (d) => {
        const [today, tomorrow] = [yearlyCurve(byMonth, d), yearlyCurve(byMonth, d + 1)];
        expect(today).toBeGreaterThanOrEqual(1);
        expect(today).toBeLessThanOrEqual(9);
        expect(Math.abs(tomorrow - today)).toBeLessThan(7 / 27);
      }),
    );
  });

  it('seasons: summer is high, the typhoon months low', () => {
    expect([1, 5, 6, 8, 9, 11, 12].map(seasonOf)).toEqual([
      'shoulder',
      'shoulder',
      'high',
      'high',
      'low',
      'low',
      'shoulder',
    ]);
  });
});

describe('the inspection', () => {
  it('is on the first Monday of October', () => {
    expect(['2024-10-07', '2025-10-06', '2026-10-05'].map((date) => inspectionBefore(day(date)))).toEqual(
      ['2024-10-07', '2025-10-06', '2026-10-05'].map(day),
    );
  });

  it('comes once a year: the one before any day and the one after are 52 or 53 weeks apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 30_000 }), (d) => {
        const [before, after] = [inspectionBefore(d), inspectionAfter(d)];
        expect([before <= d, d < after, weekday(before), weekday(after)]).toEqual([true, true, 1, 1]);
        expect([364, 371]).toContain(after - before);
      }),
    );
  });
});

describe('the calendar', () => {
  it("a day is the same whichever stretch it is built in, and another seed's is not", () => {
    const long = buildCalendar(createRng(1), day('2023-11-20'), day('2025-03-01'));
    const short = buildCalendar(createRng(1), day('2024-12-30'), day('2025-01-10'));
    for (const own of short.days) expect(calendarDay(long, own.day)).toEqual(own);
    const other = buildCalendar(createRng(2), day('2024-12-30'), day('2025-01-10'));
    expect(other.days.map(({ weather }) => weather)).not.toEqual(short.days.map(({ weather }) => weather));
  });
});

describe('utcInstant', () => {
  it('is seven hours behind the property, into the day before if need be', () => {
    expect([utcInstant(day('2025-03-01'), 7 * 3600 + 61), utcInstant(day('2025-03-01'), 6 * 3600)]).toEqual([
      '2025-03-01 00:01:01',
      '2025-02-28 23:00:00',
    ]);
  });
});
