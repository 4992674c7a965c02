/** A booking as a booking engine knows it while it is open; what is not known is null. Rates and amounts in `currency`. */
export interface BookingRecord {
  readonly source: string;
  readonly property: string;
  /** Unique within its source. */
  readonly booking_id: string;
  readonly guest_id: string | null;
  /** `YYYY-MM-DD HH:MM:SS` in UTC; midnight where only the day is known. */
  readonly booked_at: string;
  /** `YYYY-MM-DD`, as is departure_on. */
  readonly arrival_on: string;
  readonly departure_on: string;
  readonly weekend_nights: number;
  readonly week_nights: number;
  readonly adults: number;
  readonly children: number;
  readonly babies: number;
  readonly board: string | null;
  readonly room_type: string | null;
  readonly market_segment: string | null;
  readonly distribution_channel: string | null;
  readonly booking_source: string | null;
  readonly payment_method: string | null;
  readonly deposit_type: string | null;
  readonly customer_type: string | null;
  readonly agent: string | null;
  readonly company: string | null;
  readonly currency: string;
  readonly average_daily_rate: number;
  readonly total_amount: number;
  readonly special_requests: number;
  readonly is_repeat_guest: boolean;
  readonly previous_stays: number;
  readonly previous_cancellations: number;
  readonly loyalty_tier: string | null;
  readonly loyalty_points: number | null;
  readonly website_minutes: number | null;
  readonly pages_viewed: number | null;
  readonly price_comparison_searches: number | null;
  readonly price_vs_average: number | null;
  readonly discount_pct: number | null;
  /** Changes so far; null where the source does not date them. */
  readonly booking_modifications: number | null;
}

/** What becomes known of a booking after it was made; never an input of a model that decides before. */
export interface BookingOutcome {
  readonly country: string | null;
  readonly assigned_room_type: string | null;
  readonly booking_changes: number | null;
  readonly days_in_waiting_list: number | null;
  readonly car_parking_spaces: number | null;
  readonly status: 'open' | 'checked_out' | 'cancelled' | 'no_show';
  readonly status_on: string | null;
}

/** A row of the table `bookings`. */
export type StoredBooking = BookingRecord & BookingOutcome;
