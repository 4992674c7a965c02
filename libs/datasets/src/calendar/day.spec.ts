import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { civilDate, isoDate, parseDay, requireDay, weekday, weekendNights } from './day.js';

const day = fc.integer({ min: -10_000, max: 40_000 });

describe('days', () => {
  it('go to text and back', () => {
    fc.assert(
      fc.property(day, (d) => {
        expect(parseDay(isoDate(d))).toBe(d);
        const { year, month, dayOfMonth } = civilDate(d);
        expect(new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDay()).toBe(weekday(d));
      }),
    );
  });

  it.each(['2023-02-29', '2024-13-01', '2024-1-1', '24-01-01', '2024-01-01T00:00'])('%s is no date', (text) => {
    expect(parseDay(text)).toBeNull();
    expect(() => requireDay('asOf', text)).toThrow(`asOf must be a date YYYY-MM-DD, got ${text}`);
  });

  it('a week holds two weekend nights, Saturday and Sunday, wherever it starts', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 5 }), (arrival, weeks) => {
        expect(weekendNights(arrival, 7 * weeks)).toBe(2 * weeks);
      }),
    );
    // 2024-03-08 was a Friday.
    expect([1, 2, 3, 4].map((nights) => weekendNights(parseDay('2024-03-08')!, nights))).toEqual([0, 1, 2, 2]);
  });
});
