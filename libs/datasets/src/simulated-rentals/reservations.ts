import { portableLogistic, type Rng } from '@bellwether/model-kernel/numerics';
import { isoDate, type Day } from '../calendar/day.js';
import type { Property } from './properties.js';
import type { CancellationRow, RatingRow, RentalBookingRow } from './tables.js';

interface Stay {
  readonly booking: RentalBookingRow;
  readonly property: Property;
  readonly checkIn: Day;
  readonly nights: number;
}

const CANCELLING = { level: -2.2, perMonthAhead: 0.25 };
const RATING_SHARE = 0.6;
const RATING = { level: 4.1, quality: 0.45, spread: 0.6 };

/** Which nights are taken, and what becomes of the stays: cancellations before, ratings after. */
export class Reservations {
  private readonly taken = new Set<number>();
  private readonly cancelling = new Map<Day, Stay[]>();
  private readonly ending = new Map<Day, Stay[]>();
  private readonly ratings: { count: number; sum: number }[];

  constructor(properties: readonly Property[]) {
    this.ratings = properties.map(() => ({ count: 0, sum: 0 }));
  }

  isFree({ index }: Property, checkIn: Day, nights: number): boolean {
    for (let night = checkIn; night < checkIn + nights; night++) if (this.taken.has(key(index, night))) return false;
    return true;
  }

  isBooked({ index }: Property, night: Day): boolean {
    return this.taken.has(key(index, night));
  }

  /** Mean rating, to one decimal, of those given before today; null without any. */
  ratingOf({ index }: Property): number | null {
    const { count, sum } = this.ratings[index]!;
    return count === 0 ? null : Math.round((10 * sum) / count) / 10;
  }

  book(rng: Rng, today: Day, stay: Stay): void {
    const { property, checkIn, nights } = stay;
    for (let night = checkIn; night < checkIn + nights; night++) this.taken.add(key(property.index, night));
    const ahead = checkIn - today;
    const cancels = rng.next() < portableLogistic(CANCELLING.level + (CANCELLING.perMonthAhead * ahead) / 30);
    if (ahead > 0 && cancels) push(this.cancelling, today + 1 + rng.int(ahead), stay);
    else push(this.ending, checkIn + nights, stay);
  }

  /** Those given up today; their nights are free again. */
  cancellationsOf(day: Day): CancellationRow[] {
    const stays = take(this.cancelling, day);
    for (const { property, checkIn, nights } of stays) {
      for (let night = checkIn; night < checkIn + nights; night++) this.taken.delete(key(property.index, night));
    }
    return stays.map(({ booking }) => ({ booking_id: booking.booking_id, cancelled_on: isoDate(day) }));
  }

  /** What the guests say whose stay ends today. */
  ratingsOf(rng: Rng, day: Day): RatingRow[] {
    const rows: RatingRow[] = [];
    for (const { booking, property } of take(this.ending, day)) {
      if (rng.next() >= RATING_SHARE) continue;
      const felt = RATING.level + RATING.quality * property.quality + rng.normal(0, RATING.spread);
      const rating = Math.min(5, Math.max(1, Math.round(felt)));
      const { booking_id, property_id, user_id } = booking;
      rows.push({ booking_id, property_id, user_id, rated_on: isoDate(day), rating });
      const told = this.ratings[property.index]!;
      told.count += 1;
      told.sum += rating;
    }
    return rows;
  }
}

/** A night of a property as one number: days since 1970 stay below 2²⁰ until the year 4840. */
const key = (index: number, night: Day): number => index * 2 ** 20 + night;

function push(byDay: Map<Day, Stay[]>, day: Day, stay: Stay): void {
  const stays = byDay.get(day);
  if (stays === undefined) byDay.set(day, [stay]);
  else stays.push(stay);
}

function take(byDay: Map<Day, Stay[]>, day: Day): readonly Stay[] {
  const stays = byDay.get(day) ?? [];
  byDay.delete(day);
  return stays;
}
