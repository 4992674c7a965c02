import { z } from 'zod';

const count = (most: number) => z.int().min(0).max(most);
const label = z.string().min(1).max(64);

/**
 * What a caller may say of a booking. The names with their own rules are those of the API; the rest are the other
 * features of the `booking_cancellation` view, so that a caller can ask "what if" about any of them.
 */
export const BookingFeatures = z.strictObject({
  booking_lead_time_days: z.number().min(0).max(1_000).optional(),
  room_type: label.optional(),
  total_amount: z.number().min(0).optional(),
  payment_method: z.enum(['credit_card', 'debit_card', 'bank_transfer', 'cash', 'e_wallet']).optional(),
  booking_source: z.enum(['website', 'ota', 'phone', 'walk_in', 'corporate', 'travel_agent']).optional(),
  is_first_booking: z.boolean().optional(),
  special_requests: count(50).optional(),
  loyalty_tier: z.enum(['none', 'silver', 'gold', 'platinum']).optional(),
  booking_modifications: count(100).optional(),
  days_until_checkin: z.number().min(0).max(1_000).optional(),
  length_of_stay: count(365).optional(),
  previous_bookings_count: count(10_000).optional(),
  previous_cancellations_count: count(10_000).optional(),
  cancellation_rate: z.number().min(0).max(1).optional(),
  avg_previous_booking_value: z.number().min(0).optional(),
  days_since_last_booking: z.number().min(0).max(36_500).optional(),
  loyalty_points_balance: z.number().min(0).optional(),
  time_spent_on_website_minutes: z.number().min(0).max(10_000).optional(),
  pages_viewed: count(10_000).optional(),
  price_comparison_searches: count(10_000).optional(),
  booking_dow: count(6).optional(),
  booking_hour: count(23).optional(),
  season: z.enum(['winter', 'spring', 'summer', 'autumn']).optional(),
  price_vs_avg_ratio: z.number().min(0).max(100).optional(),
  discount_applied: z.number().min(0).max(100).optional(),
  board: label.optional(),
  market_segment: label.optional(),
  distribution_channel: label.optional(),
  deposit_type: label.optional(),
  customer_type: label.optional(),
  agent: label.optional(),
  company: label.optional(),
  adults: count(100).optional(),
  children: count(100).optional(),
  babies: count(100).optional(),
  average_daily_rate: z.number().min(0).optional(),
});
export type BookingFeatures = z.output<typeof BookingFeatures>;
