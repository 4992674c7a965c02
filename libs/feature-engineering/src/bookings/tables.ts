import type { AnalyticsTables } from '../analytics-tables.js';
import { partitionedBySource } from '../sources/source-table.js';
import { BOOKING_COLUMN_NAMES, BOOKING_COLUMNS } from './booking-columns.js';

export const BOOKINGS_TABLE = partitionedBySource(
  'bookings',
  [
    ...BOOKING_COLUMN_NAMES.map((name) => `${name} ${BOOKING_COLUMNS[name].type}`),
    "imported_at DateTime('UTC') DEFAULT now()",
  ].join(', '),
  'source, booking_id',
);

/** One row for each change of a booking, with its instant. */
export const BOOKING_MODIFICATIONS_TABLE = partitionedBySource(
  'booking_modifications',
  "source LowCardinality(String), booking_id String, modified_at DateTime('UTC')",
  'source, booking_id, modified_at',
);

/**
 * The true probabilities of simulated bookings, from the moment of booking: what no model can beat. `no_show_probability`
 * is that of a booking that was not cancelled.
 */
export const BOOKING_TRUTH_TABLE = partitionedBySource(
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
