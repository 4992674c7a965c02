export type BookingStatus = 'open' | 'checked_out' | 'cancelled' | 'no_show';

export type BookingSource = 'website' | 'ota' | 'phone' | 'walk_in' | 'corporate' | 'travel_agent';

export type PaymentMethod = 'credit_card' | 'debit_card' | 'bank_transfer' | 'cash' | 'e_wallet';

/** A booking as every source delivers it; what a source does not know is null. */
export interface BookingRow {
  /** `hotel-bookings`, `simulated-hotel`, or an import's own name. */
  source: string;
  /** For instance `City Hotel` or `Bellwether Bay`. */
  property: string;
  /** Unique within its source: `BOOK001`, `HB0000001`. */
  booking_id: string;
  guest_id: string | null;
  /** Instant, `YYYY-MM-DD HH:MM:SS` in UTC; midnight when only the day is known. */
  booked_at: string;
  /** Date, `YYYY-MM-DD`, in the property's time zone, as are all dates here. */
  arrival_on: string;
  departure_on: string;
  weekend_nights: number;
  week_nights: number;
  adults: number;
  children: number;
  babies: number;
  /** BB, HB, FB, SC … */
  board: string | null;
  /** The type reserved. */
  room_type: string | null;
  market_segment: string | null;
  distribution_channel: string | null;
  /** The contract's booking source; derived from segment and channel where the source has only those. */
  booking_source: BookingSource | null;
  payment_method: PaymentMethod | null;
  deposit_type: string | null;
  customer_type: string | null;
  agent: string | null;
  company: string | null;
  /** ISO 4217; of average_daily_rate and total_amount, in its major unit. */
  currency: string;
  /** Per night. */
  average_daily_rate: number;
  total_amount: number;
  special_requests: number;
  is_repeat_guest: boolean;
  /** As told by the source at booking time; likewise previous_cancellations. */
  previous_stays: number;
  previous_cancellations: number;
  loyalty_tier: string | null;
  loyalty_points: number | null;
  website_minutes: number | null;
  pages_viewed: number | null;
  price_comparison_searches: number | null;
  /** Price over the room type's usual price, a ratio. */
  price_vs_average: number | null;
  /** 0–100. */
  discount_pct: number | null;
  /** Count known at the decision (simulated); null for real data, which tells only the final count. */
  booking_modifications: number | null;

  // Known only later: never a feature of a booking-time model.
  country: string | null;
  assigned_room_type: string | null;
  booking_changes: number | null;
  days_in_waiting_list: number | null;
  car_parking_spaces: number | null;
  status: BookingStatus;
  /** Date of the last status; null while open. */
  status_on: string | null;
}
