import type { AnalyticsTables } from '../analytics-tables.js';
import { requireSourceName } from '../sources/replace-source.js';
import type { EpochSeconds } from '../calendar/days.js';
import { featureRowsTable, type FeatureRow } from './feature-rows.js';
import { passingTableName } from './passing-table.js';
import type { StoredView } from './stored-view.js';
import { computedRowsSql, featureColumns, keyColumns } from './view-sql.js';

export interface RowsAppended {
  /** Rows given. */
  readonly rows: number;
  /** Those that said something new. */
  readonly appended: number;
}

export interface ComputedFor {
  readonly source: string;
  /** The instant that the rows tell of. */
  readonly asOf: EpochSeconds;
  /**
   * The clock, in milliseconds since 1970. It is asked when the rows have been gathered: stamped before, they would be
   * given to decisions that were made while they were being computed.
   */
  readonly now: () => number;
}

/**
 * Computes the rows of a view as of an instant and adds those that say something new. Computed again from the same tables
 * nothing is added; computed from tables that were put right since, the new version stands beside the one that
 * decisions have been made on, each with when it was created. The table is there: {@link ensureFeatureRows}.
 */
export async function appendComputed(
  store: AnalyticsTables,
  view: StoredView,
  { source, asOf, now }: ComputedFor,
): Promise<RowsAppended> {
  requireSourceName(source);
  const rows = `SELECT *, {as_of:Int64} * 1000 AS event_ms FROM (${computedRowsSql(view)})`;
  return appendNew(store, view, rows, { source, as_of: asOf }, now);
}

/** A row that somebody else computed. */
export interface PushedRow extends FeatureRow {
  readonly entity: Readonly<Record<string, string | number>>;
}

/**
 * Adds rows that came from outside, those that say something new. A feature that a row lacks is not known. The table is
 * there: {@link ensureFeatureRows}.
 */
export async function appendPushed(
  store: AnalyticsTables,
  view: StoredView,
  rows: readonly PushedRow[],
  { source, now }: Pick<ComputedFor, 'source' | 'now'>,
): Promise<RowsAppended> {
  requireSourceName(source);
  const columns = [...keyColumns(view), ...featureColumns(view)];
  const staging = await passingTableName(store, 'pushed');
  await store.command(
    `CREATE TABLE ${staging} (entity_key String, event_ms Int64, ${columns.map((column) => column.join(' ')).join(', ')})
     ENGINE = Memory`,
  );
  try {
    const features = Object.keys(view.features);
    await store.insert(
      staging,
      rows.map(({ key, eventTime, entity, values }) => ({
        ...{ entity_key: key, event_ms: eventTime },
        ...Object.fromEntries(Object.keys(view.keys).map((name) => [name, entity[name]])),
        ...Object.fromEntries(features.map((name) => [name, values[name] ?? null])),
      })),
    );
    return await appendNew(store, view, `SELECT * FROM ${staging}`, { source }, now);
  } finally {
    await store.command(`DROP TABLE IF EXISTS ${staging}`);
  }
}

/** @param rowsSql entity_key, event_ms, the parts of the key, and the features. */
async function appendNew(
  store: AnalyticsTables,
  view: StoredView,
  rowsSql: string,
  params: Readonly<Record<string, string | number>>,
  now: () => number,
): Promise<RowsAppended> {
  const table = featureRowsTable(view);
  const features = featureColumns(view).map(([name]) => name);
  const named = [...keyColumns(view).map(([name]) => name), ...features].join(', ');
  const content = `sipHash64(tuple(${features.join(', ')}))`;
  const given = await passingTableName(store, 'gathered');
  // Gathered first: the instants at hand say which of the rows that stand have to be looked at.
  await store.command(
    `CREATE TABLE ${given} ENGINE = Memory AS SELECT *, ${content} AS content FROM (${rowsSql})`,
    params,
  );
  try {
    const fresh = `
      FROM ${given} AS given
      LEFT ANTI JOIN (
        SELECT entity_key, event_ms, argMax(content, created_timestamp) AS content
        FROM (
          SELECT entity_key, toUnixTimestamp64Milli(event_timestamp) AS event_ms, created_timestamp, ${content} AS content
          FROM ${table}
          WHERE source = {source:String} AND toUnixTimestamp64Milli(event_timestamp) IN (SELECT event_ms FROM ${given})
        )
        GROUP BY entity_key, event_ms
      ) AS standing ON given.entity_key = standing.entity_key AND given.event_ms = standing.event_ms
        AND given.content = standing.content`;
    const [counted] = await store.rows<{ rows: number; appended: number }>(
      `SELECT (SELECT count() FROM ${given}) AS rows, count() AS appended ${fresh}`,
      params,
    );
    const { rows, appended } = counted!;
    if (appended === 0) return { rows, appended };
    await store.command(
      `INSERT INTO ${table} (source, entity_key, event_timestamp, created_timestamp, ${named})
       SELECT {source:String}, given.entity_key, fromUnixTimestamp64Milli(event_ms, 'UTC'),
         fromUnixTimestamp64Milli({created_at:Int64}, 'UTC'), ${named} ${fresh}`,
      { ...params, created_at: now() },
    );
    return { rows, appended };
  } finally {
    await store.command(`DROP TABLE IF EXISTS ${given}`);
  }
}
