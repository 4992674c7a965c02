import type { Rng } from '@bellwether/model-kernel/numerics';
import type { Day } from '../calendar/day.js';
import { outcomeOf } from './outcome.js';
import type { Booking } from './reservation-book.js';
import { ROOM_TYPES, type RoomRow, type RoomType } from './rooms.js';

/** A stay that took place, and its room. */
export interface Stay {
  readonly booking: Booking;
  readonly room: RoomRow;
}

/**
 * Gives each stay that began before a day a room of its type that is free for all of it, by chance, in the order of
 * arrival. There always is one: a night never has more stays of a type than rooms, and who comes first finds a room that
 * is free from then on. Nothing here looks ahead, so a later day changes no room of an earlier stay.
 *
 * @param rng forked by booking.
 */
export function assignRooms(rng: Rng, bookings: readonly Booking[], rooms: readonly RoomRow[], asOf: Day): Stay[] {
  const free = new Map(
    ROOM_TYPES.map((type) => [type, new FreeRooms(rooms.filter((room) => room.room_type === type))]),
  );
  return bookings
    .filter(({ request }) => request.arrival < asOf && outcomeOf(request).status === 'checked_out')
    .sort(({ request: a }, { request: b }) => a.arrival - b.arrival || (a.id < b.id ? -1 : 1))
    .map((booking) => {
      const { id, arrival, nights } = booking.request;
      return { booking, room: free.get(booking.assigned as RoomType)!.take(rng.fork(id), arrival, arrival + nights) };
    });
}

/** The rooms of one type, and until when each is taken. */
class FreeRooms {
  private readonly until: Day[];

  constructor(private readonly rooms: readonly RoomRow[]) {
    this.until = rooms.map(() => -Infinity);
  }

  take(rng: Rng, arrival: Day, departure: Day): RoomRow {
    const free = this.until.flatMap((until, index) => (until <= arrival ? [index] : []));
    const taken = free[rng.int(free.length)]!;
    this.until[taken] = departure;
    return this.rooms[taken]!;
  }
}
