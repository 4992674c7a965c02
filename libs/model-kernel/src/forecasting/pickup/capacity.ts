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
