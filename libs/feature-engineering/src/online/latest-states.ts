import type { AnalyticsTables } from '../analytics-tables.js';
import { textOfSeconds, type EpochSeconds } from '../calendar/days.js';
import { ENTITY_NAMES, HISTORY_ENTITIES, type EntityName } from '../history/history-entities.js';
import { withHistoryBookings } from '../history/history-bookings.js';
import { historyStatesSql, historyValueNames } from '../history/history-sql.js';

/** The history of one entity as plain counts and sums, fit to travel as JSON. */
export interface EntityStateRow {
  readonly source: string;
  readonly entity: EntityName;
  readonly key: string;
  /** Instant, `YYYY-MM-DD HH:MM:SS` UTC: the state holds all that was known then. */
  readonly as_of: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Entities with about as many keys as bookings: their states are of use to an open booking or not at all. */
const PER_BOOKING: readonly EntityName[] = ['guest'];

/**
 * The newest state of every entity that was known at an instant: what the training join finds for a decision then.
 *
 * @param onlyOpen of guests, only those with an open booking.
 */
export async function latestStates(
  store: AnalyticsTables,
  source: string,
  asOf: EpochSeconds,
  { onlyOpen = true }: { readonly onlyOpen?: boolean } = {},
): Promise<EntityStateRow[]> {
  return withHistoryBookings(store, [source], async (bookings) => {
    const states: EntityStateRow[][] = [];
    for (const entity of ENTITY_NAMES) {
      states.push(await statesOf(store, entity, bookings, source, asOf, onlyOpen));
    }
    return states.flat();
  });
}

async function statesOf(
  store: AnalyticsTables,
  entity: EntityName,
  bookings: string,
  source: string,
  asOf: EpochSeconds,
  onlyOpen: boolean,
): Promise<EntityStateRow[]> {
  const open =
    onlyOpen && PER_BOOKING.includes(entity)
      ? `AND key IN (SELECT assumeNotNull(${HISTORY_ENTITIES[entity].keySql}) FROM bookings
             WHERE source = {source:String} AND status = 'open')`
      : '';
  const values = historyValueNames(entity);
  const columns = await store.columns<Record<string, readonly (string | number)[]>>(
    `SELECT key, ${values.join(', ')} FROM (${historyStatesSql(entity, bookings)})
       WHERE known_at <= {asOf:Int64} ${open}
       ORDER BY key, known_at DESC LIMIT 1 BY key`,
    { source, historySources: [source], asOf },
  );
  const keys = (columns['key'] ?? []) as readonly string[];
  return keys.map((key, row) => ({
    source,
    entity,
    key,
    as_of: textOfSeconds(asOf),
    values: Object.fromEntries(values.map((value) => [value, columns[value]![row] as number])),
  }));
}
