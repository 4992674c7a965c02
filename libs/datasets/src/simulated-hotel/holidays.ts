import Holidays from 'date-holidays';
import { parseDay, type Day } from '../calendar/day.js';

const MILLISECONDS_PER_DAY = 86_400_000;

/**
 * The public holidays of Vietnam, day by day, by their English names: Tết and the Hùng Kings' day by the lunar calendar.
 *
 * @param firstYear the first calendar year wanted. @param lastYear the last one.
 */
export function vietnameseHolidays(firstYear: number, lastYear: number): Map<Day, string> {
  const calendar = new Holidays('VN', { types: ['public'] });
  const names = new Map<Day, string>();
  for (let year = firstYear; year <= lastYear; year++) {
    for (const holiday of calendar.getHolidays(year, 'en')) {
      const first = parseDay(holiday.date.slice(0, 10))!;
      const length = Math.round((holiday.end.getTime() - holiday.start.getTime()) / MILLISECONDS_PER_DAY);
      for (let day = first; day < first + length; day++) if (!names.has(day)) names.set(day, holiday.name);
    }
  }
  return names;
}
