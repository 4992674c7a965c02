import type { AnalyticsTables } from '../analytics-tables.js';
import type { StoredView } from './stored-view.js';
import { featureColumns, keyColumns } from './view-sql.js';

/** The values of one entity's features by name; null where one is not known. */
export type FeatureValues = Readonly<Record<string, number | string | null>>;

/** A row of a view, as it is kept offline and put online. */
export interface FeatureRow {
  /** {@link entityKey}. */
  readonly key: string;
  /** The instant that it tells of, in milliseconds since 1970. */
  readonly eventTime: number;
  readonly values: FeatureValues;
}

/** A table of its own for each view. */
export const featureRowsTable = ({ name }: StoredView): string => `feature_rows_${name}`;

/** Makes the table of a view, and the columns of features that came later. */
export async function ensureFeatureRows(store: AnalyticsTables, view: StoredView): Promise<void> {
  const table = featureRowsTable(view);
  const features = featureColumns(view).map(([name, type]) => `${name} ${type}`);
  const columns = [
    'source LowCardinality(String)',
    'entity_key String',
    ...keyColumns(view).map(([name, type]) => `${name} ${type}`),
    "event_timestamp DateTime64(3, 'UTC')",
    "created_timestamp DateTime64(3, 'UTC')",
    ...features,
  ];
  await store.command(
    `CREATE TABLE IF NOT EXISTS ${table} (${columns.join(', ')}) ENGINE = MergeTree
     PARTITION BY source ORDER BY (source, entity_key, event_timestamp, created_timestamp)`,
  );
  await store.command(`ALTER TABLE ${table} ${features.map((one) => `ADD COLUMN IF NOT EXISTS ${one}`).join(', ')}`);
}
