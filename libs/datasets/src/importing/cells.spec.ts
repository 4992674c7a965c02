import { describe, expect, it } from '@jest/globals';
import { isoDate } from '../calendar/day.js';
import { date, instant, number, unixSeconds } from './cells.js';

describe('a date', () => {
  it.each(['1900-01-01', '2024-02-29', '2299-12-31'])('reads %s', (text) => {
    expect(isoDate(date(text))).toBe(text);
  });

  it.each(['1899-12-31', '2300-01-01', '1000-01-01', '9999-12-31'])(
    'refuses %s, of which the store would make another day',
    (text) => {
      expect(() => date(text)).toThrow('must be between 1900-01-01 and 2299-12-31');
    },
  );

  it.each(['2011-02-29', '9/12/2011', ''])('refuses %j', (text) => {
    expect(() => date(text)).toThrow('must be a date YYYY-MM-DD');
  });
});

describe('an instant', () => {
  it.each([
    ['2011-12-09', '2011-12-09T00:00:00Z'],
    ['2011-12-09 08:26', '2011-12-09T08:26:00Z'],
    ['2011-12-09 08:26:05', '2011-12-09T08:26:05Z'],
    ['2011-12-09T08:26:05.123Z', '2011-12-09T08:26:05Z'],
    ['2011-12-09T08:26:05+07:00', '2011-12-09T01:26:05Z'],
    ['2011-12-09T23:30:00-0230', '2011-12-10T02:00:00Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(instant(text)).toBe(utc);
  });

  it.each(['2011-02-29', '2011-12-09 24:00', '9/12/2011', '2011-12-09 8:26', '1969-12-31', '2107-01-01', 'now'])(
    'refuses %s',
    (text) => {
      expect(() => instant(text)).toThrow('must be');
    },
  );
});

it('seconds since 1970 are an instant', () => {
  expect(unixSeconds('978824351')).toBe('2001-01-06T23:39:11Z');
  for (const text of ['-1', '1.5', '99999999999', '']) expect(() => unixSeconds(text)).toThrow('since 1970');
});

it('a number may be written TRUE or FALSE, and must be finite', () => {
  expect(['TRUE', 'false', '-1.5e3'].map(number)).toEqual([1, 0, -1_500]);
  for (const text of ['1e999', 'NaN', '', '0x10', '1,5']) expect(() => number(text)).toThrow('must be a number');
});
