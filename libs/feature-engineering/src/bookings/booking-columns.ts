import { AFTER_ARRIVAL, AS_OF_DECISION, AT_BOOKING, AT_STATUS, type AvailableAt } from './available-at.js';
import type { StoredBooking } from './booking-record.js';

export interface BookingColumn {
  /** ClickHouse type. */
  readonly type: string;
  readonly availableAt: AvailableAt;
}

const LABEL = 'LowCardinality(Nullable(String))';

/** Every column of the table `bookings`, in table order, with when its value becomes known. */
export const BOOKING_COLUMNS = {
  source: { type: 'LowCardinality(String)', availableAt: AT_BOOKING },
  property: { type: 'LowCardinality(String)', availableAt: AT_BOOKING },
  booking_id: { type: 'String', availableAt: AT_BOOKING },
  guest_id: { type: 'Nullable(String)', availableAt: AT_BOOKING },
  booked_at: { type: "DateTime('UTC')", availableAt: AT_BOOKING },
  arrival_on: { type: 'Date32', availableAt: AT_BOOKING },
  departure_on: { type: 'Date32', availableAt: AT_BOOKING },
  weekend_nights: { type: 'UInt16', availableAt: AT_BOOKING },
  week_nights: { type: 'UInt16', availableAt: AT_BOOKING },
  adults: { type: 'UInt16', availableAt: AT_BOOKING },
  children: { type: 'UInt16', availableAt: AT_BOOKING },
  babies: { type: 'UInt16', availableAt: AT_BOOKING },
  board: { type: LABEL, availableAt: AT_BOOKING },
  room_type: { type: LABEL, availableAt: AT_BOOKING },
  market_segment: { type: LABEL, availableAt: AT_BOOKING },
  distribution_channel: { type: LABEL, availableAt: AT_BOOKING },
  booking_source: { type: LABEL, availableAt: AT_BOOKING },
  payment_method: { type: LABEL, availableAt: AT_BOOKING },
  deposit_type: { type: LABEL, availableAt: AT_BOOKING },
  customer_type: { type: LABEL, availableAt: AT_BOOKING },
  agent: { type: LABEL, availableAt: AT_BOOKING },
  company: { type: LABEL, availableAt: AT_BOOKING },
  currency: { type: 'LowCardinality(String)', availableAt: AT_BOOKING },
  average_daily_rate: { type: 'Float64', availableAt: AT_BOOKING },
  total_amount: { type: 'Float64', availableAt: AT_BOOKING },
  special_requests: { type: 'UInt16', availableAt: AT_BOOKING },
  is_repeat_guest: { type: 'UInt8', availableAt: AT_BOOKING },
  previous_stays: { type: 'UInt32', availableAt: AT_BOOKING },
  previous_cancellations: { type: 'UInt32', availableAt: AT_BOOKING },
  loyalty_tier: { type: LABEL, availableAt: AT_BOOKING },
  loyalty_points: { type: 'Nullable(Float64)', availableAt: AT_BOOKING },
  website_minutes: { type: 'Nullable(Float64)', availableAt: AT_BOOKING },
  pages_viewed: { type: 'Nullable(Float64)', availableAt: AT_BOOKING },
  price_comparison_searches: { type: 'Nullable(Float64)', availableAt: AT_BOOKING },
  price_vs_average: { type: 'Nullable(Float64)', availableAt: AT_BOOKING },
  discount_pct: { type: 'Nullable(Float64)', availableAt: AT_BOOKING },
  // The stored count is the latest; a training row counts the dated changes up to its decision instead.
  booking_modifications: { type: 'Nullable(UInt32)', availableAt: AS_OF_DECISION },
  // Corrected from the guest's papers at check-in.
  country: { type: LABEL, availableAt: AFTER_ARRIVAL },
  assigned_room_type: { type: LABEL, availableAt: AFTER_ARRIVAL },
  booking_changes: { type: 'Nullable(UInt32)', availableAt: AT_STATUS },
  days_in_waiting_list: { type: 'Nullable(UInt32)', availableAt: AT_STATUS },
  car_parking_spaces: { type: 'Nullable(UInt32)', availableAt: AFTER_ARRIVAL },
  status: { type: 'LowCardinality(String)', availableAt: AT_STATUS },
  status_on: { type: 'Nullable(Date32)', availableAt: AT_STATUS },
} as const satisfies Record<keyof StoredBooking, BookingColumn>;

export type BookingColumnName = keyof typeof BOOKING_COLUMNS;

export const BOOKING_COLUMN_NAMES = Object.keys(BOOKING_COLUMNS) as readonly BookingColumnName[];
