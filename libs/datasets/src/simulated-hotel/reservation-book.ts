import type { Day } from '../calendar/day.js';
import { MAX_NIGHTS, type BookingRequest } from './booking-request.js';
import { RoomInventory } from './room-inventory.js';
import type { RoomType } from './rooms.js';

/** A request that got a room. */
export interface Booking {
  readonly request: BookingRequest;
  /** The type reserved, or a better one where that was full. */
  readonly assigned: RoomType;
}

/** What became of the requests made before a day. */
export interface ReservationBook {
  /** In the order they were made. */
  readonly bookings: readonly Booking[];
  readonly turnedAway: readonly BookingRequest[];
  /** Rooms still held as of the day. */
  readonly inventory: RoomInventory;
}

/** Requests in the order they are made; the id settles what the second does not. */
export function inBookingOrder(a: BookingRequest, b: BookingRequest): number {
  return a.booked - b.booked || a.second - b.second || a.arrival - b.arrival || (a.id < b.id ? -1 : 1);
}

/**
 * Takes requests first come, first served, as long as there is a room for every night of the stay. A cancelled booking
 * gives its room back for requests from the next day on; a no-show's is held for the whole stay.
 *
 * @param requests any order; those made on or after `asOf` are left out.
 * @param first the first arrival day. @param last the last one.
 */
export function fillReservationBook(
  requests: readonly BookingRequest[],
  counts: Readonly<Record<RoomType, number>>,
  first: Day,
  last: Day,
  asOf: Day,
): ReservationBook {
  const inventory = new RoomInventory(counts, first, last - first + 1 + MAX_NIGHTS);
  const bookings: Booking[] = [];
  const turnedAway: BookingRequest[] = [];
  const cancellations = new Map<Day, Booking[]>();
  const known = requests.filter((request) => request.booked < asOf).sort(inBookingOrder);
  let today = known[0]?.booked ?? asOf;
  const releaseUpTo = (day: Day): void => {
    for (; today < day; today++) {
      for (const { request, assigned } of cancellations.get(today) ?? []) {
        inventory.release(assigned, request.arrival, request.nights);
      }
      cancellations.delete(today);
    }
  };
  for (const request of known) {
    releaseUpTo(request.booked);
    const assigned = inventory.take(request.roomType, request.arrival, request.nights);
    if (assigned === null) {
      turnedAway.push(request);
      continue;
    }
    const booking = { request, assigned };
    bookings.push(booking);
    const { cancelDay } = request.path;
    if (cancelDay === null) continue;
    const onDay = cancellations.get(request.booked + cancelDay);
    if (onDay === undefined) cancellations.set(request.booked + cancelDay, [booking]);
    else onDay.push(booking);
  }
  releaseUpTo(asOf);
  return { bookings, turnedAway, inventory };
}
