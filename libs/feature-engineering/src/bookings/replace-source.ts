import { DomainError } from '@bellwether/errors';
import type { AnalyticsTables } from '../analytics-tables.js';
import type { SourceTable } from './tables.js';

const SOURCE_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** @throws INVALID_ARGUMENT when a name of a source is not 1–63 of a–z, 0–9 and -. */
export function requireSourceName(source: string): void {
  if (!SOURCE_NAME.test(source)) {
    throw new DomainError('INVALID_ARGUMENT', `source must be 1–63 of a–z, 0–9 and -, got '${source}'`);
  }
}

/**
 * Puts rows in the place of all that a source had in a table. The rows gather in a staging table and change places with
 * the old ones in one step (REPLACE PARTITION): readers see the old rows or the new, and a crash leaves the old.
 *
 * @param batches rows of this source, in batches of any size.
 * @returns number of rows written.
 * @throws INVALID_ARGUMENT for a bad name or a row of another source.
 */
export async function replaceSource(
  store: AnalyticsTables,
  table: SourceTable,
  source: string,
  batches: AsyncIterable<readonly { readonly source: string }[]> | Iterable<readonly { readonly source: string }[]>,
): Promise<number> {
  requireSourceName(source);
  const staging = `${table.name}_staging_${source.replaceAll('-', '_')}`;
  await store.command(table.ddl);
  await store.command(`DROP TABLE IF EXISTS ${staging}`);
  await store.command(`CREATE TABLE ${staging} AS ${table.name}`);
  try {
    let written = 0;
    for await (const rows of batches) {
      const stranger = rows.find((row) => row.source !== source);
      if (stranger !== undefined) {
        throw new DomainError('INVALID_ARGUMENT', `rows must be of the source '${source}', got '${stranger.source}'`);
      }
      await store.insert(staging, rows);
      written += rows.length;
    }
    if (written === 0) await store.command(`ALTER TABLE ${table.name} DROP PARTITION {source:String}`, { source });
    else await store.command(`ALTER TABLE ${table.name} REPLACE PARTITION {source:String} FROM ${staging}`, { source });
    return written;
  } finally {
    await store.command(`DROP TABLE IF EXISTS ${staging}`);
  }
}
