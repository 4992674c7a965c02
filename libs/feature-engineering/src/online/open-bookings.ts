import type { AnalyticsTables } from '../analytics-tables.js';
import { BOOKING_COLUMN_NAMES, BOOKING_COLUMNS } from '../bookings/booking-columns.js';
import type { BookingRecord } from '../bookings/booking-record.js';
import { AT_BOOKING } from '../bookings/available-at.js';
import type { EpochSeconds } from '../calendar/days.js';

const HOW_READ: Partial<Record<string, string>> = {
  booked_at: "formatDateTime(b.booked_at, '%Y-%m-%d %H:%i:%S')",
  booking_modifications:
    'if(b.booking_modifications IS NULL, NULL, arrayCount(at -> at <= {asOf:Int64}, changes.moments))',
};

const RECORD_COLUMNS = BOOKING_COLUMN_NAMES.filter(
  (name) => BOOKING_COLUMNS[name].availableAt === AT_BOOKING || name === 'booking_modifications',
);

/**
 * Bookings as they were known at an instant, fit to be pushed to an online store.
 *
 * @param condition ClickHouse condition over `bookings`, aliased b.
 */
export async function bookingRecords(
  store: AnalyticsTables,
  source: string,
  asOf: EpochSeconds,
  condition: string,
): Promise<BookingRecord[]> {
  const columns = RECORD_COLUMNS.map((name) => `${HOW_READ[name] ?? `b.${name}`} AS ${name}`);
  const rows = await store.rows<Omit<BookingRecord, 'is_repeat_guest'> & { readonly is_repeat_guest: number }>(
    `SELECT ${columns.join(', ')} FROM bookings AS b
     LEFT JOIN (
       SELECT booking_id, groupArray(toInt64(toUnixTimestamp(modified_at))) AS moments
       FROM booking_modifications WHERE source = {source:String} GROUP BY booking_id
     ) AS changes ON b.booking_id = changes.booking_id
     WHERE b.source = {source:String} AND toInt64(toUnixTimestamp(b.booked_at)) <= {asOf:Int64} AND (${condition})
     ORDER BY b.booking_id`,
    { source, asOf },
  );
  return rows.map((row) => ({ ...row, is_repeat_guest: row.is_repeat_guest === 1 }));
}

/** The bookings of a source that are open at an instant and still to arrive, that day included. */
export function openBookings(store: AnalyticsTables, source: string, asOf: EpochSeconds): Promise<BookingRecord[]> {
  return bookingRecords(
    store,
    source,
    asOf,
    "b.status = 'open' AND toInt64(toInt32(b.arrival_on)) * 86400 > {asOf:Int64} - 86400",
  );
}
