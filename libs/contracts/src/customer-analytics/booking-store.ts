import { z } from 'zod';
import { Identifier, Instant, IsoDate, Money } from '../fields.js';
import { operation } from '../operation.js';

const count = z.int().min(0).max(100_000);
/** Not known is null; so is what is left out, which over gRPC is the same. */
const known = <Value extends z.ZodType>(value: Value) => value.nullable().default(null);
const word = known(z.string().max(128));

/** A booking as the booking engine knows it while it is open; what is not known is null or left out. */
export const OpenBooking = z.strictObject({
  source: z.string().min(1).max(64),
  property: z.string().min(1).max(128),
  booking_id: Identifier,
  guest_id: known(Identifier),
  booked_at: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, "must be 'YYYY-MM-DD HH:MM:SS' (UTC)"),
  arrival_on: IsoDate,
  departure_on: IsoDate,
  weekend_nights: count,
  week_nights: count,
  adults: count,
  children: count,
  babies: count,
  board: word,
  room_type: word,
  market_segment: word,
  distribution_channel: word,
  booking_source: word,
  payment_method: word,
  deposit_type: word,
  customer_type: word,
  agent: word,
  company: word,
  currency: z.string().length(3),
  average_daily_rate: z.number(),
  total_amount: Money,
  special_requests: count,
  is_repeat_guest: z.boolean(),
  previous_stays: count,
  previous_cancellations: count,
  loyalty_tier: word,
  loyalty_points: known(z.number()),
  website_minutes: known(z.number()),
  pages_viewed: known(z.number()),
  price_comparison_searches: known(z.number()),
  price_vs_average: known(z.number()),
  discount_pct: known(z.number().min(0).max(100)),
  booking_modifications: known(count),
});
export type OpenBooking = z.output<typeof OpenBooking>;

/** The matured history of one entity (an agent, a guest …) as plain counts and sums, as of an instant. */
export const EntityState = z.strictObject({
  source: z.string().min(1).max(64),
  entity: z.string().min(1).max(64),
  key: z.string().max(256),
  as_of: z.string(),
  values: z.record(z.string(), z.number()),
});
export type EntityState = z.output<typeof EntityState>;

export const PushBookingsRequest = z.strictObject({
  bookings: z.array(OpenBooking).max(1_000).default([]),
  states: z.array(EntityState).max(5_000).default([]),
  /** Forget the bookings and states of this source that were pushed before this instant. */
  retire: z.strictObject({ source: z.string(), pushed_before: Instant }).optional(),
});
export const PushBookingsResponse = z.strictObject({
  bookings: z.int(),
  states: z.int(),
  /** When they count as pushed, by the one clock that all replicas share: what `retire.pushed_before` is compared with. */
  pushed_at: Instant,
});
export type PushBookingsRequest = z.output<typeof PushBookingsRequest>;
export type PushBookingsResponse = z.output<typeof PushBookingsResponse>;

export const pushBookings = operation({
  domain: 'customer-analytics',
  service: 'BookingStoreService',
  method: 'PushBookings',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/bookings/push',
  status: 202,
  access: 'service',
  summary: 'Tells the service of open bookings and of matured histories, for its online features',
  request: PushBookingsRequest,
  response: PushBookingsResponse,
});
