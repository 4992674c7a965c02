import { isoDate, type Day } from '../calendar/day.js';

const SECONDS_PER_DAY = 86_400;
/** Vietnam is at UTC+7 all year. */
const OFFSET_SECONDS = 7 * 3600;

/** The instant of a time of day at the property, as `YYYY-MM-DD HH:MM:SS` in UTC. */
export function utcInstant(day: Day, second: number): string {
  const total = day * SECONDS_PER_DAY + second - OFFSET_SECONDS;
  const utcDay = Math.floor(total / SECONDS_PER_DAY);
  const rest = total - utcDay * SECONDS_PER_DAY;
  const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
  return `${isoDate(utcDay)} ${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
}
