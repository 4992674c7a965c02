import type { AnalyticsStore } from './analytics-store.js';

/** Whether the store has a table: one that has never held a world has none of its tables. */
export async function hasTable(store: Pick<AnalyticsStore, 'rows'>, name: string): Promise<boolean> {
  const found = await store.rows(
    'SELECT 1 AS one FROM system.tables WHERE database = currentDatabase() AND name = {name:String}',
    { name },
  );
  return found.length > 0;
}
