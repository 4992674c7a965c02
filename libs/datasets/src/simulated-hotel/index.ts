export { HOTEL_COLUMNS } from './table-layouts.js';
export { SIMULATED_PROPERTY, SIMULATED_SOURCE } from './booking-rows.js';
export { LOYALTY_TIERS, type GuestRow, type LoyaltyTier, type TruthGuestRow } from './guests.js';
export { MAX_LEAD_DAYS } from './booking-request.js';
export { NAMED_BOOKINGS, NAMED_HORIZON_DAYS } from './named-bookings.js';
export type { SimulatedHotelOptions } from './options.js';
export { ROOM_TYPES, type RoomRow, type RoomType } from './rooms.js';
export { SEASONS, type Season } from './seasons.js';
export { SEGMENTS, type Segment } from './segments.js';
export { SERVICE_CATEGORIES, type ServiceCategory, type ServiceRow } from './services.js';
export type { ServiceUsageRow } from './service-usage.js';
export { simulateHotel, simulateWholeHotel, type WholeHotel } from './simulate-hotel.js';
export type {
  BookingModificationRow,
  CalendarRow,
  HotelDailyBatch,
  HotelDailyRows,
  HotelDailyTable,
  HouseDayRow,
  HousekeepingTaskRow,
  RoomRateRow,
  SimulatedHotelTables,
  TruthAttendantRow,
  TruthBookingRow,
  TruthElasticityRow,
  TruthHousekeepingRow,
  TruthSessionRow,
  TurnedAwayRow,
  WebsiteSessionRow,
} from './tables.js';
