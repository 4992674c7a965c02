import type { TableLayouts } from '../tables/table-layout.js';
import type { SimulatedHotelTables } from './tables.js';

/** The tables that the hotel shares with every source of bookings, which are laid out where features are made of them. */
type SharedTable = 'bookings' | 'booking_modifications' | 'truth_bookings';

/** The tables that are the simulated hotel's own. */
export type HotelTable = Exclude<keyof SimulatedHotelTables, SharedTable>;

type HotelRows = { readonly [Table in HotelTable]: SimulatedHotelTables[Table][number] };

/** Where each table of its own is kept. */
export const HOTEL_TABLES = {
  guests: {
    name: 'hotel_guests',
    columns: {
      guest_id: 'String',
      segment: 'LowCardinality(String)',
      country: 'LowCardinality(String)',
      birth_year: 'UInt16',
      loyalty_tier: 'LowCardinality(String)',
    },
    order: ['guest_id'],
  },
  rooms: {
    name: 'hotel_rooms',
    columns: {
      room_number: 'String',
      room_type: 'LowCardinality(String)',
      floor: 'UInt16',
      view: 'LowCardinality(String)',
      capacity: 'UInt16',
      smoking: 'UInt8',
      features: 'Array(LowCardinality(String))',
      usual_price: 'Float64',
    },
    order: ['room_number'],
  },
  services: {
    name: 'hotel_services',
    columns: {
      service_id: 'String',
      service_name: 'String',
      category: 'LowCardinality(String)',
      price: 'Float64',
      opens_at: 'UInt8',
      closes_at: 'UInt8',
      discount_eligible: 'UInt8',
    },
    order: ['service_id'],
  },
  service_usage: {
    name: 'hotel_service_usage',
    columns: {
      booking_id: 'String',
      guest_id: 'String',
      service_id: 'LowCardinality(String)',
      used_at: "DateTime('UTC')",
      amount: 'Float64',
    },
    order: ['guest_id', 'used_at'],
  },
  calendar: {
    name: 'hotel_calendar',
    columns: {
      date: 'Date32',
      season: 'LowCardinality(String)',
      is_holiday: 'UInt8',
      holiday_name: 'LowCardinality(Nullable(String))',
      is_inspection: 'UInt8',
      event_name: 'LowCardinality(Nullable(String))',
      event_score: 'Float64',
      weather_score: 'Float64',
      tourism_index: 'Float64',
    },
    order: ['date'],
  },
  room_rates: {
    name: 'hotel_room_rates',
    columns: {
      date: 'Date32',
      room_type: 'LowCardinality(String)',
      rooms: 'UInt32',
      base_price: 'Float64',
      price: 'Float64',
      competitor_avg_price: 'Float64',
      competitor_min_price: 'Float64',
      competitor_max_price: 'Float64',
    },
    order: ['date', 'room_type'],
  },
  turned_away: {
    name: 'hotel_turned_away',
    columns: { date: 'Date32', room_type: 'LowCardinality(String)', requests: 'UInt32' },
    order: ['date', 'room_type'],
  },
  truth_guests: {
    name: 'hotel_truth_guests',
    columns: { guest_id: 'String', cancelling: 'Float64', booking_rate: 'Float64', tastes: 'Array(Float64)' },
    order: ['guest_id'],
  },
  truth_elasticities: {
    name: 'hotel_truth_elasticities',
    columns: {
      segment: 'LowCardinality(String)',
      room_type: 'LowCardinality(String)',
      season: 'LowCardinality(String)',
      elasticity: 'Float64',
    },
    order: ['segment', 'room_type', 'season'],
  },
} as const satisfies TableLayouts<HotelRows>;
