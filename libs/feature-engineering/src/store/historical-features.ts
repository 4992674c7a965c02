import { DomainError } from '@bellwether/errors';
import type { AnalyticsTables } from '../analytics-tables.js';
import { entityKey, type Entity } from './entity-key.js';
import { ensureFeatureRows, featureRowsTable } from './feature-rows.js';
import { passingTableName } from './passing-table.js';
import { requestedFeatures, type ViewSelection } from './requested-features.js';

/** An entity and the instant at which something is decided about it. */
export interface EntityRow {
  readonly entity: Entity;
  /** In milliseconds since 1970. */
  readonly decidedAt: number;
}

export interface HistoricalOptions {
  /** Whose rows; the default source of each view where left out. */
  readonly source?: string;
  /**
   * Rows that were computed after a decision, of an instant before it. `refused`, the default: a decision sees what was
   * there. `allowed` is for the first training on imported history, which nobody computed features for at the time; how
   * many values were taken that way is reported.
   */
  readonly backfill?: 'refused' | 'allowed';
}

export interface HistoricalFeatures {
  /** By `view:feature`, a value for each entity row, in their order; null where none is known. */
  readonly columns: Readonly<Record<string, readonly (number | string | null)[]>>;
  /** By view, the instant that the row used tells of, in milliseconds since 1970; null where there is none. */
  readonly eventTimes: Readonly<Record<string, readonly (number | null)[]>>;
  /** Of the entity rows times views, how many took a row that was created after the decision. */
  readonly fromBackfill: number;
}

const MAX_ENTITY_ROWS = 500_000;

/**
 * What was known of entities when something was decided: for each entity row, and each view, the newest row whose instant
 * had passed, that had been created, and that was no older than the view's TTL. Of an instant with several versions the
 * last that had been created.
 *
 * @param features `view:feature`, or `view:*`.
 * @throws INVALID_ARGUMENT for a malformed entity or too many, NOT_FOUND for an unknown view or feature.
 */
export async function historicalFeatures(
  store: AnalyticsTables,
  entityRows: readonly EntityRow[],
  features: readonly string[],
  { source, backfill = 'refused' }: HistoricalOptions = {},
): Promise<HistoricalFeatures> {
  if (entityRows.length > MAX_ENTITY_ROWS) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `entity rows must number at most ${MAX_ENTITY_ROWS}, got ${entityRows.length}`,
    );
  }
  const columns: Record<string, readonly (number | string | null)[]> = {};
  const eventTimes: Record<string, readonly (number | null)[]> = {};
  let fromBackfill = 0;
  for (const selection of requestedFeatures(features)) {
    const joined = await joinedRows(store, entityRows, selection, source ?? selection.view.defaultSource, backfill);
    for (const name of selection.features) columns[`${selection.view.name}:${name}`] = joined[`value_${name}`] ?? [];
    eventTimes[selection.view.name] = (joined['event_ms'] ?? []) as (number | null)[];
    fromBackfill += (joined['late'] ?? []).reduce<number>((sum, late) => sum + (late as number), 0);
  }
  return { columns, eventTimes, fromBackfill };
}

type Joined = Record<string, readonly (number | string | null)[]>;

async function joinedRows(
  store: AnalyticsTables,
  entityRows: readonly EntityRow[],
  selection: ViewSelection,
  source: string,
  backfill: 'refused' | 'allowed',
): Promise<Joined> {
  const { view } = selection;
  await ensureFeatureRows(store, view);
  const asked = await passingTableName(store, 'entity');
  await store.command(`CREATE TABLE ${asked} (row UInt32, entity_key String, decided_ms Int64) ENGINE = Memory`);
  try {
    await store.insert(
      asked,
      entityRows.map(({ entity, decidedAt }, row) => ({
        row,
        entity_key: entityKey(view, entity, `entities.${row}`),
        decided_ms: decidedAt,
      })),
    );
    return await store.columns<Joined>(joinSql(selection, asked, backfill), {
      source,
      ttl_ms: view.ttlSeconds * 1_000,
    });
  } finally {
    await store.command(`DROP TABLE IF EXISTS ${asked}`);
  }
}

/**
 * ASOF JOIN takes one inequality, and there are two: a row counts from `available = greatest(event, created)` on, but the
 * row wanted is the one with the newest event, not the one that came last. So first, along `available`, every row goes
 * that is older than one already there (a running maximum over (event, created)): none of them can ever be the answer.
 * Along what is left event and available rise together, and the last one available is the newest.
 *
 * The age is looked at behind the join: where the newest row is too old, so are all others.
 */
function joinSql({ view, features }: ViewSelection, asked: string, backfill: 'refused' | 'allowed'): string {
  const available = backfill === 'allowed' ? 'event_ms' : 'greatest(event_ms, created_ms)';
  const isUsable = "kept.entity_key != '' AND asked.decided_ms - kept.event_ms <= {ttl_ms:Int64}";
  const values = features.map((name) => `if(${isUsable}, kept.${name}, NULL) AS value_${name}`);
  return `
    SELECT asked.row AS row, if(${isUsable}, kept.event_ms, NULL) AS event_ms,
      toUInt8(${isUsable} AND kept.created_ms > asked.decided_ms) AS late, ${values.join(', ')}
    FROM ${asked} AS asked
    ASOF LEFT JOIN (
      SELECT * FROM (
        SELECT *, max((event_ms, created_ms)) OVER (
          PARTITION BY entity_key ORDER BY available, event_ms, created_ms ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS newest
        FROM (
          SELECT entity_key, toUnixTimestamp64Milli(event_timestamp) AS event_ms,
            toUnixTimestamp64Milli(created_timestamp) AS created_ms, ${available} AS available, ${features.join(', ')}
          FROM ${featureRowsTable(view)}
          WHERE source = {source:String} AND entity_key IN (SELECT entity_key FROM ${asked})
        )
      )
      WHERE (event_ms, created_ms) = newest
      ORDER BY entity_key, available, event_ms DESC, created_ms DESC
      LIMIT 1 BY entity_key, available
    ) AS kept ON asked.entity_key = kept.entity_key AND asked.decided_ms >= kept.available
    ORDER BY row`;
}
