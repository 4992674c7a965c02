import type { BookingFeatureName } from '../features/booking-features.js';
import type { FeatureView } from '../views/feature-view.js';

/**
 * Decisions with their features and labels, in the order of decision time, then booking id. Shape (rows × columns),
 * row-major; NaN is a missing value; a category is its index in `categories` of its column.
 */
export interface TrainingTable {
  readonly view: FeatureView;
  readonly source: string;
  readonly columns: readonly BookingFeatureName[];
  readonly rows: number;
  readonly matrix: Float64Array;
  /** By column: every category that occurs, ascending; null for a numeric column. */
  readonly categories: readonly (readonly string[] | null)[];
  /** 0 or 1, shape (rows,), as all that follow. */
  readonly labels: Float64Array;
  /** Seconds since 1970. */
  readonly decidedAt: Float64Array;
  /** From when on the label is known, in seconds since 1970. */
  readonly maturedAt: Float64Array;
  readonly isLandmark: Uint8Array;
  readonly bookingIds: readonly string[];
  /** SHA-256 (hexadecimal) over all of the above. */
  readonly fingerprint: string;
}
