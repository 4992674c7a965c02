import { simulateHotel } from '@bellwether/datasets';
import {
  BOOKINGS_TABLE,
  createBookingTables,
  replaceSource,
  type StoredBooking,
} from '@bellwether/feature-engineering';
import type { Reservation } from '@bellwether/contracts';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';

export const SOURCE = 'simulated-hotel';
export const AS_OF = '2026-03-01';
export const NOW = new Date('2026-03-01T05:00:00Z');

export interface HotelWorld {
  readonly bookings: readonly StoredBooking[];
  readonly analytics: AnalyticsStore;
}

/** Two years of a small hotel, in an analytics store of its own. */
export async function hotelWorld(): Promise<HotelWorld> {
  const { bookings } = simulateHotel({ seed: 7, asOf: AS_OF, years: 2, rooms: 24, guests: 3_000 });
  const analytics = await openAnalyticsStore('chdb://memory');
  await createBookingTables(analytics);
  await replaceSource(analytics, BOOKINGS_TABLE, SOURCE, [bookings]);
  return { bookings, analytics };
}

/** A booking as the booking engine would tell it. */
export function reservationOf(booking: StoredBooking): Reservation {
  const { booking_id, arrival_on, departure_on, room_type, assigned_room_type, status, status_on } = booking;
  return {
    ...{ booking_id, arrival_on, departure_on, status, status_on: status_on ?? null },
    booked_on: booking.booked_at.slice(0, 10),
    room_type: room_type!,
    ...(assigned_room_type !== null && { given_room_type: assigned_room_type }),
    segment: booking.market_segment!,
    channel: booking.distribution_channel!,
    nightly_rate: booking.average_daily_rate,
  };
}
