import type { BookingRow, BookingStatus } from '../bookings/booking.js';
import { dayFrom, isoDate, type Day } from '../calendar/day.js';
import { tableImporter, type RowOrRefusal } from '../importing/table-importer.js';
import { bookingSource } from './booking-source.js';
import { hotelBookingsColumns, type HotelBookingsCells } from './columns.js';

/**
 * The hotel booking demand data: bookings of a resort and a city hotel in Portugal, rates in euro.
 *
 * A booking's id is `HB` and its row's number in the file, so importing the same file again gives the same ids. The
 * day of booking is the day of arrival less the lead time; its hour is not known.
 *
 * @see Antonio, Almeida & Nunes (2019), Hotel booking demand datasets, Data in Brief 22.
 */
export const hotelBookings = tableImporter<HotelBookingsCells, BookingRow>({
  name: 'hotel-bookings',
  description: 'Hotel booking demand (Antonio, Almeida & Nunes 2019), CSV or CSV.gz',
  columns: hotelBookingsColumns,
  toRow,
});

function toRow(cells: HotelBookingsCells, ordinal: number): RowOrRefusal<BookingRow> {
  const arrival = dayFrom(cells.arrival_date_year, cells.arrival_date_month, cells.arrival_date_day_of_month);
  if (arrival === null) return { column: 'arrival_date_day_of_month', reason: 'must be a day of its month' };
  const status = statusOf(cells);
  if (status === null) {
    return { column: 'reservation_status', reason: `must agree with is_canceled = ${Number(cells.is_canceled)}` };
  }
  const nights = cells.stays_in_weekend_nights + cells.stays_in_week_nights;
  return { row: bookingRow(cells, ordinal, arrival, nights, status) };
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
