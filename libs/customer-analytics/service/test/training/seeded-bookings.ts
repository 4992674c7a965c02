import type { BookingRow } from '@bellwether/datasets';
import { textOfDay } from '@bellwether/feature-engineering';
import { createRng, logistic } from '@bellwether/model-kernel/numerics';

const FIRST_DAY = 18_262; // 2020-01-01

/** Bookings whose loss depends on lead time, deposit and requests: log-odds −2 + 0.03 lead + 1.5 (no deposit) − 0.8 requests. */
export function seededBookings(count: number, seed: number, source = 'seeded'): BookingRow[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, (_, i) => {
    const booked = FIRST_DAY + rng.int(500);
    const lead = rng.int(60);
    const deposit = rng.next() < 0.5 ? 'No Deposit' : 'Refundable';
    const requests = rng.int(4);
    const p = logistic(-2 + 0.03 * lead + (deposit === 'No Deposit' ? 1.5 : 0) - 0.8 * requests);
    const isLost = rng.next() < p;
    const rate = 50 + rng.int(100);
    return {
      source,
      property: 'Pier',
      booking_id: `B${String(i).padStart(6, '0')}`,
      guest_id: `G${rng.int(count)}`,
      booked_at: `${textOfDay(booked)} 12:00:00`,
      arrival_on: textOfDay(booked + lead),
      departure_on: textOfDay(booked + lead + 2),
      weekend_nights: 0,
      week_nights: 2,
      adults: 1 + rng.int(3),
      children: 0,
      babies: 0,
      board: 'BB',
      room_type: rng.next() < 0.5 ? 'standard' : 'deluxe',
      market_segment: rng.next() < 0.5 ? 'leisure' : 'business',
      distribution_channel: 'Direct',
      booking_source: 'website',
      payment_method: 'credit_card',
      deposit_type: deposit,
      customer_type: 'Transient',
      agent: null,
      company: null,
      currency: 'EUR',
      average_daily_rate: rate,
      total_amount: rate * 2,
      special_requests: requests,
      is_repeat_guest: false,
      previous_stays: 0,
      previous_cancellations: 0,
      loyalty_tier: 'none',
      loyalty_points: 0,
      website_minutes: null,
      pages_viewed: null,
      price_comparison_searches: null,
      price_vs_average: null,
      discount_pct: 0,
      booking_modifications: null,
      country: null,
      assigned_room_type: null,
      booking_changes: null,
      days_in_waiting_list: null,
      car_parking_spaces: null,
      status: isLost ? 'cancelled' : 'checked_out',
      status_on: textOfDay(isLost ? booked + rng.int(lead + 1) : booked + lead + 2),
    } satisfies BookingRow;
  });
}
