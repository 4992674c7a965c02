/** Event: predictions that were answered, some at a time, all of one version of a model. */
export const PREDICTIONS_LOGGED = 'monitoring.predictions-logged.v1';

/** One of them; made and read by this code alone, so that the event is checked by its type. */
export interface LoggedPrediction {
  readonly prediction_id: string;
  /** What it is about: a booking, a guest, a product. */
  readonly entity_id: string;
  /** Instant, ISO 8601 UTC. */
  readonly predicted_at: string;
  /** A probability, an amount, a count: in the unit of the model's target. */
  readonly score: number;
  /** Where the model gives one: the interval, and the share of outcomes that it is to hold. */
  readonly interval?: { readonly lower: number; readonly upper: number; readonly coverage: number };
  /** What the caller was told in words, such as a level of risk or a segment. */
  readonly label?: string;
  /** Asked for alone or with many others, or shown in a list of those that stand out. */
  readonly request: 'single' | 'batch' | 'list';
  readonly latency_ms: number;
  /** Share of the predictions of its kind that are logged, in (0, 1]. */
  readonly sampled_share: number;
  /** Which rule chose what was shown, and with what probability; only of decisions that were drawn. */
  readonly policy?: string;
  readonly propensity?: number;
  readonly experiment?: string;
  /** In the order of the event's names; null where missing. */
  readonly numeric: readonly (number | null)[];
  readonly categorical: readonly (string | null)[];
}

export interface PredictionsLogged {
  readonly model: string;
  readonly version: string;
  readonly numeric_features: readonly string[];
  readonly categorical_features: readonly string[];
  readonly predictions: readonly LoggedPrediction[];
}
