import type { BookingHindsight, FactName } from '../bookings/facts.js';
import type { EpochSeconds } from '../calendar/days.js';
import type { EntityName, Histories } from '../history/history-entities.js';

/** All that a feature may look at: the same three offline and online. */
export interface FeatureInput {
  readonly booking: BookingHindsight;
  /** As of the decision. */
  readonly histories: Histories;
  readonly decidedAt: EpochSeconds;
}

interface FeatureBase {
  readonly description: string;
  /** Of the value; `1` for a pure number, `category` for a category. */
  readonly unit: string;
  /** Whose property it is. */
  readonly entity: 'booking' | EntityName;
  /** Columns of the booking that the value is computed from; their available-at is the feature's. */
  readonly columns: readonly FactName[];
  /** Histories that the value is computed from, each as of the decision. */
  readonly histories?: readonly EntityName[];
  /** What callers of the API call it, where not by its name. */
  readonly requestName?: string;
  /** The column that a caller's value takes the place of, so that all features agree with it. */
  readonly overrides?: FactName;
}

/** A number; NaN where it is not known. */
export interface NumericFeature extends FeatureBase {
  readonly kind: 'numeric';
  value(input: FeatureInput): number;
}

/** A category; null where it is not known. */
export interface CategoricalFeature extends FeatureBase {
  readonly kind: 'categorical';
  value(input: FeatureInput): string | null;
}

/** The one definition of a feature, for training and for serving. */
export type Feature = NumericFeature | CategoricalFeature;

/** null → NaN: a missing number. */
export function orMissing(value: number | null): number {
  return value ?? NaN;
}
