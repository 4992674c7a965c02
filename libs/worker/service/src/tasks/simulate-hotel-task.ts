import type { SimulateHotelRequest } from '@bellwether/contracts';
import { HOTEL_TABLES, SIMULATED_SOURCE, simulateHotel, type SimulatedHotelTables } from '@bellwether/datasets';
import {
  BOOKING_MODIFICATIONS_TABLE,
  BOOKING_TRUTH_TABLE,
  BOOKINGS_TABLE,
  replaceTables,
  type TableBatch,
} from '@bellwether/feature-engineering';
import type { JobContext } from '@bellwether/platform/jobs';
import { layoutTables } from '../sources/layout-tables.js';
import { recordSource } from '../sources/sources-table.js';
import { byTable } from './store-world.js';

/** Rows handed over at a time, between two looks at whether the job is to stop. */
const BATCH = 5_000;

export interface SimulationCounts {
  readonly guests: number;
  readonly bookings: number;
  readonly open_bookings: number;
}

const TABLES = {
  ...layoutTables(HOTEL_TABLES),
  booking_modifications: BOOKING_MODIFICATIONS_TABLE,
  truth_bookings: BOOKING_TRUTH_TABLE,
  // The bookings last: they are what readers start from.
  bookings: BOOKINGS_TABLE,
};
type Table = keyof typeof TABLES;

/** Builds the simulated hotel up to a day and puts it in the place of the one before. */
export async function simulateHotelTask(payload: SimulateHotelRequest, context: JobContext): Promise<SimulationCounts> {
  const { seed, as_of: asOf, years, rooms, guests } = payload;
  context.progress(0, `simulating ${years} years of a hotel of ${rooms} rooms up to ${asOf}`);
  const world = simulateHotel({ seed, asOf, years, rooms, guests });
  const source = SIMULATED_SOURCE;
  const rows = byTable(await replaceTables(context.analytics, TABLES, source, batchesOf(world, context)), TABLES);
  await recordSource(context.analytics, { source, dataset: source, rows, rejected: 0 }, { bookings: 'booked_at' });
  return {
    guests: world.guests.length,
    bookings: world.bookings.length,
    open_bookings: world.bookings.filter(({ status }) => status === 'open').length,
  };
}

function* batchesOf(world: SimulatedHotelTables, { progress, signal }: JobContext): Generator<TableBatch<Table>> {
  const stored = { ...world, truth_bookings: world.truth_bookings.map(storedTruth) };
  const tables = Object.keys(TABLES) as Table[];
  const total = tables.reduce((sum, table) => sum + stored[table].length, 0);
  let done = 0;
  for (const table of tables) {
    const rows: readonly object[] = stored[table];
    progress(0.4 + (0.6 * done) / total, `storing ${rows.length.toLocaleString('en-US')} rows of ${table}`);
    for (let from = 0; from < rows.length; from += BATCH) {
      signal.throwIfAborted();
      yield { table, rows: rows.slice(from, from + BATCH) };
    }
    done += rows.length;
  }
}

function storedTruth({
  booking_id,
  cancel_probability,
  no_show_probability,
}: SimulatedHotelTables['truth_bookings'][number]) {
  return { booking_id, cancel_probability, no_show_probability };
}
