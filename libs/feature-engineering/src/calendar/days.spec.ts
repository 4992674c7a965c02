import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, dayOfWeek, monthOf, seasonOf, secondsOf, textOfDay, textOfSeconds } from './days.js';

const anyDay = fc.integer({ min: -25_000, max: 60_000 });

describe('days', () => {
  it('read back as they print, and agree with the calendar of JavaScript', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = new Date(day * 86_400_000);
        expect(dayOf(textOfDay(day), 'day')).toBe(day);
        expect(monthOf(day)).toBe(date.getUTCMonth() + 1);
        expect(dayOfWeek(day)).toBe((date.getUTCDay() + 6) % 7);
      }),
    );
  });

  it('have the seasons of the northern hemisphere', () => {
    const seasons = ['2020-12-01', '2020-02-29', '2020-03-01', '2020-08-31', '2020-09-01', '2020-11-30'];
    expect(seasons.map((text) => seasonOf(dayOf(text, 'day')))).toEqual([
      'winter',
      'winter',
      'spring',
      'summer',
      'autumn',
      'autumn',
    ]);
  });

  it.each(['2021-02-29', '2021-13-01', '21-01-01', '2021-01-01T00:00:00', ''])('refuse %j', (text) => {
    expect(() => dayOf(text, 'arrival_on')).toThrow(/arrival_on must be a date/);
  });
});

describe('instants', () => {
  it('read back as they print', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), (seconds) => {
        expect(secondsOf(textOfSeconds(seconds), 'at')).toBe(seconds);
        expect(secondsOf(`${textOfSeconds(seconds).replace(' ', 'T')}Z`, 'at')).toBe(seconds);
      }),
    );
  });

  it.each(['2021-01-01', '2021-01-01 24:00:00', '2021-01-01 10:61:00'])('refuse %j', (text) => {
    expect(() => secondsOf(text, 'booked_at')).toThrow(/booked_at must be an instant/);
  });
});
