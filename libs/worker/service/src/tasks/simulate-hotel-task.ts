import type { SimulateHotelRequest } from '@bellwether/contracts';
import {
  HOTEL_DAILY_TABLES,
  HOTEL_TABLES,
  MAX_LEAD_DAYS,
  SIMULATED_SOURCE,
  simulateWholeHotel,
  type SimulatedHotelTables,
  type WholeHotel,
} from '@bellwether/datasets';
import {
  BOOKING_MODIFICATIONS_TABLE,
  BOOKING_TRUTH_TABLE,
  BOOKINGS_TABLE,
  replaceTables,
  type TableBatch,
} from '@bellwether/feature-engineering';
import type { JobContext } from '@bellwether/platform/jobs';
import { layoutTables } from '../sources/layout-tables.js';
import { recordSource, requireSourceOf } from '../sources/sources-table.js';
import { byTable } from './store-world.js';

/** Rows handed over at a time, between two looks at whether the job is to stop. */
const BATCH = 5_000;

export interface SimulationCounts {
  readonly guests: number;
  readonly bookings: number;
  readonly open_bookings: number;
  /** With details. */
  readonly website_sessions?: number;
  readonly housekeeping_tasks?: number;
}

const DAILY_TABLES = layoutTables(HOTEL_DAILY_TABLES);
const SETTLED_TABLES = {
  ...layoutTables(HOTEL_TABLES),
  booking_modifications: BOOKING_MODIFICATIONS_TABLE,
  truth_bookings: BOOKING_TRUTH_TABLE,
  // The bookings last: they are what readers start from.
  bookings: BOOKINGS_TABLE,
};
const TABLES = { ...DAILY_TABLES, ...SETTLED_TABLES };
type Batch = TableBatch<keyof typeof TABLES>;

/**
 * Builds the simulated hotel up to a day and puts it in the place of the one before. The details of the one before
 * go with it, also where this one has none: they are of other bookings.
 *
 * @throws FAILED_PRECONDITION when an import has the name of the hotel; what was there stays.
 */
export async function simulateHotelTask(payload: SimulateHotelRequest, context: JobContext): Promise<SimulationCounts> {
  const { seed, as_of: asOf, years, rooms, guests, detail_days } = payload;
  await requireSourceOf(context.analytics, SIMULATED_SOURCE, SIMULATED_SOURCE);
  context.progress(0, `simulating ${years} years of a hotel of ${rooms} rooms up to ${asOf}`);
  const hotel = simulateWholeHotel({ seed, asOf, years, rooms, guests });
  const source = SIMULATED_SOURCE;
  const counts = await replaceTables(context.analytics, TABLES, source, batchesOf(hotel, detail_days, context));
  const rows = byTable(counts, TABLES);
  await recordSource(context.analytics, { source, dataset: source, rows, rejected: 0 }, { bookings: 'booked_at' });
  const { website_sessions, housekeeping_tasks } = counts;
  return {
    guests: counts.guests,
    bookings: counts.bookings,
    open_bookings: hotel.tables.bookings.filter(({ status }) => status === 'open').length,
    ...(detail_days > 0 && { website_sessions, housekeeping_tasks }),
  };
}

/** The shares of the job between which something is done. */
type Shares = readonly [from: number, until: number];

function* batchesOf(hotel: WholeHotel, detailDays: number, context: JobContext): Generator<Batch, void, undefined> {
  if (detailDays === 0) return yield* settledTables(hotel.tables, context, [0.4, 1]);
  yield* settledTables(hotel.tables, context, [0.2, 0.4]);
  yield* details(hotel, detailDays, context, [0.4, 0.95]);
}

function* settledTables(
  tables: SimulatedHotelTables,
  { progress, signal }: JobContext,
  [from, until]: Shares,
): Generator<Batch, void, undefined> {
  const stored = { ...tables, truth_bookings: tables.truth_bookings.map(storedTruth) };
  const names = Object.keys(SETTLED_TABLES) as (keyof typeof SETTLED_TABLES)[];
  const total = names.reduce((sum, table) => sum + stored[table].length, 0);
  let done = 0;
  for (const table of names) {
    const rows: readonly object[] = stored[table];
    const message = `storing ${rows.length.toLocaleString('en-US')} rows of ${table}`;
    progress(from + ((until - from) * done) / total, message);
    for (let first = 0; first < rows.length; first += BATCH) {
      signal.throwIfAborted();
      yield { table, rows: rows.slice(first, first + BATCH) };
    }
    done += rows.length;
  }
}

/** Sessions by the day of arrival that they are about, which are most of the rows; then the house. */
function* details(
  { tables, days }: WholeHotel,
  last: number,
  { progress, signal }: JobContext,
  [from, until]: Shares,
): Generator<Batch, void, undefined> {
  const total = Math.min(tables.calendar.length, last + MAX_LEAD_DAYS);
  let day = 0;
  for (const batch of days(last)) {
    signal.throwIfAborted();
    yield batch;
    if (batch.table !== 'truth_sessions') continue;
    day += 1;
    progress(from + ((until - from) * day) / total, `sessions about day ${day} of ${total}`);
  }
}

function storedTruth({
  booking_id,
  cancel_probability,
  no_show_probability,
}: SimulatedHotelTables['truth_bookings'][number]) {
  return { booking_id, cancel_probability, no_show_probability };
}
