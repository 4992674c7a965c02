import type { BookingRow } from './bookings/booking.js';
import { hotelBookings } from './hotel-bookings/importer.js';
import type { Importer } from './importing/importer.js';

/** Every importer by name; the conformance suite walks this table. */
export const importers = {
  'hotel-bookings': hotelBookings,
} as const satisfies Readonly<Record<string, Importer<BookingRow>>>;

export type ImporterName = keyof typeof importers;

export function isImporterName(name: string): name is ImporterName {
  return Object.hasOwn(importers, name);
}
