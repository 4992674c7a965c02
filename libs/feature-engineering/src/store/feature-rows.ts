import { randomUUID } from 'node:crypto';
import { requireSourceName } from '../bookings/replace-source.js';
import type { AnalyticsTables } from '../analytics-tables.js';
import type { EpochSeconds } from '../calendar/days.js';
import type { StoredView } from './stored-view.js';
import { computedRowsSql, featureColumns, keyColumns } from './view-sql.js';

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

export interface RowsAppended {
  /** Rows given. */
  readonly rows: number;
  /** Those that said something new. */
  readonly appended: number;
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

export interface ComputedFor {
  readonly source: string;
  /** The instant that the rows tell of. */
  readonly asOf: EpochSeconds;
  /** When they are computed, in milliseconds since 1970. */
  readonly createdAt: number;
}

/**
 * Computes the rows of a view as of an instant and adds those that say something new. Computed again from the same tables
 * nothing is added; computed from tables that were put right since, the new version stands beside the one that
 * decisions have been made on, each with when it was created. The table is there: {@link ensureFeatureRows}.
 */
export async function appendComputed(
  store: AnalyticsTables,
  view: StoredView,
  { source, asOf, createdAt }: ComputedFor,
): Promise<RowsAppended> {
  requireSourceName(source);
  const rows = `SELECT *, {as_of:Int64} * 1000 AS event_ms FROM (${computedRowsSql(view)})`;
  return appendNew(store, view, rows, { source, created_at: createdAt, as_of: asOf });
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
  { source, createdAt }: Pick<ComputedFor, 'source' | 'createdAt'>,
): Promise<RowsAppended> {
  requireSourceName(source);
  const columns = [...keyColumns(view), ...featureColumns(view)];
  const staging = `pushed_rows_${randomUUID().replaceAll('-', '')}`;
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
    return await appendNew(store, view, `SELECT * FROM ${staging}`, { source, created_at: createdAt });
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
): Promise<RowsAppended> {
  const table = featureRowsTable(view);
  const features = featureColumns(view).map(([name]) => name);
  const named = [...keyColumns(view).map(([name]) => name), ...features].join(', ');
  const content = `sipHash64(tuple(${features.join(', ')}))`;
  const given = `gathered_rows_${randomUUID().replaceAll('-', '')}`;
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
      params,
    );
    return { rows, appended };
  } finally {
    await store.command(`DROP TABLE IF EXISTS ${given}`);
  }
}

/** Rows read at a time. */
const PAGE = 1_000;

/** The newest version of each row that tells of an instant, in pages, in the order of their keys. */
export function storedRows(
  store: AnalyticsTables,
  view: StoredView,
  { source, asOf }: Pick<ComputedFor, 'source' | 'asOf'>,
): AsyncGenerator<FeatureRow[], void, undefined> {
  return pages(store, view, { source, from: asOf * 1_000, to: asOf * 1_000 });
}

/** The newest row of each entity whose instant is not before `since`, in pages, in the order of their keys. */
export function newestStoredRows(
  store: AnalyticsTables,
  view: StoredView,
  { source, since }: { readonly source: string; /** In milliseconds since 1970. */ readonly since: number },
): AsyncGenerator<FeatureRow[], void, undefined> {
  return pages(store, view, { source, from: since, to: Number.MAX_SAFE_INTEGER });
}

async function* pages(
  store: AnalyticsTables,
  view: StoredView,
  bounds: { readonly source: string; readonly from: number; readonly to: number },
): AsyncGenerator<FeatureRow[], void, undefined> {
  const features = Object.keys(view.features);
  let after = '';
  for (;;) {
    const page = await store.rows<Record<string, number | string | null>>(
      `SELECT entity_key, toUnixTimestamp64Milli(event_timestamp) AS event_ms, ${features.join(', ')}
       FROM ${featureRowsTable(view)}
       WHERE source = {source:String} AND entity_key > {after:String}
         AND event_ms >= {from:Int64} AND event_ms <= {to:Int64}
       ORDER BY entity_key, event_ms DESC, created_timestamp DESC LIMIT 1 BY entity_key LIMIT ${PAGE}`,
      { ...bounds, after },
    );
    if (page.length === 0) return;
    yield page.map(({ entity_key, event_ms, ...values }) => ({
      ...{ key: entity_key as string, eventTime: event_ms as number },
      values,
    }));
    if (page.length < PAGE) return;
    after = page.at(-1)!['entity_key'] as string;
  }
}
