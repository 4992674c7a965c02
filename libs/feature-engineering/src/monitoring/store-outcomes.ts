import type { AnalyticsTables } from '../analytics-tables.js';
import { OUTCOMES_DDL } from './tables.js';

/** What came of one prediction, by its id, or of all of a model about an entity. Instants are ISO 8601 UTC. */
export interface StoredOutcome {
  readonly prediction_id?: string | undefined;
  readonly model?: string | undefined;
  readonly entity_id?: string | undefined;
  readonly value: number;
  readonly observed_at: string;
  /** From when on it counts as final; from `observed_at` on where left out. */
  readonly matured_at?: string | undefined;
}

export async function createOutcomeTable(store: AnalyticsTables): Promise<void> {
  await store.command(OUTCOMES_DDL);
}

/** Keeps outcomes. Of two about the same the one received last stands. @param receivedAt when they were accepted. */
export async function storeOutcomes(
  store: AnalyticsTables,
  outcomes: readonly StoredOutcome[],
  receivedAt: string,
): Promise<void> {
  await store.insert(
    'outcomes',
    outcomes.map(
      ({ prediction_id = '', model = '', entity_id = '', value, observed_at, matured_at = observed_at }) => ({
        ...(prediction_id === '' ? { model, entity_id, prediction_id } : { model: '', entity_id: '', prediction_id }),
        value,
        observed_at,
        matured_at,
        received_at: receivedAt,
      }),
    ),
  );
}
