import { isoDate, type Day } from '../calendar/day.js';

const SECONDS_PER_DAY = 86_400;
/** Vietnam is at UTC+7 all year. */
const OFFSET_SECONDS = 7 * 3600;

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/** The instant of a time of day at the property, as `YYYY-MM-DD HH:MM:SS` in UTC. */
export function utcInstant(day: Day, second: number): string {
  const total = day * SECONDS_PER_DAY + second - OFFSET_SECONDS;
  const utcDay = Math.floor(total / SECONDS_PER_DAY);
  const rest = total - utcDay * SECONDS_PER_DAY;
  const minutes = Math.floor(rest / 60);
  const hours = Math.floor(minutes / 60);
  return `${isoDate(utcDay)} ${TWO_DIGITS[hours]!}:${TWO_DIGITS[minutes - 60 * hours]!}:${TWO_DIGITS[rest - 60 * minutes]!}`;
}
