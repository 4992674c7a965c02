import { DomainError } from '@bellwether/errors';

/** One booking of one room, days counted from any fixed day. */
export interface BookedStay {
  readonly arrival: number;
  /** ≥ 0; a booking without a night fills no room. */
  readonly nights: number;
  /** The day it was made. */
  readonly booked: number;
  /** The day it was cancelled, if it was: off the books from the end of that day. */
  readonly cancelled?: number;
  /** Whether the guest came. A no-show stays on the books and fills no room. */
  readonly stayed: boolean;
  /** What each of its nights counts: 1, or its price where curves are of money. */
  readonly weight?: number;
}

/**
 * What was on the books for each day, from `leads` days before to the day itself, and what it came to. Matrices have a row a
 * lead: `onBooks[h * days + d]` is what was on the books for day d at the end of day d − h.
 */
export interface BookingCurves {
  /** The day that column 0 is, as the bookings count. */
  readonly firstDay: number;
  readonly days: number;
  readonly leads: number;
  /** Room-nights, shape (leads + 1, days). */
  readonly onBooks: Float64Array;
  /** The part of them that stayed in the end, shape (leads + 1, days); the rest is the wash. Known once the day is over. */
  readonly kept: Float64Array;
  /** Occupied room-nights, shape (days,). */
  readonly final: Float64Array;
}

/**
 * The booking curves of a set of bookings: each fills every night of its stay at every lead between its booking and its
 * cancellation.
 *
 * @param span which days are columns, and how many leads are rows besides 0.
 * @throws INVALID_ARGUMENT for a span that holds no day or a negative number of leads.
 */
export function bookingCurves(
  stays: Iterable<BookedStay>,
  span: { readonly firstDay: number; readonly days: number; readonly leads: number },
): BookingCurves {
  const { firstDay, days, leads } = span;
  if (!Number.isInteger(days) || days < 1 || !Number.isInteger(leads) || leads < 0) {
    throw new DomainError('INVALID_ARGUMENT', `days must be ≥ 1 and leads ≥ 0, both whole, got ${days} and ${leads}`);
  }
  const onBooks = new Float64Array((leads + 1) * days);
  const kept = new Float64Array((leads + 1) * days);
  const final = new Float64Array(days);
  for (const stay of stays) {
    const weight = stay.weight ?? 1;
    const from = Math.max(0, stay.arrival - firstDay);
    const to = Math.min(days, stay.arrival + stay.nights - firstDay);
    for (let day = from; day < to; day++) {
      const longest = Math.min(leads, day + firstDay - stay.booked);
      const shortest = stay.cancelled === undefined ? 0 : Math.max(0, day + firstDay - stay.cancelled + 1);
      for (let h = shortest; h <= longest; h++) {
        onBooks[h * days + day]! += weight;
        if (stay.stayed) kept[h * days + day]! += weight;
      }
      if (stay.stayed) final[day]! += weight;
    }
  }
  return { firstDay, days, leads, onBooks, kept, final };
}

/** Where a forecast stands: it is made at the end of day `asOf` for the day `h` later, both columns of the curves. */
export interface PickupOrigin {
  /** The last day whose occupancy is known. */
  readonly asOf: number;
  /** Days ahead, 0 … leads. */
  readonly h: number;
}

/** @throws INVALID_ARGUMENT for an origin outside the curves. */
export function checkOrigin({ days, leads }: BookingCurves, { asOf, h }: PickupOrigin): void {
  if (!Number.isInteger(asOf) || asOf < 0 || asOf >= days) {
    throw new DomainError('INVALID_ARGUMENT', `asOf must be a day in 0 … ${days - 1}, got ${asOf}`);
  }
  if (!Number.isInteger(h) || h < 1 || h > leads) {
    throw new DomainError('INVALID_ARGUMENT', `h must be a lead in 1 … ${leads}, got ${h}`);
  }
}
