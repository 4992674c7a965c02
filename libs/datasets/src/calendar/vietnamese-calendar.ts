import { dayFrom, type Day } from './day.js';
import { newMoon, newMoonNumber, solarLongitude } from './new-moon.js';

/** Vietnam counts days at UTC+7, which is why Tết is now and then a day off the Chinese New Year. */
const HOURS_AHEAD = 7;

/** The day, in Vietnam, of the k-th new moon: the first of a lunar month. */
function firstOfMonth(k: number): Day {
  return Math.floor(newMoon(k) + HOURS_AHEAD / 24);
}

/** Which twelfth of its year the sun is in as a day begins: 9 from the winter solstice on. */
function solarTerm(day: Day): number {
  return Math.floor(solarLongitude(day - HOURS_AHEAD / 24) / 30);
}

/** k of the eleventh month, the one with the winter solstice of a year in it. */
function eleventhMonth(year: number): number {
  let k = newMoonNumber(dayFrom(year, 12, 31)!) + 1;
  // Back to the last month that begins before or on the day of the solstice: as that day begins, the sun is not there yet.
  while (firstOfMonth(k) > dayFrom(year, 12, 31)! || solarTerm(firstOfMonth(k)) >= 9) k -= 1;
  return k;
}

/**
 * The day of a date of the Vietnamese lunar year that begins in a Gregorian year; leap months are not asked for.
 *
 * Months begin with the new moon, the eleventh has the winter solstice, and where thirteen lie between two of those the first
 * one in which the sun enters no new twelfth is a leap month, which has the number of the one before.
 *
 * @param month 1–10. @param dayOfMonth 1–29.
 * @see Hồ Ngọc Đức (2004), Thuật toán tính âm lịch, informatik.uni-leipzig.de/~duc/amlich.
 */
export function vietnameseDay(year: number, month: number, dayOfMonth: number): Day {
  const start = eleventhMonth(year - 1);
  const months = eleventhMonth(year) - start;
  let number = start + month + 1;
  if (months === 13) {
    for (let k = start + 1; k <= number; k++) {
      if (solarTerm(firstOfMonth(k)) === solarTerm(firstOfMonth(k + 1))) {
        number += 1;
        break;
      }
    }
  }
  return firstOfMonth(number) + dayOfMonth - 1;
}
