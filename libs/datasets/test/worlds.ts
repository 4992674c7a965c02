import { simulateHotel, simulateWholeHotel } from '../src/simulated-hotel/simulate-hotel.js';
import type { SimulatedHotelOptions } from '../src/simulated-hotel/options.js';
import type { HotelDailyRows, SimulatedHotelTables } from '../src/simulated-hotel/tables.js';

const built = new Map<string, SimulatedHotelTables>();

/** A simulated hotel, built once for all tests of a file. */
export function world(options: SimulatedHotelOptions): SimulatedHotelTables {
  const key = JSON.stringify(options);
  let tables = built.get(key);
  if (tables === undefined) {
    tables = simulateHotel(options);
    built.set(key, tables);
  }
  return tables;
}

/** All rows of the tables that come day by day. */
export type HotelDays = { readonly [T in keyof HotelDailyRows]: readonly HotelDailyRows[T][] };

/** A simulated hotel with its days, or the last of them, which it is up to the caller to keep. */
export function wholeWorld(
  options: SimulatedHotelOptions,
  last?: number,
): { tables: SimulatedHotelTables; days: HotelDays } {
  const { tables, days } = simulateWholeHotel(options);
  const kept: Record<string, object[]> = {};
  for (const { table, rows } of days(last)) for (const row of rows) (kept[table] ??= []).push(row);
  return { tables, days: kept as unknown as HotelDays };
}

/** The hotel of the contract: 100 rooms, three years, and the number of guests that its request defaults to. */
export const HOTEL = { seed: 42, asOf: '2026-03-15', guests: 20_000 } as const;
/** A smaller one, for what needs several. */
export const SMALL = { seed: 7, asOf: '2025-01-15', years: 1, rooms: 30, guests: 2_000 } as const;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
