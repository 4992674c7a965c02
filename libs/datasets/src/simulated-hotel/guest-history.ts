import { outcomeOf } from './outcome.js';
import type { Booking } from './reservation-book.js';

/** What the property's files say of a guest when a booking is made. */
export interface GuestHistory {
  readonly previousStays: number;
  readonly previousCancellations: number;
  /** Nights of those stays. */
  readonly previousNights: number;
}

/** The property keeps what it knows of a guest for two years. */
export const MEMORY_DAYS = 730;

/**
 * The history behind each booking: the guest's stays that ended, and cancellations made, before the day of the booking
 * and at most two years before it.
 *
 * One sweep over the days, counting each outcome in when it is known and out when it is forgotten, so the time does not
 * depend on how often a guest comes.
 *
 * @param bookings any order, from at least {@link MEMORY_DAYS} before the first one of interest.
 * @param guests how many there are.
 * @returns in the order of the bookings.
 */
export function guestHistories(bookings: readonly Booking[], guests: number): GuestHistory[] {
  const outcomes = bookings
    .map(({ request }) => ({ guest: request.guest, nights: request.nights, ...outcomeOf(request) }))
    .sort((a, b) => a.on - b.on);
  const stays = new Int32Array(guests);
  const cancellations = new Int32Array(guests);
  const nights = new Int32Array(guests);
  const count = (outcome: (typeof outcomes)[number], by: 1 | -1): void => {
    if (outcome.status === 'cancelled') cancellations[outcome.guest]! += by;
    if (outcome.status !== 'checked_out') return;
    stays[outcome.guest]! += by;
    nights[outcome.guest]! += by * outcome.nights;
  };
  const inOrder = bookings.map(({ request }, index) => ({ request, index }));
  inOrder.sort((a, b) => a.request.booked - b.request.booked);
  const histories = new Array<GuestHistory>(bookings.length);
  let known = 0;
  let forgotten = 0;
  for (const { request, index } of inOrder) {
    for (; known < outcomes.length && outcomes[known]!.on < request.booked; known++) count(outcomes[known]!, 1);
    for (; forgotten < known && outcomes[forgotten]!.on < request.booked - MEMORY_DAYS; forgotten++) {
      count(outcomes[forgotten]!, -1);
    }
    histories[index] = {
      previousStays: stays[request.guest]!,
      previousCancellations: cancellations[request.guest]!,
      previousNights: nights[request.guest]!,
    };
  }
  return histories;
}
