import type { Day } from '../calendar/day.js';
import type { Booking } from './reservation-book.js';
import { outcomeOf } from './outcome.js';

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
 * The history behind each booking: stays that ended, and cancellations made, before the day of the booking and less
 * than two years before it.
 *
 * @param bookings in the order they were made, from at least {@link MEMORY_DAYS} before the first one of interest.
 * @returns in the same order.
 */
export function guestHistories(bookings: readonly Booking[]): GuestHistory[] {
  const earlierOf = new Map<number, Booking[]>();
  return bookings.map((booking) => {
    const { guest, booked } = booking.request;
    const earlier = earlierOf.get(guest);
    if (earlier === undefined) {
      earlierOf.set(guest, [booking]);
      return { previousStays: 0, previousCancellations: 0, previousNights: 0 };
    }
    const history = historyOn(earlier, booked);
    earlier.push(booking);
    return history;
  });
}

/** The history of one guest's bookings as it stands on a day. */
export function historyOn(earlier: readonly Booking[], day: Day): GuestHistory {
  let [previousStays, previousCancellations, previousNights] = [0, 0, 0];
  for (const { request } of earlier) {
    const { status, on } = outcomeOf(request);
    if (on >= day || on < day - MEMORY_DAYS) continue;
    if (status === 'cancelled') previousCancellations += 1;
    if (status === 'checked_out') {
      previousStays += 1;
      previousNights += request.nights;
    }
  }
  return { previousStays, previousCancellations, previousNights };
}
