import type { BookingFacts, FactName } from '../bookings/facts.js';

/**
 * A running aggregate over the earlier bookings of an entity. All values are whole numbers (counts, days, money in
 * hundredths), so that a sum is the same bits in whatever order the engine adds.
 */
export interface HistoryEntity<Value extends string = string> {
  readonly description: string;
  /** Columns of a booking that make up the key. */
  readonly columns: readonly FactName[];
  /** The key of a booking; null where it has none, and so no history. */
  key(booking: BookingFacts): string | null;
  /** The same key as ClickHouse computes it over `bookings`. */
  readonly keySql: string;
  /** From when on a booking counts, in seconds since 1970: ClickHouse expression over `bookings`. */
  readonly knownAtSql: string;
  readonly knownAtWords: string;
  /** Which bookings count: ClickHouse condition over `bookings`. */
  readonly countsSql: string;
  readonly values: Readonly<Record<Value, HistoryValue>>;
}

export interface HistoryValue {
  /** What one booking contributes: ClickHouse expression of an integer. */
  readonly sql: string;
  /** How contributions meet. */
  readonly aggregate: 'sum' | 'max';
  readonly description: string;
}
