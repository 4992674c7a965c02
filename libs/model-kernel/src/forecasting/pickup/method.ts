import type { BookingCurves, PickupOrigin } from './booking-curves.js';

/**
 * A way to get from what is on the books to what will be. A fit belongs to one origin (day and lead) and is plain data; what is
 * on the books comes in when forecasting, so that a booking made this minute moves the answer without a new fit.
 */
export interface PickupMethod<Fit = unknown> {
  /** What people call it, with its source. */
  readonly title: string;
  /**
   * Reads nothing that was not known at the end of day `asOf`: occupancy of days up to it, and what was on the books by then.
   *
   * @throws INVALID_ARGUMENT for an origin outside the curves.
   * @throws FAILED_PRECONDITION when too few days are known.
   */
  fit(curves: BookingCurves, origin: PickupOrigin): Fit;
  /** Expected occupancy in room-nights, ≥ 0. @param onBooks for the day, now. */
  forecast(fit: Fit, onBooks: number): number;
}
