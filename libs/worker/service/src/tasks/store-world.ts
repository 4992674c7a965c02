import { replaceTables, type TableBatch } from '@bellwether/feature-engineering';
import type { JobContext } from '@bellwether/platform/jobs';
import { layoutTables, type StoredLayout } from '../sources/layout-tables.js';
import { recordSource, requireSourceOf, type EventTimes } from '../sources/sources-table.js';

/** A world that comes day by day, in batches of several tables. */
export interface DailyWorld<Name extends string> {
  readonly source: string;
  /** In the order in which readers may see them. */
  readonly layouts: Readonly<Record<Name, StoredLayout>>;
  readonly batches: Iterable<TableBatch<Name>>;
  /** The table that comes once a day, and the days that there are. */
  readonly daily: Name;
  readonly days: number;
  readonly eventTimes: EventTimes;
}

/** Putting the tables in their places is quick: the days are nearly all of it. */
const SHARE_OF_DAYS = 0.98;

/**
 * Stores a world in the place of the one before, as it is made: it is never whole in memory.
 *
 * @returns rows by table.
 * @throws FAILED_PRECONDITION when an import has the name of the world, the reason of the job's signal when it is cancelled, after at most a day of the world; what was there stays.
 */
export async function storeWorld<Name extends string>(
  context: JobContext,
  world: DailyWorld<Name>,
): Promise<Record<Name, number>> {
  const { source, layouts, eventTimes } = world;
  await requireSourceOf(context.analytics, source, source);
  const rows = await replaceTables(context.analytics, layoutTables(layouts), source, withProgress(context, world));
  await recordSource(
    context.analytics,
    { source, dataset: source, rows: byTable(rows, layouts), rejected: 0 },
    eventTimes,
  );
  return rows;
}

/** Counts by the names that the tables have in the store. */
export function byTable<Name extends string>(
  rows: Readonly<Record<Name, number>>,
  tables: Readonly<Record<Name, { readonly name: string }>>,
): Record<string, number> {
  const counts = Object.entries<number>(rows).map(([name, count]) => [tables[name as Name].name, count] as const);
  return Object.fromEntries(counts);
}

function* withProgress<Name extends string>(
  { progress }: JobContext,
  { batches, daily, days }: DailyWorld<Name>,
): Generator<TableBatch<Name>, void, undefined> {
  let day = 0;
  for (const batch of batches) {
    yield batch;
    if (batch.table !== daily) continue;
    day += 1;
    progress((SHARE_OF_DAYS * day) / days, `day ${day} of ${days}`);
  }
}
