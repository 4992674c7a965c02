import type { BookingRow } from '../bookings/booking.js';
import type { ColumnTypes } from '../tables/column-type.js';
import type { BookingModificationRow, TruthBookingRow } from './tables.js';

/**
 * What the columns of those tables hold that the hotel shares with every source of bookings. In the analytics store they
 * are laid out where features are made of them.
 */
export const BOOKING_TABLE_COLUMNS = {
  bookings: {
    source: 'label',
    property: 'label',
    booking_id: 'text',
    guest_id: 'text?',
    booked_at: 'instant',
    arrival_on: 'day',
    departure_on: 'day',
    weekend_nights: 'uint16',
    week_nights: 'uint16',
    adults: 'uint16',
    children: 'uint16',
    babies: 'uint16',
    board: 'label?',
    room_type: 'label?',
    market_segment: 'label?',
    distribution_channel: 'label?',
    booking_source: 'label?',
    payment_method: 'label?',
    deposit_type: 'label?',
    customer_type: 'label?',
    agent: 'label?',
    company: 'label?',
    currency: 'label',
    average_daily_rate: 'amount',
    total_amount: 'amount',
    special_requests: 'uint16',
    is_repeat_guest: 'boolean',
    previous_stays: 'uint32',
    previous_cancellations: 'uint32',
    loyalty_tier: 'label?',
    loyalty_points: 'whole?',
    website_minutes: 'number?',
    pages_viewed: 'whole?',
    price_comparison_searches: 'whole?',
    price_vs_average: 'number?',
    discount_pct: 'whole?',
    booking_modifications: 'uint32?',
    country: 'label?',
    assigned_room_type: 'label?',
    booking_changes: 'uint32?',
    days_in_waiting_list: 'uint32?',
    car_parking_spaces: 'uint32?',
    status: 'label',
    status_on: 'day?',
  },
  booking_modifications: { booking_id: 'text', modified_at: 'instant' },
  truth_bookings: {
    booking_id: 'text',
    guest_id: 'text',
    cancel_probability: 'number',
    cancel_probability_from_as_of: 'number?',
    no_show_probability: 'number',
    hazard_level: 'number',
    price_elasticity: 'number',
  },
} as const satisfies {
  readonly bookings: ColumnTypes<BookingRow>;
  readonly booking_modifications: ColumnTypes<BookingModificationRow>;
  readonly truth_bookings: ColumnTypes<TruthBookingRow>;
};
