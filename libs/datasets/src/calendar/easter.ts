import { dayFrom, type Day } from './day.js';

/**
 * Easter Sunday of a year of the Gregorian calendar.
 *
 * @see Meeus (1991), Astronomical Algorithms, ch. 8 (after Butcher 1876).
 */
export function easterSunday(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const shift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - shift + 15) % 30;
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451);
  const counted = epact + sunday - 7 * late + 114;
  return dayFrom(year, Math.floor(counted / 31), (counted % 31) + 1)!;
}
