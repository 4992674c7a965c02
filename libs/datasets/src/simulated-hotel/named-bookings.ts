import type { Rng } from '@bellwether/model-kernel/numerics';
import type { Day } from '../calendar/day.js';
import { drawRequest, type BookingRequest, type RequestWorld } from './booking-request.js';
import { inspectionAfter } from './inspection.js';
import type { Booking } from './reservation-book.js';
import type { RoomInventory } from './room-inventory.js';
import type { RoomType } from './rooms.js';
import { SEGMENT_FACTS } from './segments.js';
import { weightedChoice } from '../drawing/weighted-choice.js';

/** BOOK001 … BOOK050. */
export const NAMED_BOOKINGS = 50;
/** They arrive within this many days. */
export const NAMED_HORIZON_DAYS = 60;

/** Days from today to the arrival of a named booking: 15 for BOOK001; 37 and 60 share no factor, so the rest spread. */
function daysAhead(index: number): number {
  return 1 + ((37 * index + 14) % NAMED_HORIZON_DAYS);
}

/**
 * The fifty open bookings that the contract's examples name, made anew for each day that counts as today: same ids,
 * guests, room types and lead times, arrivals that move along with the day. They take rooms that the others leave, so
 * they change nothing else; one whose room is taken comes a day later, and in a house too small for all fifty the last
 * ones are missing.
 *
 * @param rng forked by booking.
 * @param inventory as of the day; the rooms of the named bookings are taken from it.
 */
export function namedBookings(rng: Rng, world: RequestWorld, inventory: RoomInventory, asOf: Day): Booking[] {
  return Array.from({ length: NAMED_BOOKINGS }, (_, index) => index).flatMap((index) => {
    for (let delay = 0; delay < NAMED_HORIZON_DAYS; delay++) {
      const ahead = 1 + ((daysAhead(index) - 1 + delay) % NAMED_HORIZON_DAYS);
      const request = namedRequest(rng.fork(index), world, index, asOf, ahead);
      const assigned = inventory.take(request.roomType, request.arrival, request.nights);
      if (assigned !== null) return [{ request, assigned }];
    }
    return [];
  });
}

function namedRequest(rng: Rng, world: RequestWorld, index: number, asOf: Day, ahead: number): BookingRequest {
  const guest = index % world.guests.length;
  const segment = world.guests[guest]!.row.segment;
  const drawnType = weightedChoice<RoomType>(SEGMENT_FACTS[segment].rooms)(rng);
  const drawnAge = 1 + rng.int(60);
  const arrival = asOf + ahead;
  const request = drawRequest(rng, world, {
    id: `BOOK${String(index + 1).padStart(3, '0')}`,
    guest,
    segment,
    // BOOK001 is the contract's example: a deluxe room, made 30 days before an arrival 15 days from now.
    roomType: index === 0 ? 'deluxe' : drawnType,
    arrival,
    leadDays: ahead + (index === 0 ? 15 : drawnAge),
    lastDeparture: inspectionAfter(arrival),
  });
  // It is open by definition; what may still happen to it is in its hazard.
  return { ...request, noShow: false, path: { ...request.path, cancelDay: null } };
}
