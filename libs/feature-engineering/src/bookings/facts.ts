import { dayOf, secondsOf, type Day, type EpochSeconds } from '../calendar/days.js';
import type { BookingOutcome, BookingRecord } from './booking-record.js';

/**
 * A booking as features read it: the columns of {@link BookingRecord} with instants in seconds and dates in days since
 * 1970, so that no feature parses text. What is not known is null.
 */
export interface BookingFacts extends Omit<
  BookingRecord,
  'booking_id' | 'source' | 'currency' | 'booked_at' | 'arrival_on' | 'departure_on' | 'is_repeat_guest'
> {
  readonly booked_at: EpochSeconds;
  readonly arrival_on: Day;
  readonly departure_on: Day;
  /** A boolean; 0 or 1 as the analytics store keeps it. */
  readonly is_repeat_guest: boolean | number;
}

/** Facts beside what is known only afterwards, which is null wherever a decision is still to be made. */
export interface BookingHindsight extends BookingFacts, Omit<BookingOutcome, 'status' | 'status_on'> {}

export type FactName = keyof BookingHindsight;

/** The columns that features read, in the order of the training query. */
export const FACT_NAMES = [
  'property',
  'guest_id',
  'booked_at',
  'arrival_on',
  'departure_on',
  'weekend_nights',
  'week_nights',
  'adults',
  'children',
  'babies',
  'board',
  'room_type',
  'market_segment',
  'distribution_channel',
  'booking_source',
  'payment_method',
  'deposit_type',
  'customer_type',
  'agent',
  'company',
  'average_daily_rate',
  'total_amount',
  'special_requests',
  'is_repeat_guest',
  'previous_stays',
  'previous_cancellations',
  'loyalty_tier',
  'loyalty_points',
  'website_minutes',
  'pages_viewed',
  'price_comparison_searches',
  'price_vs_average',
  'discount_pct',
  'booking_modifications',
  'country',
  'assigned_room_type',
  'booking_changes',
  'days_in_waiting_list',
  'car_parking_spaces',
] as const satisfies readonly FactName[];

/** @throws INVALID_ARGUMENT when an instant or a date of the record is not one. */
export function factsOf(record: BookingRecord): BookingHindsight {
  return {
    ...record,
    booked_at: secondsOf(record.booked_at, 'booked_at'),
    arrival_on: dayOf(record.arrival_on, 'arrival_on'),
    departure_on: dayOf(record.departure_on, 'departure_on'),
    country: null,
    assigned_room_type: null,
    booking_changes: null,
    days_in_waiting_list: null,
    car_parking_spaces: null,
  };
}
