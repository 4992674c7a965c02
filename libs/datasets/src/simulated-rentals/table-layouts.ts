import { RENTAL_PROPERTIES_TABLE, type RentalNight, type RentalProperty } from '../records/rental.js';
import { columnsByTable, type TableLayouts } from '../tables/table-layout.js';
import type { RentalRows } from './tables.js';

/** Under which the analytics store keeps the simulated marketplace. */
export const RENTALS_SOURCE = 'simulated-rentals';

/** The rows as they are stored: of properties and nights, other sources know less. */
interface StoredRentalRows extends Omit<RentalRows, 'properties' | 'calendar'> {
  readonly properties: RentalProperty;
  readonly calendar: RentalNight;
}

/** Where each table of the marketplace is kept, in the order in which readers may see them: what happened, last. */
export const RENTAL_TABLES = {
  destinations: {
    name: 'rentals_destinations',
    columns: {
      destination_id: 'text',
      name: 'text',
      country: 'label',
      kind: 'label',
      latitude: 'number',
      longitude: 'number',
    },
    order: ['destination_id'],
  },
  properties: RENTAL_PROPERTIES_TABLE,
  users: {
    name: 'rentals_users',
    columns: {
      user_id: 'uint32',
      joined_on: 'day',
      country: 'label',
      user_type: 'label',
    },
    order: ['user_id'],
  },
  truth_users: {
    name: 'rentals_truth_users',
    columns: {
      user_id: 'uint32',
      search_rate: 'number',
      churn_hazard: 'number',
      eagerness: 'number',
      churned_on: 'day?',
      expected_searches_12m: 'number',
    },
    order: ['user_id'],
  },
  truth_properties: {
    name: 'rentals_truth_properties',
    columns: { property_id: 'uint32', quality: 'number', elasticity: 'number' },
    order: ['property_id'],
  },
  truth_views: {
    name: 'rentals_truth_views',
    columns: { view_id: 'text', conversion_probability: 'number' },
    order: ['view_id'],
  },
  truth_demand: {
    name: 'rentals_truth_demand',
    columns: { destination_id: 'text', day: 'day', bookings: 'uint32', expected_bookings: 'number' },
    order: ['destination_id', 'day'],
  },
  calendar: {
    name: 'rentals_calendar',
    columns: { property_id: 'uint32', night: 'day', price: 'number?', booked: 'uint8' },
    order: ['property_id', 'night'],
  },
  views: {
    name: 'rentals_views',
    columns: {
      view_id: 'text',
      search_id: 'text',
      user_id: 'uint32',
      property_id: 'uint32',
      destination_id: 'text',
      viewed_at: 'instant',
      check_in: 'day',
      nights: 'uint16',
      price: 'number',
      device: 'label',
      referrer: 'label',
      seconds_on_page: 'uint32',
      rating_shown: 'number?',
      clicked: 'uint8',
      booked: 'uint8',
    },
    order: ['property_id', 'viewed_at', 'view_id'],
  },
  cancellations: {
    name: 'rentals_cancellations',
    columns: { booking_id: 'text', cancelled_on: 'day' },
    order: ['booking_id'],
  },
  ratings: {
    name: 'rentals_ratings',
    columns: {
      booking_id: 'text',
      property_id: 'uint32',
      user_id: 'uint32',
      rated_on: 'day',
      rating: 'whole',
    },
    order: ['property_id', 'rated_on', 'booking_id'],
  },
  bookings: {
    name: 'rentals_bookings',
    columns: {
      booking_id: 'text',
      view_id: 'text',
      user_id: 'uint32',
      property_id: 'uint32',
      destination_id: 'text',
      booked_at: 'instant',
      check_in: 'day',
      nights: 'uint16',
      guests: 'uint16',
      total_price: 'number',
    },
    order: ['property_id', 'booked_at', 'booking_id'],
  },
} as const satisfies TableLayouts<StoredRentalRows>;

/** What the columns of each table hold. */
export const RENTAL_COLUMNS = columnsByTable(RENTAL_TABLES);
