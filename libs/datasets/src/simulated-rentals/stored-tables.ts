import { RENTAL_PROPERTIES_TABLE, type RentalProperty } from '../records/rental.js';
import type { TableLayouts } from '../tables/table-layout.js';
import type { RentalRows } from './tables.js';

/** Under which the analytics store keeps the simulated marketplace. */
export const RENTALS_SOURCE = 'simulated-rentals';

/** The rows as they are stored: of properties, other sources know less. */
interface StoredRentalRows extends Omit<RentalRows, 'properties'> {
  readonly properties: RentalProperty;
}

/** Where each table of the marketplace is kept, in the order in which readers may see them: what happened, last. */
export const RENTAL_TABLES = {
  destinations: {
    name: 'rentals_destinations',
    columns: {
      destination_id: 'String',
      name: 'String',
      country: 'LowCardinality(String)',
      kind: 'LowCardinality(String)',
      latitude: 'Float64',
      longitude: 'Float64',
    },
    order: ['destination_id'],
  },
  properties: RENTAL_PROPERTIES_TABLE,
  users: {
    name: 'rentals_users',
    columns: {
      user_id: 'UInt32',
      joined_on: 'Date32',
      country: 'LowCardinality(String)',
      user_type: 'LowCardinality(String)',
    },
    order: ['user_id'],
  },
  truth_users: {
    name: 'rentals_truth_users',
    columns: {
      user_id: 'UInt32',
      search_rate: 'Float64',
      churn_hazard: 'Float64',
      eagerness: 'Float64',
      churned_on: 'Nullable(Date32)',
      expected_searches_12m: 'Float64',
    },
    order: ['user_id'],
  },
  truth_properties: {
    name: 'rentals_truth_properties',
    columns: { property_id: 'UInt32', quality: 'Float64', elasticity: 'Float64' },
    order: ['property_id'],
  },
  truth_views: {
    name: 'rentals_truth_views',
    columns: { view_id: 'String', conversion_probability: 'Float64' },
    order: ['view_id'],
  },
  truth_demand: {
    name: 'rentals_truth_demand',
    columns: { destination_id: 'String', day: 'Date32', bookings: 'UInt32', expected_bookings: 'Float64' },
    order: ['destination_id', 'day'],
  },
  calendar: {
    name: 'rentals_calendar',
    columns: { property_id: 'UInt32', night: 'Date32', price: 'Float64', booked: 'UInt8' },
    order: ['property_id', 'night'],
  },
  views: {
    name: 'rentals_views',
    columns: {
      view_id: 'String',
      search_id: 'String',
      user_id: 'UInt32',
      property_id: 'UInt32',
      destination_id: 'String',
      viewed_at: "DateTime('UTC')",
      check_in: 'Date32',
      nights: 'UInt16',
      price: 'Float64',
      device: 'LowCardinality(String)',
      referrer: 'LowCardinality(String)',
      seconds_on_page: 'UInt32',
      rating_shown: 'Nullable(Float64)',
      clicked: 'UInt8',
      booked: 'UInt8',
    },
    order: ['property_id', 'viewed_at', 'view_id'],
  },
  cancellations: {
    name: 'rentals_cancellations',
    columns: { booking_id: 'String', cancelled_on: 'Date32' },
    order: ['booking_id'],
  },
  ratings: {
    name: 'rentals_ratings',
    columns: {
      booking_id: 'String',
      property_id: 'UInt32',
      user_id: 'UInt32',
      rated_on: 'Date32',
      rating: 'Float64',
    },
    order: ['property_id', 'rated_on', 'booking_id'],
  },
  bookings: {
    name: 'rentals_bookings',
    columns: {
      booking_id: 'String',
      view_id: 'String',
      user_id: 'UInt32',
      property_id: 'UInt32',
      destination_id: 'String',
      booked_at: "DateTime('UTC')",
      check_in: 'Date32',
      nights: 'UInt16',
      guests: 'UInt16',
      total_price: 'Float64',
    },
    order: ['property_id', 'booked_at', 'booking_id'],
  },
} as const satisfies TableLayouts<StoredRentalRows>;
