import { readHotelBookings, SIMULATED_SOURCE, simulateHotel, type BookingRow } from '@bellwether/datasets';
import {
  type AnalyticsTables,
  BOOKING_MODIFICATIONS_TABLE,
  BOOKINGS_TABLE,
  createBookingTables,
  replaceSource,
} from '@bellwether/feature-engineering';
import type { SimulateHotelRequest } from '@bellwether/contracts';
import { csvFiles } from './csv-files.js';

/** Rows handed to the store at a time. */
const BATCH = 5_000;
const DATASET = 'hotel-bookings';

export interface LoadedBookings {
  /** Under which name the rows are in the store. */
  readonly source: string;
  readonly rows: number;
  /** Rows that broke a rule and are not in the store. */
  readonly rejected: number;
}

/** Reads files of hotel bookings into a store. */
export async function loadFiles(store: AnalyticsTables, paths: readonly string[]): Promise<LoadedBookings> {
  let rows = 0;
  let rejected = 0;
  const accepted = async function* (): AsyncGenerator<readonly BookingRow[], void, undefined> {
    for await (const batch of readHotelBookings(csvFiles(paths))) {
      rows += batch.rows.length;
      rejected += batch.rejects.length;
      if (batch.rows.length > 0) yield batch.rows;
    }
  };
  await createBookingTables(store);
  await replaceSource(store, BOOKINGS_TABLE, DATASET, accepted());
  return { source: DATASET, rows, rejected };
}

/** Builds the simulated hotel in a store. */
export async function loadSimulated(
  store: AnalyticsTables,
  { as_of, ...options }: SimulateHotelRequest,
): Promise<LoadedBookings> {
  const world = simulateHotel({ ...options, asOf: as_of });
  const source = SIMULATED_SOURCE;
  const modifications = world.booking_modifications.map((row) => ({ source, ...row }));
  await createBookingTables(store);
  await replaceSource(store, BOOKING_MODIFICATIONS_TABLE, source, batches(modifications));
  await replaceSource(store, BOOKINGS_TABLE, source, batches(world.bookings));
  return { source, rows: world.bookings.length, rejected: 0 };
}

function* batches<Row>(rows: readonly Row[]): Generator<readonly Row[], void, undefined> {
  for (let from = 0; from < rows.length; from += BATCH) yield rows.slice(from, from + BATCH);
}
