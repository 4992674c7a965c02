import { z } from 'zod';
import { Identifier, Instant, IsoDate, Money } from '../fields.js';
import { operation } from '../operation.js';

const word = z.string().min(1).max(64);

/** A booking as forecasts need it; told again whenever its state changes. Days are the property's. */
export const Reservation = z.strictObject({
  booking_id: Identifier,
  booked_on: IsoDate,
  arrival_on: IsoDate,
  departure_on: IsoDate,
  room_type: word,
  /** Of the room that was given, where it is another type than booked. */
  given_room_type: word.optional(),
  segment: word.default('unknown'),
  channel: word.default('unknown'),
  /** Money for one night, in the hotel's currency. */
  nightly_rate: Money.min(0),
  status: z.enum(['open', 'checked_out', 'cancelled', 'no_show']),
  /** Day of the cancellation, no-show or departure; null while open. */
  status_on: IsoDate.nullable().default(null),
});
export type Reservation = z.output<typeof Reservation>;

export const PushReservationsRequest = z.strictObject({
  source: z.string().min(1).max(64),
  reservations: z.array(Reservation).max(2_000).default([]),
  /** The books are complete up to the beginning of this day; up to now where left out, as when bookings are told as they come. */
  as_of: IsoDate.optional(),
  /** Forget the reservations of this source that were pushed before this instant, which a push of the last day answered. */
  retire_before: Instant.optional(),
});
export type PushReservationsRequest = z.output<typeof PushReservationsRequest>;

export const PushReservationsResponse = z.strictObject({
  stored: z.int(),
  /** When they count as pushed, by the one clock that all replicas share: what `retire_before` is compared with. */
  pushed_at: Instant,
});
export type PushReservationsResponse = z.output<typeof PushReservationsResponse>;

export const pushReservations = operation({
  domain: 'forecasting',
  service: 'ReservationService',
  method: 'PushReservations',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/forecast/reservations',
  status: 202,
  access: 'service',
  summary: 'Tells the service of reservations, which change its forecasts within seconds',
  request: PushReservationsRequest,
  response: PushReservationsResponse,
});
