import { DomainError } from '@bellwether/errors';
import { requireDay, type Day } from '../calendar/day.js';
import { requireWhole } from '../drawing/require-whole.js';

export interface SimulatedHotelOptions {
  /** Integer in 0 … 2⁵³ − 1. */
  readonly seed: number;
  /** The day that counts as today, `YYYY-MM-DD`: what happened before it is known. */
  readonly asOf: string;
  /** Years of history before it; 1–10. */
  readonly years?: number;
  /** 3–10,000. */
  readonly rooms?: number;
  /** People who may book; 1–1,000,000. */
  readonly guests?: number;
}

/** The options, checked and complete. */
export interface SimulationSettings {
  readonly seed: number;
  readonly asOf: Day;
  /** First day of the history. */
  readonly start: Day;
  readonly rooms: number;
  readonly guests: number;
}

/** The world is built in memory: 3,000 rooms of one year are about half a million bookings. */
const MAX_ROOM_YEARS = 3_000;

/** @throws INVALID_ARGUMENT when an option is outside its range. */
export function simulationSettings(options: SimulatedHotelOptions): SimulationSettings {
  const { seed, years = 3, rooms = 100, guests = 60_000 } = options;
  requireWhole('years', years, 1, 10);
  requireWhole('rooms', rooms, 3, 10_000);
  requireWhole('guests', guests, 1, 1_000_000);
  requireWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  if (rooms * years > MAX_ROOM_YEARS) {
    throw new DomainError('INVALID_ARGUMENT', `rooms × years must be at most ${MAX_ROOM_YEARS}, got ${rooms * years}`);
  }
  const asOf = requireDay('asOf', options.asOf);
  return { seed, asOf, start: asOf - Math.round(years * 365.25), rooms, guests };
}
