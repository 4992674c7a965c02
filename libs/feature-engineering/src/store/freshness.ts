import type { AnalyticsTables } from '../analytics-tables.js';
import type { StoredView } from './stored-view.js';

/** The newest instant that rows of a view tell of. */
export interface NewestRows {
  readonly view: string;
  readonly source: string;
  /** In milliseconds since 1970. */
  readonly eventTime: number;
}

/** One row for each view and source once merged; until then the newest counts. */
const FRESHNESS_TABLE_DDL = `
  CREATE TABLE IF NOT EXISTS feature_freshness
    (view LowCardinality(String), source LowCardinality(String), event_timestamp DateTime64(3, 'UTC'))
  ENGINE = ReplacingMergeTree(event_timestamp) ORDER BY (view, source)`;

/** Notes that rows of an instant are there. */
export async function recordFreshness(
  store: AnalyticsTables,
  { name }: StoredView,
  source: string,
  eventTime: number,
): Promise<void> {
  await store.command(FRESHNESS_TABLE_DDL);
  const event_timestamp = new Date(eventTime).toISOString();
  await store.insert('feature_freshness', [{ view: name, source, event_timestamp }]);
}

/** The newest instant of every view and source that has rows, in the order of their names. */
export async function newestRows(store: AnalyticsTables): Promise<NewestRows[]> {
  await store.command(FRESHNESS_TABLE_DDL);
  return store.rows<NewestRows>(
    `SELECT view, source, max(toUnixTimestamp64Milli(event_timestamp)) AS eventTime
     FROM feature_freshness GROUP BY view, source ORDER BY view, source`,
  );
}
