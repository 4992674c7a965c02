import type { TypeHistory } from './hotel-history.js';

/** Days of the level, of the weeks behind a weekday's factor, on each side of last year's day; and a year of whole weeks. */
const LEVEL_DAYS = 28;
const WEEKDAY_WEEKS = 8;
const AROUND = 10;
const YEAR = 364;
const WEEK = 7;

/**
 * Average rate that a night of a day is sold at, as seen at the end of another day: the level of the last four weeks, times how
 * the rates around that day a year ago stood to those of the four weeks a year ago, times the factor of its weekday in the last
 * eight weeks. A part that has no sold night to go by is 1.
 *
 * @param day, asOf columns of the history, day > asOf.
 * @returns money a night; NaN where nothing was ever sold.
 */
export function usualRate({ rooms, money }: TypeHistory, day: number, asOf: number): number {
  const rate = (from: number, to: number): number => averageRate(rooms.final, money.final, from, Math.min(to, asOf));
  const level = firstNumber(rate(asOf - LEVEL_DAYS + 1, asOf), rate(0, asOf));
  const season = rate(day - YEAR - AROUND, day - YEAR + AROUND) / rate(asOf - YEAR - LEVEL_DAYS + 1, asOf - YEAR);
  return level * orOne(season) * orOne(weekdayFactor(rooms.final, money.final, day, asOf));
}

/**
 * Average rate of a night's rooms: those on the books at their own, as many of them as are expected to be filled, the rest at
 * the usual one.
 *
 * @param expected rooms, ≥ 0. @param books rooms and money on the books.
 */
export function mixedRate(
  expected: number,
  books: { readonly rooms: number; readonly money: number },
  usual: number,
): number {
  if (books.rooms === 0 || expected <= 0) return usual;
  const own = books.money / books.rooms;
  if (!Number.isFinite(usual)) return own;
  const kept = Math.min(books.rooms, expected);
  return (kept * own + (expected - kept) * usual) / expected;
}

/** Σ money/Σ rooms over the columns from … to; NaN without a room. */
function averageRate(rooms: Float64Array, money: Float64Array, from: number, to: number): number {
  let [sold, earned] = [0, 0];
  for (let day = Math.max(0, from); day <= to; day++) {
    sold += rooms[day]!;
    earned += money[day]!;
  }
  return sold > 0 ? earned / sold : NaN;
}

function weekdayFactor(rooms: Float64Array, money: Float64Array, day: number, asOf: number): number {
  const first = asOf - WEEK * WEEKDAY_WEEKS + 1;
  let [sold, earned] = [0, 0];
  for (let past = day - WEEK * Math.ceil((day - asOf) / WEEK); past >= Math.max(0, first); past -= WEEK) {
    sold += rooms[past]!;
    earned += money[past]!;
  }
  return (sold > 0 ? earned / sold : NaN) / averageRate(rooms, money, first, asOf);
}

const orOne = (factor: number): number => (Number.isFinite(factor) && factor > 0 ? factor : 1);
const firstNumber = (first: number, second: number): number => (Number.isFinite(first) ? first : second);
