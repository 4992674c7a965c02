import { dayOfSeconds, dayOfWeek, seasonOf, SECONDS_PER_DAY } from '../calendar/days.js';
import type { Feature } from './feature.js';

/** When it was booked, when the stay is, and how far off it is. */
export const CALENDAR_FEATURES = {
  booking_lead_time_days: {
    kind: 'numeric',
    description: 'Days from booking to arrival',
    unit: 'days',
    entity: 'booking',
    columns: ['booked_at', 'arrival_on'],
    value: ({ booking }) => booking.arrival_on - dayOfSeconds(booking.booked_at),
  },
  days_until_checkin: {
    kind: 'numeric',
    description: 'Days from the decision to arrival',
    unit: 'days',
    entity: 'booking',
    columns: ['arrival_on'],
    value: ({ booking, decidedAt }) => booking.arrival_on - dayOfSeconds(decidedAt),
  },
  booking_dow: {
    kind: 'numeric',
    description: 'Day of the week of booking',
    unit: 'day of week, 0 = Monday',
    entity: 'booking',
    columns: ['booked_at'],
    value: ({ booking }) => dayOfWeek(dayOfSeconds(booking.booked_at)),
  },
  booking_hour: {
    kind: 'numeric',
    description: 'Hour of booking, UTC',
    unit: 'hour',
    entity: 'booking',
    columns: ['booked_at'],
    value: ({ booking }) => Math.floor((booking.booked_at % SECONDS_PER_DAY) / 3_600),
  },
  arrival_dow: {
    kind: 'numeric',
    description: 'Day of the week of arrival',
    unit: 'day of week, 0 = Monday',
    entity: 'booking',
    columns: ['arrival_on'],
    value: ({ booking }) => dayOfWeek(booking.arrival_on),
  },
  // A season and no month or week: with a year or two of history those tell the model which rows are the oldest.
  season: {
    kind: 'categorical',
    description: 'Season of arrival, northern hemisphere',
    unit: 'category',
    entity: 'booking',
    columns: ['arrival_on'],
    value: ({ booking }) => seasonOf(booking.arrival_on),
  },
} as const satisfies Record<string, Feature>;
