import type { SimulateHotelRequest } from '@bellwether/contracts';
import { SIMULATED_SOURCE, simulateHotel } from '@bellwether/datasets';
import {
  BOOKING_MODIFICATIONS_TABLE,
  BOOKING_TRUTH_TABLE,
  BOOKINGS_TABLE,
  replaceSource,
  type SourceTable,
} from '@bellwether/feature-engineering';
import type { JobContext } from '@bellwether/platform/jobs';

/** Rows handed to the store at a time. */
const BATCH = 5_000;

export interface SimulationCounts {
  readonly guests: number;
  readonly bookings: number;
  readonly open_bookings: number;
}

/** Builds the simulated hotel up to a day and puts it in the place of the one before. */
export async function simulateHotelTask(payload: SimulateHotelRequest, context: JobContext): Promise<SimulationCounts> {
  const { seed, as_of: asOf, years, rooms, guests } = payload;
  context.progress(0, `simulating ${years} years of a hotel of ${rooms} rooms up to ${asOf}`);
  const world = simulateHotel({ seed, asOf, years, rooms, guests });
  const source = SIMULATED_SOURCE;
  const truth = world.truth_bookings.map(({ booking_id, cancel_probability, no_show_probability }) => ({
    source,
    booking_id,
    cancel_probability,
    no_show_probability,
  }));
  const modifications = world.booking_modifications.map((row) => ({ source, ...row }));
  // The bookings last: they are what readers start from.
  const tables: [SourceTable, readonly { readonly source: string }[]][] = [
    [BOOKING_MODIFICATIONS_TABLE, modifications],
    [BOOKING_TRUTH_TABLE, truth],
    [BOOKINGS_TABLE, world.bookings],
  ];
  for (const [step, [table, rows]] of tables.entries()) {
    context.progress(0.4 + 0.2 * step, `storing ${rows.length.toLocaleString('en-US')} rows of ${table.name}`);
    await replaceSource(context.analytics, table, source, batchesOf(rows, context.signal));
  }
  return {
    guests: world.guests.length,
    bookings: world.bookings.length,
    open_bookings: world.bookings.filter(({ status }) => status === 'open').length,
  };
}

function* batchesOf<Row>(rows: readonly Row[], signal: AbortSignal): Generator<readonly Row[], void, undefined> {
  for (let from = 0; from < rows.length; from += BATCH) {
    signal.throwIfAborted();
    yield rows.slice(from, from + BATCH);
  }
}
