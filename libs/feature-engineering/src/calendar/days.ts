import { DomainError } from '@bellwether/errors';

export const SECONDS_PER_DAY = 86_400;

/** Whole days since 1970-01-01. */
export type Day = number;

/** Whole seconds since 1970-01-01 00:00:00 UTC. */
export type EpochSeconds = number;

/**
 * @param text `YYYY-MM-DD`.
 * @throws INVALID_ARGUMENT naming `field` when the text is no date of the calendar.
 */
export function dayOf(text: string, field: string): Day {
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Date.parse carries 31 February over into March; a date is only what prints as itself.
  if (!Number.isFinite(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) {
    throw new DomainError('INVALID_ARGUMENT', `${field} must be a date YYYY-MM-DD, got '${text}'`);
  }
  return milliseconds / (SECONDS_PER_DAY * 1000);
}

/**
 * @param text `YYYY-MM-DD HH:MM:SS` in UTC; `T` for the blank and a final `Z` are welcome.
 * @throws INVALID_ARGUMENT naming `field` when the text is no instant.
 */
export function secondsOf(text: string, field: string): EpochSeconds {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d):(\d\d)Z?$/.exec(text);
  if (parts === null || +parts[2]! > 23 || +parts[3]! > 59 || +parts[4]! > 59) {
    throw new DomainError('INVALID_ARGUMENT', `${field} must be an instant YYYY-MM-DD HH:MM:SS, got '${text}'`);
  }
  return dayOf(parts[1]!, field) * SECONDS_PER_DAY + +parts[2]! * 3_600 + +parts[3]! * 60 + +parts[4]!;
}

/** The day an instant falls on, in UTC. */
export function dayOfSeconds(seconds: EpochSeconds): Day {
  return Math.floor(seconds / SECONDS_PER_DAY);
}

/** `YYYY-MM-DD`. */
export function textOfDay(day: Day): string {
  return new Date(day * SECONDS_PER_DAY * 1000).toISOString().slice(0, 10);
}

/** `YYYY-MM-DD HH:MM:SS`, UTC. */
export function textOfSeconds(seconds: EpochSeconds): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** 0 (Monday) … 6 (Sunday); 1970-01-01 was a Thursday. */
export function dayOfWeek(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** 1 … 12. */
export function monthOf(day: Day): number {
  return new Date(day * SECONDS_PER_DAY * 1000).getUTCMonth() + 1;
}

const SEASONS = ['winter', 'spring', 'summer', 'autumn'] as const;
export type Season = (typeof SEASONS)[number];

/** The meteorological season of the northern hemisphere: winter is December to February. */
export function seasonOf(day: Day): Season {
  return SEASONS[Math.floor((monthOf(day) % 12) / 3)]!;
}
