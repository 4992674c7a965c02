import type { BookingSource } from '../bookings/booking.js';

/**
 * The contract's booking source of a market segment and distribution channel of the hotel-bookings file.
 *
 * The segment decides where it can; groups, complementary stays and unknown segments go by their channel. A direct
 * booking is taken for the website's, which the file does not tell from the telephone, unless it was made on the day of
 * arrival: that guest walked in.
 *
 * @returns null where neither says anything.
 */
export function bookingSource(
  segment: string | null,
  channel: string | null,
  leadTimeDays: number,
): BookingSource | null {
  const direct = leadTimeDays === 0 ? 'walk_in' : 'website';
  switch (segment) {
    case 'Online TA':
      return 'ota';
    case 'Offline TA/TO':
      return 'travel_agent';
    case 'Direct':
      return direct;
    case 'Corporate':
    case 'Aviation':
      return 'corporate';
  }
  switch (channel) {
    case 'TA/TO':
    case 'GDS':
      return 'travel_agent';
    case 'Direct':
      return direct;
    case 'Corporate':
      return 'corporate';
    default:
      return null;
  }
}
