import type { BatchOf } from '../tables/batch-of.js';
import type { Device, Referrer } from './conversion.js';
import type { DestinationRow } from './destinations.js';
import type { PropertyRow } from './properties.js';
import type { UserRow } from './users.js';

/** A property that a user was shown and looked at, and what came of it. */
export interface PropertyViewRow {
  readonly view_id: string;
  readonly search_id: string;
  readonly user_id: number;
  readonly property_id: number;
  readonly destination_id: string;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly viewed_at: string;
  readonly check_in: string;
  readonly nights: number;
  /** Of the whole stay. */
  readonly price: number;
  readonly device: Device;
  readonly referrer: Referrer;
  readonly seconds_on_page: number;
  readonly rating_shown: number | null;
  readonly clicked: 0 | 1;
  readonly booked: 0 | 1;
}

export interface RentalBookingRow {
  readonly booking_id: string;
  readonly view_id: string;
  readonly user_id: number;
  readonly property_id: number;
  readonly destination_id: string;
  readonly booked_at: string;
  readonly check_in: string;
  readonly nights: number;
  readonly guests: number;
  readonly total_price: number;
}

/** A booking that was given up, on the day of that. */
export interface CancellationRow {
  readonly booking_id: string;
  readonly cancelled_on: string;
}

/** What a guest said after the stay. */
export interface RatingRow {
  readonly booking_id: string;
  readonly property_id: number;
  readonly user_id: number;
  readonly rated_on: string;
  /** 1–5. */
  readonly rating: number;
}

/** A night of a property, as it stood when the night came. */
export interface CalendarNightRow {
  readonly property_id: number;
  readonly night: string;
  readonly price: number;
  readonly booked: 0 | 1;
}

export interface RentalUserTruthRow {
  readonly user_id: number;
  readonly search_rate: number;
  readonly churn_hazard: number;
  readonly eagerness: number;
  /** The day of its last search where it is gone, else null. */
  readonly churned_on: string | null;
  /** Searches that it will make in the year from today on, expected: what is left of its value is in proportion. */
  readonly expected_searches_12m: number;
}

export interface RentalPropertyTruthRow {
  readonly property_id: number;
  readonly quality: number;
  readonly elasticity: number;
}

/** Of each view, in the order of the views. */
export interface ConversionTruthRow {
  readonly view_id: string;
  readonly conversion_probability: number;
}

/** Bookings of a day, by destination: what came, and the sum of the probabilities of what was looked at. */
export interface DemandTruthRow {
  readonly destination_id: string;
  readonly day: string;
  readonly bookings: number;
  readonly expected_bookings: number;
}

export interface RentalRows {
  readonly destinations: DestinationRow;
  readonly properties: PropertyRow;
  readonly users: UserRow;
  readonly views: PropertyViewRow;
  readonly bookings: RentalBookingRow;
  readonly cancellations: CancellationRow;
  readonly ratings: RatingRow;
  readonly calendar: CalendarNightRow;
  readonly truth_users: RentalUserTruthRow;
  readonly truth_properties: RentalPropertyTruthRow;
  readonly truth_views: ConversionTruthRow;
  readonly truth_demand: DemandTruthRow;
}
export type RentalTable = keyof RentalRows;

/** Rows of one table, as they come. */
export type RentalBatch = BatchOf<RentalRows>;
