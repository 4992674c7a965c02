import type { Day } from '../calendar/day.js';
import { ROOM_TYPES, type RoomType } from './rooms.js';

/** Rooms taken, by type and night. */
export class RoomInventory {
  private readonly taken: Readonly<Record<RoomType, Uint16Array>>;

  /** @param first the first night it knows. @param nights how many. */
  constructor(
    private readonly counts: Readonly<Record<RoomType, number>>,
    private readonly first: Day,
    nights: number,
  ) {
    this.taken = { standard: new Uint16Array(nights), deluxe: new Uint16Array(nights), suite: new Uint16Array(nights) };
  }

  /**
   * Takes a room of the type for a stay, or of the next better type that has one free for all its nights.
   *
   * @returns the type taken, or null where the house is full.
   */
  take(type: RoomType, arrival: Day, nights: number): RoomType | null {
    for (let better = ROOM_TYPES.indexOf(type); better < ROOM_TYPES.length; better++) {
      const candidate = ROOM_TYPES[better]!;
      if (!this.isFree(candidate, arrival, nights)) continue;
      this.change(candidate, arrival, nights, 1);
      return candidate;
    }
    return null;
  }

  /** Gives a stay's room back. */
  release(type: RoomType, arrival: Day, nights: number): void {
    this.change(type, arrival, nights, -1);
  }

  private isFree(type: RoomType, arrival: Day, nights: number): boolean {
    const taken = this.taken[type];
    for (let night = arrival - this.first; night < arrival - this.first + nights; night++) {
      if (taken[night]! >= this.counts[type]) return false;
    }
    return true;
  }

  private change(type: RoomType, arrival: Day, nights: number, by: number): void {
    const taken = this.taken[type];
    for (let night = arrival - this.first; night < arrival - this.first + nights; night++) taken[night]! += by;
  }
}
