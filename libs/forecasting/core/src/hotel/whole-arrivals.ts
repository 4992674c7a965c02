import type { TypeBooks } from './books.js';
import type { TypeHistory } from './hotel-history.js';

/**
 * Whole arrivals: those on the books and, of the rooms sold later, the share that usually arrives on such a weekday; held
 * where the occupancies allow it, occupied(d) − occupied(d − 1) ≤ arrivals(d) ≤ occupied(d).
 */
export function wholeArrivals(
  occupied: Int32Array,
  before: number,
  books: Pick<TypeBooks, 'rooms' | 'arrivals'>,
  history: Pick<TypeHistory, 'rooms' | 'arrivals' | 'known'>,
): Int32Array {
  return occupied.map((rooms, k) => {
    const booked = books.rooms[k]!;
    const share = arrivalShare(history, history.known + k);
    const expected =
      booked > rooms
        ? books.arrivals[k]! * (rooms / booked)
        : Math.min(rooms, books.arrivals[k]! + (rooms - booked) * share);
    const least = Math.max(0, rooms - (k === 0 ? before : occupied[k - 1]!));
    return Math.min(rooms, Math.max(least, Math.round(expected)));
  });
}

const WEEKS = 8;

/** Arrivals for each occupied room over the last eight same weekdays; 1 where none was occupied. */
function arrivalShare(
  { rooms, arrivals, known }: Pick<TypeHistory, 'rooms' | 'arrivals' | 'known'>,
  day: number,
): number {
  let [came, filled] = [0, 0];
  const back = Math.ceil((day - known + 1) / 7);
  for (let week = 0; week < WEEKS; week++) {
    const past = day - 7 * (back + week);
    if (past < 0) break;
    came += arrivals[past]!;
    filled += rooms.final[past]!;
  }
  return filled > 0 ? Math.min(1, came / filled) : 1;
}
