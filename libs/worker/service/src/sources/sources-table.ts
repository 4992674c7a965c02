import { DomainError } from '@bellwether/errors';
import { replaceSource, sourceTable, type AnalyticsTables, type SourceTable } from '@bellwether/feature-engineering';

/** One row a source: how its last import or simulation left it, when the store learned of that included. */
export const SOURCES_TABLE: SourceTable = sourceTable({
  name: 'sources',
  columns: {
    dataset: 'LowCardinality(String)',
    rows: 'Map(String, UInt64)',
    rejected: 'UInt64',
    newest_event_at: "Nullable(DateTime('UTC'))",
  },
  order: [],
});

export interface StoredSource {
  readonly source: string;
  readonly dataset: string;
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows of its files that were not taken. */
  readonly rejected: number;
}

/** When rows happened: the column that says so, by the name of their table in the store. */
export type EventTimes = Readonly<Record<string, string>>;

/**
 * A name belongs to the dataset that is under it. Another dataset fills other tables: those of the first would stay, and
 * nobody would know of them.
 *
 * @throws FAILED_PRECONDITION, naming the other dataset, when the source is of another.
 */
export async function requireSourceOf(store: AnalyticsTables, source: string, dataset: string): Promise<void> {
  await store.command(SOURCES_TABLE.ddl);
  const [found] = await store.rows<{ dataset: string }>('SELECT dataset FROM sources WHERE source = {source:String}', {
    source,
  });
  if (found === undefined || found.dataset === dataset) return;
  throw new DomainError(
    'FAILED_PRECONDITION',
    `the source '${source}' is of ${found.dataset}: ${dataset} needs a name of its own`,
    { fields: [{ path: 'source', message: `must not be of another dataset, is of ${found.dataset}` }] },
  );
}

/** Records how a source stands, in the place of how it stood. */
export async function recordSource(
  store: AnalyticsTables,
  stored: StoredSource,
  eventTimes: EventTimes,
): Promise<void> {
  const newest_event_at = await newestEvent(store, stored.source, eventTimes);
  await replaceSource(store, SOURCES_TABLE, stored.source, [[{ ...stored, newest_event_at }]]);
}

/** The newest moment in the tables, or null; 1970 stands for no time. */
async function newestEvent(store: AnalyticsTables, source: string, eventTimes: EventTimes): Promise<string | null> {
  const newest: string[] = [];
  for (const [table, column] of Object.entries(eventTimes)) {
    const [found] = await store.rows<{ newest: string | null }>(
      `SELECT maxOrNull(toDateTime(${column}, 'UTC')) AS newest FROM ${table} WHERE source = {source:String}
       AND ${column} > toDate32('1970-01-01')`,
      { source },
    );
    if (found?.newest) newest.push(found.newest);
  }
  return newest.sort().at(-1) ?? null;
}
