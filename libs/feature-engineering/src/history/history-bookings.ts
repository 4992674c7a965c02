import { randomUUID } from 'node:crypto';
import type { AnalyticsTables } from '../analytics-tables.js';
import { SHARED_CONTENT_HASH_SQL } from '../decisions/content-hash.js';

/**
 * Gives the bookings of some sources, which histories are made of, as a relation to select from. The bound parameter
 * `historySources` Array(String) must name the sources in every query on it.
 *
 * A booking that two sources both hold counts once: each source numbers its copies of the same content, and of equal
 * numbers one stays. Copies within a source are group bookings, and count. Finding them takes a sort of all bookings, so
 * the union is kept in a table while it is used, once for all histories.
 */
export async function withHistoryBookings<Result>(
  store: AnalyticsTables,
  sources: readonly string[],
  use: (relation: string) => Promise<Result>,
): Promise<Result> {
  const bookings = 'SELECT * FROM bookings WHERE source IN {historySources:Array(String)}';
  if (sources.length === 1) return use(`(${bookings})`);
  const table = `history_bookings_${randomUUID().replaceAll('-', '')}`;
  await store.command(
    `CREATE TABLE ${table} ENGINE = Memory AS
     SELECT * FROM (
       SELECT *, row_number() OVER (PARTITION BY source, content ORDER BY booking_id) AS copy
       FROM (SELECT *, ${SHARED_CONTENT_HASH_SQL} AS content FROM (${bookings}))
     )
     ORDER BY source, booking_id
     LIMIT 1 BY content, copy`,
    { historySources: sources },
  );
  try {
    return await use(table);
  } finally {
    await store.command(`DROP TABLE IF EXISTS ${table}`);
  }
}
