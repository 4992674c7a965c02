import type { Day } from '../calendar/day.js';
import { date, decimal, missingAs, oneOf, text, whole } from '../importing/cells.js';
import type { TableColumns } from '../importing/file-kind.js';

/** How the file names the end of a reservation. */
export type ReservationStatus = 'Check-Out' | 'Canceled' | 'No-Show';

/** One row of the file, read and typed. */
export interface HotelBookingsCells {
  hotel: string;
  is_canceled: boolean;
  lead_time: number;
  arrival_date_year: number;
  arrival_date_month: number;
  arrival_date_week_number: number | null;
  arrival_date_day_of_month: number;
  stays_in_weekend_nights: number;
  stays_in_week_nights: number;
  adults: number;
  children: number;
  babies: number;
  meal: string | null;
  country: string | null;
  market_segment: string | null;
  distribution_channel: string | null;
  is_repeated_guest: boolean;
  previous_cancellations: number;
  previous_bookings_not_canceled: number;
  reserved_room_type: string | null;
  assigned_room_type: string | null;
  booking_changes: number | null;
  deposit_type: string | null;
  agent: string | null;
  company: string | null;
  days_in_waiting_list: number | null;
  customer_type: string | null;
  adr: number;
  required_car_parking_spaces: number | null;
  total_of_special_requests: number;
  reservation_status: ReservationStatus | null;
  reservation_status_date: Day | null;
}

const MONTHS = Object.fromEntries(
  'January February March April May June July August September October November December'
    .split(' ')
    .map((name, index) => [name, index + 1]),
);
const flag = oneOf({ '0': false, '1': true });
const count = whole(0, 1_000);
const optionalCount = missingAs(null, count);

/** A text that may be missing, which some columns of the file also write `Undefined`. */
function optionalText(cell: string): string | null {
  return cell === 'Undefined' ? null : missingAs(null, text())(cell);
}

/** An agent's or a company's number; a table that once held missing values writes 304 as 304.0. */
function optionalId(cell: string): string | null {
  return missingAs(null, text())(cell.replace(/^(\d+)\.0$/, '$1'));
}

/** `Undefined` is the paper's other word for SC, no meal. */
function board(cell: string): string | null {
  return cell === 'Undefined' ? 'SC' : missingAs(null, text())(cell);
}

/**
 * The columns of the hotel booking demand data. What is known only after the booking may be left out, as may the week
 * number, which the date implies.
 *
 * @see Antonio, Almeida & Nunes (2019), Hotel booking demand datasets, Data in Brief 22, table 1.
 */
export const hotelBookingsColumns: TableColumns<HotelBookingsCells> = {
  hotel: { about: 'the property', read: text() },
  is_canceled: { about: '1 = cancelled or no-show', read: flag },
  lead_time: { about: 'days from booking to arrival', read: count },
  arrival_date_year: { about: 'year of arrival', read: whole(1990, 2100) },
  arrival_date_month: { about: 'month of arrival, English name', read: oneOf(MONTHS) },
  arrival_date_week_number: { about: 'week of arrival', read: missingAs(null, whole(1, 53)), absent: null },
  arrival_date_day_of_month: { about: 'day of arrival', read: whole(1, 31) },
  stays_in_weekend_nights: { about: 'nights on a Saturday or Sunday', read: whole(0, 365) },
  stays_in_week_nights: { about: 'other nights', read: whole(0, 365) },
  adults: { about: 'persons', read: count },
  children: { about: 'persons; a missing value is 0', read: missingAs(0, count) },
  babies: { about: 'persons', read: count },
  meal: { about: 'board: BB, HB, FB, SC or Undefined', read: board },
  country: { about: 'ISO 3166 alpha-3; corrected at check-in', read: optionalText, absent: null },
  market_segment: { about: 'market segment', read: optionalText },
  distribution_channel: { about: 'distribution channel', read: optionalText },
  is_repeated_guest: { about: '1 = has booked before', read: flag },
  previous_cancellations: { about: 'bookings the guest cancelled before', read: count },
  previous_bookings_not_canceled: { about: 'bookings the guest kept before', read: count },
  reserved_room_type: { about: 'room type, a letter', read: optionalText },
  assigned_room_type: { about: 'room type given at check-in', read: optionalText, absent: null },
  booking_changes: { about: 'changes up to check-in or cancellation', read: optionalCount, absent: null },
  deposit_type: { about: 'No Deposit, Refundable or Non Refund', read: optionalText },
  agent: { about: 'travel agency, a number', read: optionalId },
  company: { about: 'paying company, a number', read: optionalId },
  days_in_waiting_list: { about: 'days until the booking was confirmed', read: optionalCount, absent: null },
  customer_type: { about: 'Contract, Group, Transient or Transient-Party', read: optionalText },
  // The file has one row at −6.38 and one at 5,400 a night among rates up to 510: both are errors of entry.
  adr: { about: 'average daily rate, EUR, 0–5,000', read: decimal(0, 5_000) },
  required_car_parking_spaces: { about: 'parking spaces', read: optionalCount, absent: null },
  total_of_special_requests: { about: 'special requests', read: count },
  reservation_status: {
    about: 'Check-Out, Canceled or No-Show',
    read: missingAs(
      null,
      oneOf<ReservationStatus>({ 'Check-Out': 'Check-Out', Canceled: 'Canceled', 'No-Show': 'No-Show' }),
    ),
    absent: null,
  },
  reservation_status_date: { about: 'date of that status', read: missingAs(null, date), absent: null },
};
