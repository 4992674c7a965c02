import { requireDay, type Day } from '../calendar/day.js';
import { requireWhole } from '../drawing/require-whole.js';

export interface SimulatedRentalsOptions {
  /** Integer in 0 … 2⁵³ − 1. */
  readonly seed: number;
  /** The day that counts as today, `YYYY-MM-DD`: what happened before it is known. */
  readonly asOf: string;
  /** Days of history before it, 30–3,650; default 900. */
  readonly days?: number;
  /** 1–10,000,000; default 3,000. */
  readonly users?: number;
  /** At least one for each destination, to 100,000; default 180. */
  readonly properties?: number;
  /** 1–99; default 12. */
  readonly destinations?: number;
}

export interface RentalsSettings {
  readonly seed: number;
  readonly asOf: Day;
  /** First day of the history. */
  readonly start: Day;
  readonly users: number;
  readonly properties: number;
  readonly destinations: number;
}

/** @throws INVALID_ARGUMENT when an option is outside its range. */
export function rentalsSettings({ seed, asOf, ...sizes }: SimulatedRentalsOptions): RentalsSettings {
  const { days = 900, users = 3_000, properties = 180, destinations = 12 } = sizes;
  requireWhole('days', days, 30, 3_650);
  requireWhole('users', users, 1, 10_000_000);
  requireWhole('destinations', destinations, 1, 99);
  requireWhole('properties', properties, destinations, 100_000);
  requireWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  const today = requireDay('asOf', asOf);
  return { seed, asOf: today, start: today - days, users, properties, destinations };
}
