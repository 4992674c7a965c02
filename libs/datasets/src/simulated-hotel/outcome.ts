import type { BookingStatus } from '../bookings/booking.js';
import type { Day } from '../calendar/day.js';
import type { BookingRequest } from './booking-request.js';

/** How a booking ends: the status, and the day it is known. */
export interface Outcome {
  readonly status: Exclude<BookingStatus, 'open'>;
  readonly on: Day;
}

/** The end a booking comes to in time: a cancellation on its day, a no-show on that of arrival, a stay at departure. */
export function outcomeOf(request: BookingRequest): Outcome {
  const { path, booked, arrival, nights, noShow } = request;
  if (path.cancelDay !== null) return { status: 'cancelled', on: booked + path.cancelDay };
  return noShow ? { status: 'no_show', on: arrival } : { status: 'checked_out', on: arrival + nights };
}

/**
 * The status of a booking as it stands at the start of a day: what happened on the day itself is not known yet. A guest
 * in the house counts as checked out since the day of arrival, because the stay took place.
 */
export function statusAsOf(request: BookingRequest, asOf: Day): { status: BookingStatus; on: Day | null } {
  const { status, on } = outcomeOf(request);
  if (on < asOf) return { status, on };
  if (status === 'checked_out' && request.arrival < asOf) return { status, on: request.arrival };
  return { status: 'open', on: null };
}
