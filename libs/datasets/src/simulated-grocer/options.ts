import { requireDay, type Day } from '../calendar/day.js';
import { requireWhole } from '../drawing/require-whole.js';

export interface SimulatedGrocerOptions {
  /** Integer in 0 … 2⁵³ − 1. */
  readonly seed: number;
  /** Number of events, 1–100,000,000. */
  readonly samples: number;
  /** `YYYY-MM-DD`. */
  readonly startDate: string;
  /** Days that the events are spread over, 1–3,650. */
  readonly days: number;
}

export interface GrocerSettings {
  readonly seed: number;
  readonly samples: number;
  readonly start: Day;
  readonly days: number;
}

/** @throws INVALID_ARGUMENT when an option is outside its range. */
export function grocerSettings({ seed, samples, startDate, days }: SimulatedGrocerOptions): GrocerSettings {
  requireWhole('samples', samples, 1, 100_000_000);
  requireWhole('days', days, 1, 3_650);
  requireWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  return { seed, samples, start: requireDay('startDate', startDate), days };
}
