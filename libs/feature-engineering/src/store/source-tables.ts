import { DomainError } from '@bellwether/errors';
import type { AnalyticsTables } from '../analytics-tables.js';
import { SOURCES } from './sources.js';
import type { StoredView } from './stored-view.js';
import { sourcesOf } from './view-sql.js';

/** Names of the tables that the store has. */
export async function presentTables(store: AnalyticsTables): Promise<ReadonlySet<string>> {
  const rows = await store.rows<{ name: string }>('SELECT name FROM system.tables WHERE database = currentDatabase()');
  return new Set(rows.map(({ name }) => name));
}

/** @throws FAILED_PRECONDITION naming the tables of a view that nothing has been imported or simulated into. */
export async function requireTables(store: AnalyticsTables, view: StoredView): Promise<void> {
  const present = await presentTables(store);
  const wanted = new Set(sourcesOf(view).map((source) => SOURCES[source].table));
  const missing = [...wanted].filter((table) => !present.has(table));
  if (missing.length === 0) return;
  const message = `${view.name} needs tables that are not there: ${missing.join(', ')}; import or simulate them first`;
  throw new DomainError('FAILED_PRECONDITION', message);
}
