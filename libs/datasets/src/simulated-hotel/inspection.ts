import { civilDate, dayFrom, weekday, type Day } from '../calendar/day.js';

/**
 * The day of the yearly safety inspection, the first Monday of October: every stay ends by that morning, and new guests
 * arrive from that afternoon on.
 *
 * It is what makes a year of the hotel stand on its own. Two bookings compete for a room only if their stays share a
 * night, and no stay crosses an inspection; so which requests find a room can be worked out from the last inspection on,
 * and the past is the same whichever day counts as today.
 */
function inspectionOf(year: number): Day {
  const first = dayFrom(year, 10, 1)!;
  return first + ((8 - weekday(first)) % 7);
}

/** The last inspection at or before a day. */
export function inspectionBefore(day: Day): Day {
  const { year } = civilDate(day);
  const own = inspectionOf(year);
  return own <= day ? own : inspectionOf(year - 1);
}

/** The first inspection after a day. */
export function inspectionAfter(day: Day): Day {
  const { year } = civilDate(day);
  const own = inspectionOf(year);
  return own > day ? own : inspectionOf(year + 1);
}
