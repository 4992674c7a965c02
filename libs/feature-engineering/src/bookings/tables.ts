import type { AnalyticsTables } from '../analytics-tables.js';
import { BOOKING_COLUMN_NAMES, BOOKING_COLUMNS } from './booking-columns.js';

/** A table whose rows belong to a source, one partition each, so that a source is replaced in one step. */
export interface SourceTable {
  readonly name: string;
  /** `CREATE TABLE IF NOT EXISTS`. */
  readonly ddl: string;
}

function sourceTable(name: string, columns: string, order: string): SourceTable {
  return {
    name,
    ddl: `CREATE TABLE IF NOT EXISTS ${name} (${columns}) ENGINE = MergeTree PARTITION BY source ORDER BY (${order})`,
  };
}

export const BOOKINGS_TABLE = sourceTable(
  'bookings',
  [
    ...BOOKING_COLUMN_NAMES.map((name) => `${name} ${BOOKING_COLUMNS[name].type}`),
    "imported_at DateTime('UTC') DEFAULT now()",
  ].join(', '),
  'source, booking_id',
);

/** One row for each change of a booking, with its instant. */
export const BOOKING_MODIFICATIONS_TABLE = sourceTable(
  'booking_modifications',
  "source LowCardinality(String), booking_id String, modified_at DateTime('UTC')",
  'source, booking_id, modified_at',
);

/**
 * The true probabilities of simulated bookings, from the moment of booking: what no model can beat. `no_show_probability`
 * is that of a booking that was not cancelled.
 */
export const BOOKING_TRUTH_TABLE = sourceTable(
  'booking_truth',
  'source LowCardinality(String), booking_id String, cancel_probability Float64, no_show_probability Float64',
  'source, booking_id',
);

export const BOOKINGS_TABLE_DDL = BOOKINGS_TABLE.ddl;
export const BOOKING_MODIFICATIONS_TABLE_DDL = BOOKING_MODIFICATIONS_TABLE.ddl;
export const BOOKING_TRUTH_TABLE_DDL = BOOKING_TRUTH_TABLE.ddl;

/** Creates the tables that are not there yet. */
export async function createBookingTables(store: AnalyticsTables): Promise<void> {
  for (const table of [BOOKINGS_TABLE, BOOKING_MODIFICATIONS_TABLE, BOOKING_TRUTH_TABLE])
    await store.command(table.ddl);
}
