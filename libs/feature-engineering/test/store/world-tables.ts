import type { AnalyticsTables } from '../../src/index.js';

const UTC = "DateTime('UTC')";

/** The tables that stored views read, as far as they read them. */
const COLUMNS: Readonly<Record<string, string>> = {
  rentals_destinations: 'destination_id String, country LowCardinality(String), latitude Float64, longitude Float64',
  rentals_properties:
    'property_id UInt32, destination_id String, property_type LowCardinality(String), bedrooms Nullable(UInt16), max_guests Nullable(UInt16), base_price Nullable(Float64), photos Nullable(UInt16)',
  rentals_users: 'user_id UInt32, joined_on Date32, country LowCardinality(String), user_type LowCardinality(String)',
  rentals_views: `search_id String, user_id UInt32, property_id UInt32, viewed_at ${UTC}, device LowCardinality(String), seconds_on_page UInt32, clicked UInt8, booked UInt8`,
  rentals_bookings: `booking_id String, user_id UInt32, property_id UInt32, booked_at ${UTC}, check_in Date32, total_price Float64`,
  rentals_cancellations: 'booking_id String, cancelled_on Date32',
  rentals_ratings: 'property_id UInt32, rated_on Date32, rating Float64',
  rentals_calendar: 'property_id UInt32, night Date32, booked UInt8',
  hotel_guests:
    'guest_id String, segment LowCardinality(String), country LowCardinality(String), birth_year UInt16, loyalty_tier LowCardinality(String)',
  hotel_rooms: 'room_type LowCardinality(String), capacity UInt16',
  hotel_services:
    'service_id String, category LowCardinality(String), price Float64, opens_at UInt8, closes_at UInt8, discount_eligible UInt8',
  hotel_service_usage: `guest_id String, service_id LowCardinality(String), used_at ${UTC}, amount Float64`,
  hotel_room_rates:
    'date Date32, room_type LowCardinality(String), base_price Float64, price Float64, competitor_avg_price Float64, competitor_min_price Float64, competitor_max_price Float64',
  hotel_calendar: 'date Date32, is_holiday UInt8, event_score Float64, weather_score Float64, tourism_index Float64',
};

export async function createWorldTables(store: AnalyticsTables): Promise<void> {
  for (const [name, columns] of Object.entries(COLUMNS)) {
    await store.command(
      `CREATE TABLE IF NOT EXISTS ${name} (source LowCardinality(String), ${columns}, recorded_at ${UTC} DEFAULT now())
       ENGINE = MergeTree PARTITION BY source ORDER BY source`,
    );
  }
}

/** Fills tables, one line of values a row, in the order of the table's columns. */
export async function fill(
  store: AnalyticsTables,
  source: string,
  tables: Readonly<Record<string, readonly (readonly (string | number)[])[]>>,
): Promise<void> {
  for (const [table, lines] of Object.entries(tables)) {
    const names = COLUMNS[table]!.replaceAll("('UTC')", '')
      .split(', ')
      .map((column) => column.split(' ')[0]!);
    const rows = lines.map((line) => ({ source, ...Object.fromEntries(names.map((name, i) => [name, line[i]])) }));
    await store.insert(table, rows);
  }
}
