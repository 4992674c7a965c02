import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateOfEpochDay, dayIn, epochDay } from './days.js';
import { occupancyError, withError } from './free-rooms.js';
import { planCleaning } from './housekeeping.js';
import { largestRemainder } from './largest-remainder.js';
import { atLead, TESTED_LEADS } from './leads.js';
import { pathBounds } from './path-bounds.js';
import { mixedRate, usualRate } from './usual-rate.js';

describe('largestRemainder', () => {
  it('gives the seats of Hamilton (Balinski & Young 2001): 26 seats of 9061, 7179, 5259, 3319 and 1182', () => {
    expect(largestRemainder([9061, 7179, 5259, 3319, 1182], 26)).toEqual([9, 7, 5, 4, 1]);
  });

  it('adds up, and keeps to the floor or ceiling of each share', () => {
    const parts = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 1e12 }), (of, whole) => {
        const given = largestRemainder(of, whole);
        expect(given.reduce((sum, part) => sum + part, 0)).toBe(whole);
        const total = of.reduce((sum, part) => sum + part, 0);
        given.forEach((part, k) => {
          expect(Number.isInteger(part) && part >= 0).toBe(true);
          if (total > 1e-3) expect(Math.abs(part - (of[k]! / total) * whole)).toBeLessThan(1 + 1e-6 * whole);
        });
      }),
    );
  });
});

describe('errors of occupancy', () => {
  it('are undone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (rooms, share, other) => {
          const [forecast, actual] = [share * rooms, other % (rooms + 1)];
          expect(withError(forecast, occupancyError(actual, forecast, rooms), rooms)).toBeCloseTo(actual, 6);
        },
      ),
    );
  });

  it('never fill more rooms than there are', () => {
    expect(withError(95, 20, 100)).toBe(100);
    expect(withError(5, -20, 100)).toBe(0);
  });
});

describe('pathBounds', () => {
  it('are the ⌊α/2 · (n + 1)⌋-th smallest and largest of n', () => {
    const paths = Array.from({ length: 99 }, (_, k) => 99 - k);
    expect(pathBounds(paths, 0.9)).toEqual({ lower: 5, upper: 95 });
    expect(pathBounds(paths, 0.95)).toEqual({ lower: 2, upper: 98 });
  });

  it('are the extremes of too few', () => {
    expect(pathBounds([3, 1, 2], 0.95)).toEqual({ lower: 1, upper: 3 });
  });
});

it('a value between two tested leads is on the line between them, and beyond all that of the last', () => {
  const values = TESTED_LEADS.map((lead) => 10 * lead);
  for (const lead of [1, 4, 11, 17, 50, 90]) expect(atLead(values, lead)).toBeCloseTo(10 * lead, 9);
  expect(atLead(values, 300)).toBe(900);
});

describe('rates', () => {
  const days = 800;
  const history = (rate: (day: number) => number) => ({
    ...{ firstDay: 0, known: 780, arrivals: new Float64Array(days) },
    rooms: { final: new Float64Array(days).fill(10) },
    money: { final: Float64Array.from({ length: days }, (_, day) => 10 * rate(day)) },
  });

  it('are those of always where nothing changes', () => {
    expect(usualRate(history(() => 120) as never, 790, 779)).toBeCloseTo(120, 9);
  });

  it('follow the weekday and last year', () => {
    const weekend = history((day) => (day % 7 === 0 ? 200 : 100));
    expect(usualRate(weekend as never, 784, 779)).toBeGreaterThan(1.5 * usualRate(weekend as never, 785, 779));
    const season = history((day) => (day >= 410 && day <= 440 ? 150 : 100));
    expect(usualRate(season as never, 789, 779)).toBeGreaterThan(120);
  });

  it('mix what is on the books with what is usual', () => {
    expect(mixedRate(10, { rooms: 4, money: 400 }, 150)).toBeCloseTo((4 * 100 + 6 * 150) / 10, 12);
    expect(mixedRate(2, { rooms: 4, money: 400 }, 150)).toBe(100);
    expect(mixedRate(10, { rooms: 0, money: 0 }, 150)).toBe(150);
    expect(mixedRate(10, { rooms: 4, money: 400 }, NaN)).toBe(100);
  });
});

describe('planCleaning', () => {
  const norms = {
    minutes: { small: { checkout: 30, stayover: 15 } },
    checkOutHours: { 10: 0.5, 12: 0.5 },
    stayoverHours: { from: 9, to: 11 },
    shifts: [
      { name: 'early', from: 8, to: 12, productiveMinutes: 200 },
      { name: 'late', from: 12, to: 16, productiveMinutes: 100 },
    ],
  };

  it('by hand: 20 departures and 8 stayovers', () => {
    const plan = planCleaning([{ roomType: 'small', arrivals: 5, checkouts: 20, stayovers: 8 }], norms);
    expect(plan.minutes).toBe(20 * 30 + 8 * 15);
    // Early: half of 600 and all of 120; late: the other half.
    expect(plan.staff.map(({ attendants }) => attendants)).toEqual([3, 3]);
    // 9: 60, 10: 360, 12: 300; half of 720 is in the hour from 10.
    expect(plan.peak).toEqual({ from: 10, to: 11 });
  });

  it('needs nobody for an empty house', () => {
    const plan = planCleaning([{ roomType: 'small', arrivals: 0, checkouts: 0, stayovers: 0 }], norms);
    expect(plan).toMatchObject({ minutes: 0, peak: undefined });
    expect(plan.staff.map(({ attendants }) => attendants)).toEqual([0, 0]);
  });
});

describe('days', () => {
  it('are those of the time zone', () => {
    const late = new Date('2026-11-27T18:30:00Z');
    expect(dateOfEpochDay(dayIn('Asia/Ho_Chi_Minh', late))).toBe('2026-11-28');
    expect(dateOfEpochDay(dayIn('America/New_York', late))).toBe('2026-11-27');
    expect(dateOfEpochDay(epochDay('2024-02-29'))).toBe('2024-02-29');
  });
});
