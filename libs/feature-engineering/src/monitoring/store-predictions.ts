import type { AnalyticsTables } from '../analytics-tables.js';
import { PREDICTIONS_DDL } from './tables.js';

/** A prediction with its values in the order of its batch's names. */
export interface StoredPrediction {
  readonly prediction_id: string;
  readonly entity_id: string;
  /** Instant, ISO 8601 UTC. */
  readonly predicted_at: string;
  readonly score: number;
  readonly interval?: { readonly lower: number; readonly upper: number; readonly coverage: number };
  readonly label?: string;
  readonly request: string;
  readonly latency_ms: number;
  readonly sampled_share: number;
  readonly policy?: string;
  readonly propensity?: number;
  readonly experiment?: string;
  readonly numeric: readonly (number | null)[];
  readonly categorical: readonly (string | null)[];
}

/** Predictions of one version of a model. */
export interface PredictionBatch {
  readonly model: string;
  readonly version: string;
  readonly numeric_features: readonly string[];
  readonly categorical_features: readonly string[];
  readonly predictions: readonly StoredPrediction[];
}

/** Keeps predictions; those that are there already are the same afterwards. */
export async function storePredictions(store: AnalyticsTables, batch: PredictionBatch): Promise<void> {
  await store.insert(
    'predictions',
    batch.predictions.map((prediction) => rowOf(batch, prediction)),
  );
}

export async function createPredictionTable(store: AnalyticsTables): Promise<void> {
  await store.command(PREDICTIONS_DDL);
}

function rowOf({ model, version, numeric_features, categorical_features }: PredictionBatch, one: StoredPrediction) {
  return {
    model,
    version,
    prediction_id: one.prediction_id,
    entity_id: one.entity_id,
    predicted_at: one.predicted_at,
    score: one.score,
    lower: one.interval?.lower ?? null,
    upper: one.interval?.upper ?? null,
    coverage: one.interval?.coverage ?? null,
    label: one.label ?? '',
    request: one.request,
    latency_ms: one.latency_ms,
    sampled_share: one.sampled_share,
    policy: one.policy ?? '',
    propensity: one.propensity ?? null,
    experiment: one.experiment ?? '',
    numeric: known(numeric_features, one.numeric),
    categorical: known(categorical_features, one.categorical),
  };
}

/** By name, without what is missing. */
function known<Value>(names: readonly string[], values: readonly (Value | null)[]): Record<string, Value> {
  const by: Record<string, Value> = {};
  for (let i = 0; i < names.length; i++) {
    const value = values[i];
    if (value !== null && value !== undefined) by[names[i]!] = value;
  }
  return by;
}
