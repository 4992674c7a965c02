import type { BookingRow } from './bookings/booking.js';
import { INTERACTIONS_TABLE, type Interaction } from './records/interaction.js';
import { ORDERS_TABLE, PAYMENTS_TABLE, type Order, type Payment } from './records/order.js';
import {
  RENTAL_LISTINGS_TABLE,
  RENTAL_PROPERTIES_TABLE,
  type RentalListing,
  type RentalNight,
  type RentalProperty,
} from './records/rental.js';
import { SERIES_TABLE, type SeriesPoint } from './records/series-point.js';
import { TRANSACTIONS_TABLE, type Transaction } from './records/transaction.js';
import type { DestinationRow } from './simulated-rentals/destinations.js';
import { RENTAL_TABLES } from './simulated-rentals/table-layouts.js';
import type { TableLayouts } from './tables/table-layout.js';

/** The rows of every table that importers fill, by the table's name. */
export interface ImportedRows {
  readonly bookings: BookingRow;
  readonly interactions: Interaction;
  readonly orders: Order;
  readonly payments: Payment;
  readonly rentals_calendar: RentalNight;
  readonly rentals_destinations: Omit<DestinationRow, 'kind'> & { readonly kind: string };
  readonly rentals_listings: RentalListing;
  readonly rentals_properties: RentalProperty;
  readonly series: SeriesPoint;
  readonly transactions: Transaction;
}
export type ImportedTable = keyof ImportedRows;

/** How they are kept, but for bookings, which are laid out where features are made of them. */
export const IMPORTED_LAYOUTS = {
  interactions: INTERACTIONS_TABLE,
  orders: ORDERS_TABLE,
  payments: PAYMENTS_TABLE,
  rentals_calendar: RENTAL_TABLES.calendar,
  rentals_destinations: RENTAL_TABLES.destinations,
  rentals_listings: RENTAL_LISTINGS_TABLE,
  rentals_properties: RENTAL_PROPERTIES_TABLE,
  series: SERIES_TABLE,
  transactions: TRANSACTIONS_TABLE,
} as const satisfies TableLayouts<Omit<ImportedRows, 'bookings'>>;

/** The column that says when what a row tells of happened; of tables that are of no moment none. */
export const EVENT_TIMES: { readonly [Table in ImportedTable]?: keyof ImportedRows[Table] & string } = {
  bookings: 'booked_at',
  interactions: 'occurred_at',
  orders: 'ordered_at',
  rentals_listings: 'seen_on',
  series: 'observed_on',
  transactions: 'ordered_at',
};
