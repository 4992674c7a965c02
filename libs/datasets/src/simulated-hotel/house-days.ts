import { isoDate, type Day } from '../calendar/day.js';
import { outcomeOf } from './outcome.js';
import type { Booking } from './reservation-book.js';
import { ROOM_TYPES, roomCounts, type RoomType } from './rooms.js';
import type { HouseDayRow } from './tables.js';

type Counted = 'arrivals' | 'departures' | 'stayovers' | 'held';

/** The days from `start` to the one before `asOf`, each by room type as it was assigned. */
export function houseDays(bookings: readonly Booking[], rooms: number, start: Day, asOf: Day): HouseDayRow[] {
  const counts = new HouseCounts(start, asOf);
  for (const { request, assigned } of bookings) {
    const { arrival, nights } = request;
    const { status } = outcomeOf(request);
    const departure = arrival + nights;
    if (status === 'checked_out' && arrival < asOf) {
      counts.add('arrivals', assigned, arrival);
      for (let day = arrival + 1; day < departure; day += 1) counts.add('stayovers', assigned, day);
      counts.add('departures', assigned, departure);
    }
    if (status === 'no_show') for (let day = arrival; day < departure; day += 1) counts.add('held', assigned, day);
  }
  return counts.rows(roomCounts(rooms));
}

/** Counts of each type and day; what falls on other days is let go. */
class HouseCounts {
  private readonly days: number;
  private readonly counts = new Map<string, Uint16Array>();

  constructor(
    private readonly start: Day,
    asOf: Day,
  ) {
    this.days = asOf - start;
  }

  add(what: Counted, type: RoomType, day: Day): void {
    const index = day - this.start;
    if (index >= 0 && index < this.days) this.of(what, type)[index]! += 1;
  }

  rows(rooms: Readonly<Record<RoomType, number>>): HouseDayRow[] {
    return Array.from({ length: this.days }, (_, index) =>
      ROOM_TYPES.map((room_type): HouseDayRow => {
        const count = (what: Counted) => this.of(what, room_type)[index]!;
        const [arrivals, stayovers] = [count('arrivals'), count('stayovers')];
        return {
          date: isoDate(this.start + index),
          room_type,
          rooms: rooms[room_type],
          arrivals,
          departures: count('departures'),
          stayovers,
          occupied: arrivals + stayovers,
          held: count('held'),
        };
      }),
    ).flat();
  }

  private of(what: Counted, type: RoomType): Uint16Array {
    const key = `${what} ${type}`;
    const known = this.counts.get(key);
    if (known !== undefined) return known;
    const made = new Uint16Array(this.days);
    this.counts.set(key, made);
    return made;
  }
}
