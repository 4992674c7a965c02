import type { BookingRow, BookingStatus } from '../bookings/booking.js';
import { dayFrom, isoDate, type Day } from '../calendar/day.js';
import type { FileKind, Refusal } from '../importing/file-kind.js';
import type { ImportReject } from '../importing/importer.js';
import { fileImporter } from '../importing/make-importer.js';
import { bookingSource } from './booking-source.js';
import { hotelBookingsColumns, type HotelBookingsCells } from './columns.js';

const FILE: FileKind<HotelBookingsCells> = {
  name: 'bookings',
  about: 'one row a booking',
  columns: hotelBookingsColumns,
};

/**
 * The hotel booking demand data: bookings of a resort and a city hotel in Portugal, rates in euro.
 *
 * A booking's id is `HB` and its row's number in the file, so importing the same file again gives the same ids. The
 * day of booking is the day of arrival less the lead time; its hour is not known.
 *
 * @see Antonio, Almeida & Nunes (2019), Hotel booking demand datasets, Data in Brief 22.
 */
export const hotelBookings = fileImporter<HotelBookingsCells>({
  name: 'hotel-bookings',
  description:
    'Hotel booking demand (Antonio, Almeida & Nunes 2019): bookings of two hotels, or your own in its columns',
  tables: ['bookings'],
  file: FILE,
  take(cells, put, { ordinal }) {
    const booking = bookingOf(cells, ordinal);
    if ('reason' in booking) return booking;
    put('bookings', booking);
    return undefined;
  },
});

/** The bookings of one file, for who wants nothing else. @throws as an importer does. */
export async function* readHotelBookings(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<
  { readonly rows: readonly BookingRow[]; readonly rejects: readonly ImportReject[] },
  void,
  undefined
> {
  for await (const { rows, rejects } of hotelBookings.read([{ name: 'bookings', bytes }])) {
    yield { rows: rows.bookings ?? [], rejects };
  }
}

function bookingOf(cells: HotelBookingsCells, ordinal: number): BookingRow | Refusal {
  const arrival = dayFrom(cells.arrival_date_year, cells.arrival_date_month, cells.arrival_date_day_of_month);
  if (arrival === null) return { column: 'arrival_date_day_of_month', reason: 'must be a day of its month' };
  const status = statusOf(cells);
  if (status === null) {
    return { column: 'reservation_status', reason: `must agree with is_canceled = ${Number(cells.is_canceled)}` };
  }
  const nights = cells.stays_in_weekend_nights + cells.stays_in_week_nights;
  return bookingRow(cells, ordinal, arrival, nights, status);
}

/** Null where reservation_status and is_canceled contradict each other. */
function statusOf({ is_canceled, reservation_status }: HotelBookingsCells): BookingStatus | null {
  switch (reservation_status) {
    case null:
      return is_canceled ? 'cancelled' : 'checked_out';
    case 'Check-Out':
      return is_canceled ? null : 'checked_out';
    case 'Canceled':
      return is_canceled ? 'cancelled' : null;
    case 'No-Show':
      return is_canceled ? 'no_show' : null;
  }
}

function bookingRow(
  cells: HotelBookingsCells,
  ordinal: number,
  arrival: Day,
  nights: number,
  status: BookingStatus,
): BookingRow {
  return {
    source: 'hotel-bookings',
    property: cells.hotel,
    booking_id: `HB${String(ordinal).padStart(7, '0')}`,
    guest_id: null,
    booked_at: `${isoDate(arrival - cells.lead_time)} 00:00:00`,
    arrival_on: isoDate(arrival),
    departure_on: isoDate(arrival + nights),
    weekend_nights: cells.stays_in_weekend_nights,
    week_nights: cells.stays_in_week_nights,
    adults: cells.adults,
    children: cells.children,
    babies: cells.babies,
    board: cells.meal,
    room_type: cells.reserved_room_type,
    market_segment: cells.market_segment,
    distribution_channel: cells.distribution_channel,
    booking_source: bookingSource(cells.market_segment, cells.distribution_channel, cells.lead_time),
    payment_method: null,
    deposit_type: cells.deposit_type,
    customer_type: cells.customer_type,
    agent: cells.agent,
    company: cells.company,
    currency: 'EUR',
    average_daily_rate: cells.adr,
    total_amount: Math.round(cells.adr * nights * 100) / 100,
    special_requests: cells.total_of_special_requests,
    is_repeat_guest: cells.is_repeated_guest,
    previous_stays: cells.previous_bookings_not_canceled,
    previous_cancellations: cells.previous_cancellations,
    loyalty_tier: null,
    loyalty_points: null,
    website_minutes: null,
    pages_viewed: null,
    price_comparison_searches: null,
    price_vs_average: null,
    discount_pct: null,
    booking_modifications: null,
    country: cells.country,
    assigned_room_type: cells.assigned_room_type,
    booking_changes: cells.booking_changes,
    days_in_waiting_list: cells.days_in_waiting_list,
    car_parking_spaces: cells.required_car_parking_spaces,
    status,
    status_on: cells.reservation_status_date === null ? null : isoDate(cells.reservation_status_date),
  };
}
