import { DomainError } from '@bellwether/errors';
import type { AnalyticsTables } from '../analytics-tables.js';
import type { SourceTable } from './source-table.js';
import { StagingTable } from './staging-table.js';

const SOURCE_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** @throws INVALID_ARGUMENT when a name of a source is not 1–63 of a–z, 0–9 and -. */
export function requireSourceName(source: string): void {
  if (!SOURCE_NAME.test(source)) {
    throw new DomainError('INVALID_ARGUMENT', `source must be 1–63 of a–z, 0–9 and -, got '${source}'`);
  }
}

type Several<T> = AsyncIterable<T> | Iterable<T>;

/** Rows of one of several tables. */
export interface TableBatch<Name extends string> {
  readonly table: Name;
  readonly rows: readonly object[];
}

/**
 * Puts rows in the place of all that a source had in several tables. The rows gather in staging tables, in the order in
 * which they come and never all in memory; when the last has come, each table changes places with the old one in one
 * step (REPLACE PARTITION). Readers of a table see the old rows or the new; a failure before leaves the old rows
 * everywhere, and one in between leaves the later tables old until the next attempt: name those that readers start from
 * last.
 *
 * @param tables by the name that their batches have, in the order in which they are replaced.
 * @param batches rows of this source, in batches of any size.
 * @returns number of rows written, by table.
 * @throws INVALID_ARGUMENT for a bad name or a row of another source.
 */
export async function replaceTables<Name extends string>(
  store: AnalyticsTables,
  tables: Readonly<Record<Name, SourceTable>>,
  source: string,
  batches: Several<TableBatch<Name>>,
): Promise<Record<Name, number>> {
  requireSourceName(source);
  const staged: [Name, StagingTable][] = [];
  try {
    for (const [name, table] of Object.entries(tables) as [Name, SourceTable][]) {
      staged.push([name, await StagingTable.create(store, table, source)]);
    }
    const byName = new Map(staged);
    for await (const { table, rows } of batches) await byName.get(table)!.add(rows);
    const counts = {} as Record<Name, number>;
    for (const [name, staging] of staged) counts[name] = await staging.flush();
    for (const [, staging] of staged) await staging.publish();
    return counts;
  } finally {
    for (const [, staging] of staged) await staging.drop();
  }
}

/** As {@link replaceTables}, for one table. @returns number of rows written. */
export async function replaceSource(
  store: AnalyticsTables,
  table: SourceTable,
  source: string,
  batches: Several<readonly object[]>,
): Promise<number> {
  return (await replaceTables(store, { table }, source, ofOneTable(batches))).table;
}

async function* ofOneTable(batches: Several<readonly object[]>): AsyncGenerator<TableBatch<'table'>> {
  for await (const rows of batches) yield { table: 'table', rows };
}
