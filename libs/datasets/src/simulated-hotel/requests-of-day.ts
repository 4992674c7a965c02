import type { Rng } from '@bellwether/model-kernel/numerics';
import { isoDate, type Day } from '../calendar/day.js';
import { drawLeadDays, drawRequest, type BookingRequest, type RequestWorld } from './booking-request.js';
import { expectedRequests } from './demand.js';
import type { GuestDraw } from './guests.js';
import { ROOM_TYPES } from './rooms.js';
import { SEGMENTS } from './segments.js';
import { cumulativeSum, drawIndex } from '../drawing/weighted-choice.js';

/** Every pair of segment and room type. */
const CELLS = SEGMENTS.flatMap((segment) => ROOM_TYPES.map((roomType) => ({ segment, roomType })));

/**
 * How much steadier than a Poisson number the day's total is: its variance is 1 − 0.8 of its mean. The town has so many
 * travellers, and most of them need a room.
 */
const TRAVELLERS_WHO_ASK = 0.8;

/**
 * All requests for one day of arrival, whenever they are made. Their number is Binomial(⌈Λ/0.8⌉, ·) with mean Λ = Σ λ;
 * each belongs to a segment and room type with probability λ_{s,r}/Λ, λ being {@link expectedRequests}, and has its own
 * lead time.
 *
 * @param rng the arrival day's own stream.
 * @param lastDeparture no stay goes beyond this day.
 */
export function requestsOfDay(
  rng: Rng,
  world: RequestWorld,
  drawGuest: GuestDraw,
  rooms: number,
  arrival: Day,
  lastDeparture: Day,
): BookingRequest[] {
  const cumulative = cumulativeSum(
    CELLS.map(({ segment, roomType }) =>
      expectedRequests(rooms, world.calendar, world.prices, world.discounts, arrival, segment, roomType),
    ),
  );
  const mean = cumulative[cumulative.length - 1]!;
  const travellers = Math.ceil(mean / TRAVELLERS_WHO_ASK);
  const count = rng.binomial(travellers, mean / travellers);
  const prefix = `BK${isoDate(arrival).replaceAll('-', '')}`;
  return Array.from({ length: count }, (_, index) => {
    const { segment, roomType } = CELLS[drawIndex(rng, cumulative)]!;
    const guest = drawGuest[segment](rng);
    const leadDays = drawLeadDays(rng, segment);
    const id = `${prefix}${String(index + 1).padStart(3, '0')}`;
    return drawRequest(rng, world, { id, guest, segment, roomType, arrival, leadDays, lastDeparture });
  });
}
