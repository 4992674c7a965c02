import { simulateHotel, simulateRentals } from '@bellwether/datasets';
import { BOOKINGS_TABLE, replaceSource, type StoredBooking } from '@bellwether/feature-engineering';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import { storeWorld } from './world-tables.js';

export type Row = Readonly<Record<string, unknown>>;

/** A small marketplace of rentals and a small hotel up to 1 March 2026, by the tables that they are kept in, truth left out. */
export function simulatedWorlds(): Map<string, readonly Row[]> {
  const tables = new Map<string, Row[]>();
  const options = { seed: 5, asOf: '2026-03-01', days: 100, users: 600, properties: 16, destinations: 3 };
  for (const { table, rows } of simulateRentals(options)) {
    if (table.startsWith('truth')) continue;
    const name = `rentals_${table}`;
    tables.set(name, [...(tables.get(name) ?? []), ...(rows as unknown as Row[])]);
  }
  const hotel = simulateHotel({ seed: 7, asOf: '2026-03-01', years: 2, rooms: 8, guests: 250 });
  const { guests, rooms, services, service_usage, calendar, room_rates, bookings } = hotel;
  for (const [table, rows] of Object.entries({ guests, rooms, services, service_usage, calendar, room_rates })) {
    tables.set(`hotel_${table}`, rows as unknown as Row[]);
  }
  return tables.set('bookings', bookings as unknown as Row[]);
}

/** Keeps a world as a source. */
export async function keepWorld(
  store: AnalyticsStore,
  source: string,
  tables: ReadonlyMap<string, readonly Row[]>,
): Promise<void> {
  const { bookings = [], ...rest } = Object.fromEntries(tables);
  await storeWorld(store, source, new Map(Object.entries(rest)));
  const rows = bookings.map((row) => ({ ...row, source })) as unknown as StoredBooking[];
  await replaceSource(store, BOOKINGS_TABLE, source, [rows]);
}
