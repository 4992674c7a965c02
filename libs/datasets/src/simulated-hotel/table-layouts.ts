import { columnsByTable, type TableLayouts } from '../tables/table-layout.js';
import { BOOKING_TABLE_COLUMNS } from './booking-columns.js';
import type { HotelDailyRows, SimulatedHotelTables } from './tables.js';

/** The tables that are the simulated hotel's own. */
export type HotelTable = Exclude<keyof SimulatedHotelTables, keyof typeof BOOKING_TABLE_COLUMNS>;

type HotelRows = { readonly [Table in HotelTable]: SimulatedHotelTables[Table][number] };

/** Where each table of its own is kept. */
export const HOTEL_TABLES = {
  guests: {
    name: 'hotel_guests',
    columns: {
      guest_id: 'text',
      segment: 'label',
      country: 'label',
      birth_year: 'uint16',
      loyalty_tier: 'label',
    },
    order: ['guest_id'],
  },
  rooms: {
    name: 'hotel_rooms',
    columns: {
      room_number: 'text',
      room_type: 'label',
      floor: 'uint16',
      view: 'label',
      capacity: 'uint16',
      smoking: 'boolean',
      features: 'labels',
      usual_price: 'amount',
    },
    order: ['room_number'],
  },
  services: {
    name: 'hotel_services',
    columns: {
      service_id: 'text',
      service_name: 'text',
      category: 'label',
      price: 'amount',
      opens_at: 'uint8',
      closes_at: 'uint8',
      discount_eligible: 'boolean',
    },
    order: ['service_id'],
  },
  service_usage: {
    name: 'hotel_service_usage',
    columns: {
      booking_id: 'text',
      guest_id: 'text',
      service_id: 'label',
      used_at: 'instant',
      amount: 'amount',
    },
    order: ['guest_id', 'used_at'],
  },
  calendar: {
    name: 'hotel_calendar',
    columns: {
      date: 'day',
      season: 'label',
      is_holiday: 'boolean',
      holiday_name: 'label?',
      is_inspection: 'boolean',
      event_name: 'label?',
      event_score: 'number',
      weather_score: 'number',
      tourism_index: 'number',
    },
    order: ['date'],
  },
  room_rates: {
    name: 'hotel_room_rates',
    columns: {
      date: 'day',
      room_type: 'label',
      rooms: 'uint32',
      base_price: 'amount',
      price: 'amount',
      competitor_avg_price: 'amount',
      competitor_min_price: 'amount',
      competitor_max_price: 'amount',
    },
    order: ['date', 'room_type'],
  },
  turned_away: {
    name: 'hotel_turned_away',
    columns: { date: 'day', room_type: 'label', requests: 'uint32' },
    order: ['date', 'room_type'],
  },
  truth_guests: {
    name: 'hotel_truth_guests',
    columns: { guest_id: 'text', cancelling: 'number', booking_rate: 'number', tastes: 'numbers' },
    order: ['guest_id'],
  },
  truth_elasticities: {
    name: 'hotel_truth_elasticities',
    columns: {
      segment: 'label',
      room_type: 'label',
      season: 'label',
      elasticity: 'number',
    },
    order: ['segment', 'room_type', 'season'],
  },
} as const satisfies TableLayouts<HotelRows>;

/** Where each table is kept that grows day by day, in the order in which readers may see them: what happened, last. */
export const HOTEL_DAILY_TABLES = {
  truth_sessions: {
    name: 'hotel_truth_sessions',
    columns: {
      session_id: 'text',
      segment: 'label',
      asking_probability: 'number',
      price_ratio: 'number',
      price_elasticity: 'number',
    },
    order: ['session_id'],
  },
  truth_attendants: {
    name: 'hotel_truth_attendants',
    columns: { attendant_id: 'label', pace: 'number' },
    order: ['attendant_id'],
  },
  truth_housekeeping: {
    name: 'hotel_truth_housekeeping',
    columns: { date: 'day', room_number: 'label', expected_minutes: 'number' },
    order: ['date', 'room_number'],
  },
  website_sessions: {
    name: 'hotel_website_sessions',
    columns: {
      session_id: 'text',
      guest_id: 'text?',
      site: 'label',
      device: 'label',
      started_at: 'instant',
      minutes: 'number',
      pages_viewed: 'uint16',
      price_comparisons: 'uint16',
      room_types_viewed: 'labels',
      room_type: 'label',
      check_in: 'day',
      nights: 'uint16',
      price_shown: 'amount',
      outcome: 'label',
      booking_id: 'text?',
    },
    order: ['started_at', 'session_id'],
  },
  house_days: {
    name: 'hotel_house_days',
    columns: {
      date: 'day',
      room_type: 'label',
      rooms: 'uint32',
      arrivals: 'uint32',
      departures: 'uint32',
      stayovers: 'uint32',
      occupied: 'uint32',
      held: 'uint32',
    },
    order: ['date', 'room_type'],
  },
  housekeeping_tasks: {
    name: 'hotel_housekeeping_tasks',
    columns: {
      date: 'day',
      room_number: 'label',
      room_type: 'label',
      kind: 'label',
      booking_id: 'text',
      nights_stayed: 'uint16',
      children: 'uint16',
      attendant_id: 'label',
      minutes: 'number',
    },
    order: ['date', 'room_number'],
  },
} as const satisfies TableLayouts<HotelDailyRows>;

/** What the columns of each table hold. */
export const HOTEL_COLUMNS = {
  ...BOOKING_TABLE_COLUMNS,
  ...columnsByTable({ ...HOTEL_TABLES, ...HOTEL_DAILY_TABLES }),
};
