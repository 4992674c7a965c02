import { AT_BOOKING, AT_STATUS, type AvailableAt } from '../bookings/available-at.js';

/** A table as features read it: which columns, and from when on a row counts. */
export interface FeatureSource {
  readonly table: string;
  /** ClickHouse expressions, each a column or `… AS name`. */
  readonly columns: readonly string[];
  readonly availableAt: AvailableAt;
}

const ALWAYS: AvailableAt = { words: 'always: it does not change', sql: 'toInt64(0)' };

/** Instants are kept in whole seconds: what happened within one is known when it is over. */
const afterSecondOf = (column: string, words: string): AvailableAt => ({
  words,
  sql: `toInt64(toUnixTimestamp(${column})) + 1`,
});

/** Of what is dated by the day, the hour is not known: it counts when the day is over. */
const afterDayOf = (column: string, words: string): AvailableAt => ({
  words,
  sql: `(toInt64(toInt32(${column})) + 1) * 86400`,
});

const onDayOf = (column: string, words: string): AvailableAt => ({ words, sql: `toInt64(toInt32(${column})) * 86400` });

/** Everything that stored views may read, by name. */
export const SOURCES = {
  rentals_properties: {
    table: 'rentals_properties',
    columns: ['property_id', 'destination_id', 'property_type', 'bedrooms', 'max_guests', 'base_price', 'photos'],
    availableAt: ALWAYS,
  },
  rentals_destinations: {
    table: 'rentals_destinations',
    columns: ['destination_id', 'country', 'latitude', 'longitude'],
    availableAt: ALWAYS,
  },
  rentals_users: {
    table: 'rentals_users',
    columns: ['user_id', 'joined_on', 'country', 'user_type'],
    availableAt: afterDayOf('joined_on', 'the day after joining'),
  },
  rentals_views: {
    table: 'rentals_views',
    columns: ['search_id', 'user_id', 'property_id', 'viewed_at', 'device'],
    availableAt: afterSecondOf('viewed_at', 'with the view'),
  },
  /** What became of a view: it was clicked and booked, if at all, while its page was open. */
  rentals_views_left: {
    table: 'rentals_views',
    columns: ['property_id', 'viewed_at', 'seconds_on_page', 'clicked', 'booked'],
    availableAt: afterSecondOf('viewed_at + seconds_on_page', 'when the page is left'),
  },
  rentals_bookings: {
    table: 'rentals_bookings',
    columns: ['booking_id', 'user_id', 'property_id', 'booked_at', 'check_in', 'total_price'],
    availableAt: afterSecondOf('booked_at', 'at booking'),
  },
  rentals_cancellations: {
    table: 'rentals_cancellations',
    columns: ['booking_id'],
    availableAt: afterDayOf('cancelled_on', 'the day after the cancellation'),
  },
  rentals_ratings: {
    table: 'rentals_ratings',
    columns: ['property_id', 'rating'],
    availableAt: afterDayOf('rated_on', 'the day after the rating'),
  },
  rentals_calendar: {
    table: 'rentals_calendar',
    columns: ['property_id', 'night', 'booked'],
    availableAt: afterDayOf('night', 'the day after the night'),
  },
  bookings: {
    table: 'bookings',
    columns: [
      ...['guest_id', 'booked_at', 'arrival_on', 'departure_on', 'room_type', 'booking_source'],
      ...['adults', 'children', 'babies', 'total_amount', 'special_requests'],
      // The table holds the last status; until that day the booking was open.
      `if(${AT_STATUS.sql} <= {as_of:Int64}, status, 'open') AS known_status`,
    ],
    availableAt: { words: AT_BOOKING.words, sql: `${AT_BOOKING.sql} + 1` },
  },
  hotel_guests: {
    table: 'hotel_guests',
    columns: ['guest_id', 'segment', 'country', 'birth_year', 'loyalty_tier'],
    availableAt: ALWAYS,
  },
  hotel_rooms: { table: 'hotel_rooms', columns: ['room_type', 'capacity'], availableAt: ALWAYS },
  hotel_services: {
    table: 'hotel_services',
    columns: ['service_id', 'category', 'price', 'opens_at', 'closes_at', 'discount_eligible'],
    availableAt: ALWAYS,
  },
  hotel_service_usage: {
    table: 'hotel_service_usage',
    columns: ['guest_id', 'service_id', 'used_at', 'amount'],
    availableAt: afterSecondOf('used_at', 'with the use'),
  },
  hotel_room_rates: {
    table: 'hotel_room_rates',
    columns: [
      ...['date', 'room_type', 'base_price', 'price'],
      ...['competitor_avg_price', 'competitor_min_price', 'competitor_max_price'],
    ],
    availableAt: onDayOf('date', 'on the day of the night'),
  },
  /** What is announced: holidays and local events. */
  hotel_calendar_plan: {
    table: 'hotel_calendar',
    columns: ['date', 'is_holiday', 'event_score'],
    availableAt: ALWAYS,
  },
  /** What is measured. */
  hotel_calendar_observed: {
    table: 'hotel_calendar',
    columns: ['date', 'weather_score', 'tourism_index'],
    availableAt: afterDayOf('date', 'the day after'),
  },
} as const satisfies Record<string, FeatureSource>;

export type SourceName = keyof typeof SOURCES;

/**
 * A source as it was known at an instant, as a relation to select from.
 *
 * Bound parameters: `source` String, `as_of` Int64 in seconds since 1970.
 */
export function knownSql(name: SourceName): string {
  const { table, columns, availableAt }: FeatureSource = SOURCES[name];
  return `(SELECT ${columns.join(', ')} FROM ${table}
    WHERE source = {source:String} AND ${availableAt.sql} <= {as_of:Int64})`;
}
