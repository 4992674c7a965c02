export {
  HOLIDAY_COUNTRIES,
  publicHolidays,
  type HolidayCountry,
  type PublicHoliday,
} from './calendar/public-holidays.js';
export type { BookingRow, BookingSource, BookingStatus, PaymentMethod } from './bookings/booking.js';
export { columnKind, type ColumnKind, type Columns, type ColumnType } from './tables/column-type.js';
export { importers, isImporterName, type ImporterName } from './importers.js';
export { readHotelBookings } from './hotel-bookings/importer.js';
export { EVENT_TIMES, IMPORTED_LAYOUTS, type ImportedRows, type ImportedTable } from './imported-tables.js';
export type { ImportBatch, ImportColumn, Importer, ImportFileKind, ImportReject } from './importing/importer.js';
export type { ImportMapping } from './importing/mapping.js';
export type { ImportFile } from './importing/opened-file.js';
export { REJECTS_CSV_HEADER, rejectsCsv } from './importing/rejects-csv.js';
export {
  HOTEL_COLUMNS,
  LOYALTY_TIERS,
  MAX_LEAD_DAYS,
  NAMED_BOOKINGS,
  NAMED_HORIZON_DAYS,
  ROOM_TYPES,
  SEASONS,
  SEGMENTS,
  SERVICE_CATEGORIES,
  SIMULATED_PROPERTY,
  SIMULATED_SOURCE,
  simulateHotel,
  simulateWholeHotel,
  type BookingModificationRow,
  type CalendarRow,
  type GuestRow,
  type HotelDailyBatch,
  type HotelDailyRows,
  type HotelDailyTable,
  type HouseDayRow,
  type HousekeepingTaskRow,
  type LoyaltyTier,
  type RoomRateRow,
  type RoomRow,
  type RoomType,
  type Season,
  type Segment,
  type ServiceCategory,
  type ServiceRow,
  type ServiceUsageRow,
  type SimulatedHotelOptions,
  type SimulatedHotelTables,
  type TruthAttendantRow,
  type TruthBookingRow,
  type TruthElasticityRow,
  type TruthGuestRow,
  type TruthHousekeepingRow,
  type TruthSessionRow,
  type TurnedAwayRow,
  type WebsiteSessionRow,
  type WholeHotel,
} from './simulated-hotel/index.js';
export {
  GROCER_CATEGORIES,
  GROCER_COLUMNS,
  GrocerCounter,
  simulateGrocer,
  type GrocerCategory,
  type GrocerDay,
  type GrocerEventRow,
  type GrocerTotals,
  type GrocerTruthRow,
  type SimulatedGrocerOptions,
} from './simulated-grocer/index.js';
export {
  CHANNELS,
  SHOP_CATEGORIES,
  SHOP_COLUMNS,
  simulateShop,
  type Channel,
  type ShopBatch,
  type ShopCategory,
  type ShopRows,
  type ShopTable,
  type SimulatedShopOptions,
} from './simulated-shop/index.js';
export {
  RENTAL_COLUMNS,
  simulateRentals,
  type RentalBatch,
  type RentalRows,
  type RentalTable,
  type SimulatedRentalsOptions,
} from './simulated-rentals/index.js';
export { INTERACTIONS_TABLE, NO_TIME, type Interaction } from './records/interaction.js';
export { SERIES_TABLE, type SeriesPoint } from './records/series-point.js';
export { TRANSACTIONS_TABLE, type Transaction, type TransactionStatus } from './records/transaction.js';
export { GROCER_SOURCE, GROCER_TABLES, storedGrocer } from './simulated-grocer/table-layouts.js';
export { HOTEL_DAILY_TABLES, HOTEL_TABLES, type HotelTable } from './simulated-hotel/table-layouts.js';
export { RENTAL_TABLES, RENTALS_SOURCE } from './simulated-rentals/table-layouts.js';
export { SHOP_SOURCE, SHOP_TABLES, storedShop } from './simulated-shop/table-layouts.js';
export type { TableLayout, TableLayouts } from './tables/table-layout.js';
