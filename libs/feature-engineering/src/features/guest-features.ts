import { dayOfSeconds } from '../calendar/days.js';
import { orMissing, type Feature } from './feature.js';
import { category, quantity } from './reservation-features.js';

/** Who books: what the source tells of the guest at booking, the guest's matured history, and the visit to the website. */
export const GUEST_FEATURES = {
  is_first_booking: {
    kind: 'numeric',
    description: 'Whether the guest has booked never before',
    unit: '0 or 1',
    entity: 'guest',
    columns: ['is_repeat_guest', 'previous_stays', 'previous_cancellations'],
    value: ({ booking }) =>
      Number(booking.is_repeat_guest) === 0 && booking.previous_stays + booking.previous_cancellations === 0 ? 1 : 0,
  },
  previous_bookings_count: {
    kind: 'numeric',
    description: 'Earlier bookings of the guest, stayed and cancelled',
    unit: 'bookings',
    entity: 'guest',
    columns: ['previous_stays', 'previous_cancellations'],
    value: ({ booking }) => booking.previous_stays + booking.previous_cancellations,
  },
  previous_cancellations_count: quantity(
    'previous_cancellations',
    'bookings',
    'Earlier bookings that the guest cancelled',
  ),
  cancellation_rate: {
    kind: 'numeric',
    description: "Share of the guest's earlier bookings that were cancelled",
    unit: '1',
    entity: 'guest',
    columns: ['previous_stays', 'previous_cancellations'],
    value: ({ booking: { previous_stays: stays, previous_cancellations: cancelled } }) =>
      stays + cancelled > 0 ? cancelled / (stays + cancelled) : NaN,
  },
  avg_previous_booking_value: {
    kind: 'numeric',
    description: "Mean price of the guest's earlier bookings",
    unit: 'currency',
    entity: 'guest',
    columns: ['guest_id'],
    histories: ['guest'],
    value: ({ histories: { guest } }) => (guest ? guest.amount_hundredths / guest.bookings / 100 : NaN),
  },
  days_since_last_booking: {
    kind: 'numeric',
    description: "Days since the guest's last booking whose arrival has passed",
    unit: 'days',
    entity: 'guest',
    columns: ['guest_id'],
    histories: ['guest'],
    value: ({ histories: { guest }, decidedAt }) => (guest ? dayOfSeconds(decidedAt) - guest.last_booked_on : NaN),
  },
  loyalty_tier: category('loyalty_tier', 'Tier in the loyalty programme'),
  loyalty_points_balance: quantity('loyalty_points', 'points', 'Points in the loyalty programme'),
  time_spent_on_website_minutes: quantity('website_minutes', 'minutes', 'Time on the website before booking'),
  pages_viewed: quantity('pages_viewed', 'pages', 'Pages of the website seen before booking'),
  price_comparison_searches: quantity('price_comparison_searches', 'searches', 'Price searches before booking'),
  price_vs_avg_ratio: {
    kind: 'numeric',
    description: 'Price per night over the usual one of the room type in the month of arrival',
    unit: '1',
    entity: 'room_price',
    columns: ['price_vs_average', 'average_daily_rate'],
    histories: ['room_price'],
    overrides: 'price_vs_average',
    value: ({ booking, histories: { room_price: usual } }) => {
      if (booking.price_vs_average !== null) return booking.price_vs_average;
      // Few prices make no usual one.
      if (usual === undefined || usual.bookings < 5 || usual.rate_hundredths <= 0) return orMissing(null);
      return booking.average_daily_rate / (usual.rate_hundredths / usual.bookings / 100);
    },
  },
} as const satisfies Record<string, Feature>;
