import type { BookingFeatureName } from '../features/booking-features.js';

/** What a model of the view predicts. */
export interface ViewTarget {
  /** What a positive means, for a person. */
  readonly words: string;
  /** ClickHouse condition over `bookings`: a positive. */
  readonly positiveSql: string;
  /** ClickHouse condition over `bookings`: the bookings that the question is asked of. */
  readonly populationSql: string;
}

/** A named list of features over the bookings, with what is to be predicted from them. */
export interface FeatureView {
  readonly name: string;
  readonly description: string;
  readonly target: ViewTarget;
  readonly features: readonly BookingFeatureName[];
}
