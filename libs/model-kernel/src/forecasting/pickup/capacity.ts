import { quantile } from '../../numerics/quantile.js';
import type { BookingCurves } from './booking-curves.js';

/**
 * The most a house takes, as its own days tell it: the 98 % quantile of the occupancy so far and two rooms. A quantile, as the
 * most ever seen may be an overbooked night; rooms above it, as full is seldom quite full.
 */
export function seenCapacity({ final }: BookingCurves, asOf: number): number {
  return quantile(final.subarray(0, asOf + 1), 0.98) + 2;
}

/** Rooms that may still be sold; never none, as a share of nothing says nothing. */
export function remaining(capacity: number, onBooks: number): number {
  return Math.max(capacity - onBooks, 5);
}

/**
 * The unit that errors of a pickup forecast count in before an interval adapts: √ of the rooms that were free when it was made. What may
 * still come are that many rooms, each taken or not, so that the error grows as the root of their number.
 */
export function freeRoomsScale(curves: BookingCurves, asOf: number, onBooks: number): number {
  return Math.sqrt(remaining(seenCapacity(curves, asOf), onBooks));
}
