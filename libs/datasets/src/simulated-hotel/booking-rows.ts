import type { BookingRow, BookingSource } from '../bookings/booking.js';
import { isoDate, weekendNights, type Day } from '../calendar/day.js';
import { modificationsBefore, type BookingRequest } from './booking-request.js';
import { cancelProbability } from './cancellation.js';
import { priceElasticity } from './elasticity.js';
import type { GuestHistory } from './guest-history.js';
import { guestId, type Guest, type LoyaltyTier } from './guests.js';
import { statusAsOf } from './outcome.js';
import { utcInstant } from './property-time.js';
import type { Booking } from './reservation-book.js';
import { ROOM_TYPE_FACTS } from './rooms.js';
import type { Season } from './seasons.js';
import type { BookingModificationRow, TruthBookingRow } from './tables.js';

export const SIMULATED_SOURCE = 'simulated-hotel';
export const SIMULATED_PROPERTY = 'Bellwether Bay';

const CHANNEL: Readonly<Record<BookingSource, string>> = {
  website: 'Direct',
  phone: 'Direct',
  walk_in: 'Direct',
  ota: 'TA/TO',
  travel_agent: 'TA/TO',
  corporate: 'Corporate',
};
const POINTS_A_NIGHT: Readonly<Record<LoyaltyTier, number>> = { none: 0, silver: 500, gold: 750, platinum: 1000 };

/** A booking as the hotel's system shows it at the start of a day. */
export function bookingRow(booking: Booking, guest: Guest, history: GuestHistory, asOf: Day): BookingRow {
  const { request, assigned } = booking;
  const { status, on } = statusAsOf(request, asOf);
  const weekend = weekendNights(request.arrival, request.nights);
  const modifications = modificationsBefore(request, asOf);
  return {
    source: SIMULATED_SOURCE,
    property: SIMULATED_PROPERTY,
    booking_id: request.id,
    guest_id: guest.row.guest_id,
    booked_at: utcInstant(request.booked, request.second),
    arrival_on: isoDate(request.arrival),
    departure_on: isoDate(request.arrival + request.nights),
    weekend_nights: weekend,
    week_nights: request.nights - weekend,
    adults: request.adults,
    children: request.children,
    babies: request.babies,
    board: request.board,
    room_type: request.roomType,
    market_segment: request.segment,
    distribution_channel: CHANNEL[request.source],
    booking_source: request.source,
    payment_method: request.payment,
    deposit_type: request.deposit,
    customer_type: customerType(request),
    agent: null,
    company: null,
    currency: 'VND',
    average_daily_rate: request.rate,
    total_amount: request.rate * request.nights,
    special_requests: request.specialRequests,
    is_repeat_guest: history.previousStays > 0,
    previous_stays: history.previousStays,
    previous_cancellations: history.previousCancellations,
    loyalty_tier: guest.row.loyalty_tier,
    loyalty_points: history.previousNights * POINTS_A_NIGHT[guest.row.loyalty_tier],
    website_minutes: request.websiteMinutes,
    pages_viewed: request.pagesViewed,
    price_comparison_searches: request.priceComparisons,
    price_vs_average: Math.round((request.rate / ROOM_TYPE_FACTS[request.roomType].usualPrice) * 1e4) / 1e4,
    discount_pct: request.discountPct,
    booking_modifications: modifications,
    country: status === 'open' ? null : guest.row.country,
    assigned_room_type: status === 'checked_out' ? assigned : null,
    booking_changes: status === 'open' ? null : modifications,
    days_in_waiting_list: status === 'open' ? null : 0,
    car_parking_spaces: status === 'checked_out' ? request.carParkingSpaces : null,
    status,
    status_on: on === null ? null : isoDate(on),
  };
}

/** The modifications of a booking made before a day, at the hour at which the booking was made. */
export function modificationRows(request: BookingRequest, asOf: Day): BookingModificationRow[] {
  return request.path.modificationDays
    .filter((after) => request.booked + after < asOf)
    .map((after) => ({ booking_id: request.id, modified_at: utcInstant(request.booked + after, request.second) }));
}

/** The truth about a booking. */
export function truthRow(booking: Booking, season: Season, asOf: Day): TruthBookingRow {
  const { request } = booking;
  const open = statusAsOf(request, asOf).status === 'open';
  return {
    booking_id: request.id,
    guest_id: guestId(request.guest),
    cancel_probability: cancelProbability(request.hazard),
    // Events dated before the day are known, so its days so far end the day before.
    cancel_probability_from_as_of: open
      ? cancelProbability(request.hazard, asOf - 1 - request.booked, modificationsBefore(request, asOf))
      : null,
    no_show_probability: request.noShowProbability,
    hazard_level: request.hazard.level,
    price_elasticity: priceElasticity(request.segment, request.roomType, season),
  };
}

function customerType({ segment, source }: BookingRequest): string {
  if (segment === 'group') return 'Group';
  return source === 'corporate' ? 'Contract' : 'Transient';
}
