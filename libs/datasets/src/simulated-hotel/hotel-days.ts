import type { Rng } from '@bellwether/model-kernel/numerics';
import type { Day } from '../calendar/day.js';
import { MAX_LEAD_DAYS, type BookingRequest, type RequestWorld } from './booking-request.js';
import { guestDraw } from './guests.js';
import { houseDays } from './house-days.js';
import { attendants, tasksOfStay, type HousekeepingTask } from './housekeeping.js';
import { assignRooms } from './room-assignment.js';
import type { Booking } from './reservation-book.js';
import { buildRooms } from './rooms.js';
import type { HotelDailyBatch, TruthAttendantRow } from './tables.js';
import { askingSession, lookingSessions } from './website-sessions.js';

/** A hotel whose bookings are settled, from which its days are told. */
export interface SettledHotel {
  /** Forked by what is drawn. */
  readonly rng: Rng;
  readonly world: RequestWorld;
  readonly rooms: number;
  /** First day of the history, the first that is told of, and the day that counts as today. */
  readonly start: Day;
  readonly since: Day;
  readonly asOf: Day;
  readonly bookings: readonly Booking[];
  readonly turnedAway: readonly BookingRequest[];
}

/**
 * What happens around the bookings, as far as it is known at the start of `asOf`: sessions by the day of arrival that
 * they are about, the house day by day, the cleaning of its rooms. None of it is kept.
 */
export function* hotelDays(hotel: SettledHotel): Generator<HotelDailyBatch, void, undefined> {
  const { rng, bookings, rooms, start, since, asOf } = hotel;
  if (since >= asOf) return;
  yield* websiteSessions(hotel);
  // Who departs on the first day is in no table of bookings.
  const from = Math.max(since, start + 1);
  yield { table: 'house_days', rows: houseDays(bookings, rooms, from, asOf) };
  const staff = attendants(rng.fork('attendants'), rooms);
  yield { table: 'truth_attendants', rows: staff };
  yield* housekeeping(hotel, staff, from);
}

function* websiteSessions(hotel: SettledHotel): Generator<HotelDailyBatch, void, undefined> {
  const { rng, world, rooms, since, asOf } = hotel;
  const drawGuest = guestDraw(world.guests);
  const lookingStreams = rng.fork('sessions');
  const askingStreams = rng.fork('asking');
  const asked = requestsByArrival(hotel);
  for (let arrival = since; arrival < asOf + MAX_LEAD_DAYS; arrival += 1) {
    const asking = (asked.get(arrival) ?? []).map(({ request, bookingId }) =>
      askingSession(askingStreams.fork(request.id), world, request, bookingId),
    );
    const sessions = lookingSessions(lookingStreams.fork(arrival), world, drawGuest, rooms, arrival)
      .concat(asking.filter((session) => session !== null))
      .filter(({ day }) => day >= since && day < asOf)
      // Who asked is not to be told from who left by their order.
      .sort((a, b) => a.day - b.day || a.second - b.second || (a.row.session_id < b.row.session_id ? -1 : 1));
    if (sessions.length === 0) continue;
    yield { table: 'website_sessions', rows: sessions.map(({ row }) => row) };
    yield { table: 'truth_sessions', rows: sessions.map(({ truth }) => truth) };
  }
}

/** A request and the booking that came of it, null where there was no room. */
interface Asked {
  readonly request: BookingRequest;
  readonly bookingId: string | null;
}

/** The requests that were made from `since` on, by day of arrival. */
function requestsByArrival({ bookings, turnedAway, since }: SettledHotel): Map<Day, Asked[]> {
  const byArrival = new Map<Day, Asked[]>();
  const add = (request: BookingRequest, bookingId: string | null): void => {
    if (request.booked < since) return;
    const known = byArrival.get(request.arrival);
    if (known === undefined) byArrival.set(request.arrival, [{ request, bookingId }]);
    else known.push({ request, bookingId });
  };
  for (const { request } of bookings) add(request, request.id);
  for (const request of turnedAway) add(request, null);
  return byArrival;
}

/** Tasks day by day, each with its truth. */
function* housekeeping(
  { rng, bookings, rooms, asOf }: SettledHotel,
  staff: readonly TruthAttendantRow[],
  from: Day,
): Generator<HotelDailyBatch, void, undefined> {
  const stays = assignRooms(rng.fork('room-assignment'), bookings, buildRooms(rooms), asOf);
  const streams = rng.fork('housekeeping');
  const byDay = Array.from({ length: asOf - from }, (): HousekeepingTask[] => []);
  for (const stay of stays) {
    for (const task of tasksOfStay(streams.fork(stay.booking.request.id), stay, staff, asOf)) {
      byDay[task.day - from]?.push(task);
    }
  }
  for (const tasks of byDay) {
    tasks.sort((a, b) => (a.row.room_number < b.row.room_number ? -1 : 1));
    yield { table: 'housekeeping_tasks', rows: tasks.map(({ row }) => row) };
    yield { table: 'truth_housekeeping', rows: tasks.map(({ truth }) => truth) };
  }
}
