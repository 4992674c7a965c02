import type { AnalyticsTables } from '../analytics-tables.js';
import { withOutcomesSql } from './outcomes-sql.js';

/** A prediction as it was logged, and what came of it. Instants are ISO 8601 UTC. */
export interface FoundPrediction {
  readonly prediction_id: string;
  readonly model: string;
  readonly version: string;
  readonly entity_id: string;
  readonly predicted_at: string;
  readonly score: number;
  readonly label?: string;
  readonly latency_ms: number;
  /** How the version came to answer, where a rollout had a part in it. */
  readonly policy?: string;
  readonly propensity?: number;
  readonly experiment?: string;
  readonly numeric: Record<string, number>;
  readonly categorical: Record<string, string>;
  readonly outcome?: { readonly value: number; readonly observed_at: string; readonly matured_at: string };
}

interface Row extends Omit<FoundPrediction, 'label' | 'outcome' | 'policy' | 'propensity' | 'experiment'> {
  readonly label: string;
  readonly policy: string;
  readonly propensity: number | null;
  readonly experiment: string;
  readonly value: number | null;
  readonly observed_at: string | null;
  readonly matured_at: string | null;
}

/** @returns undefined where no such prediction is logged. */
export async function findPrediction(store: AnalyticsTables, id: string): Promise<FoundPrediction | undefined> {
  const [row] = await store.rows<Row>(
    `SELECT prediction_id, model, version, entity_id, predicted_at, score, label, latency_ms, policy,
       propensity, experiment, numeric, categorical, value, observed_at, matured_at FROM (${withOutcomesSql('prediction_id = {id:String}')}) LIMIT 1`,
    { id },
  );
  if (row === undefined) return undefined;
  const { label, policy, propensity, experiment, value, observed_at, matured_at, ...found } = row;
  return {
    ...found,
    ...(label !== '' && { label }),
    ...(policy !== '' && { policy }),
    ...(propensity !== null && { propensity }),
    ...(experiment !== '' && { experiment }),
    ...(value !== null && { outcome: { value, observed_at: observed_at!, matured_at: matured_at! } }),
  };
}
