import { HISTORY_ENTITIES, type EntityName } from './history-entities.js';
import type { HistoryEntity } from './history-entity.js';

/** The values of an entity in the order of its states' columns. */
export function historyValueNames(entity: EntityName): readonly string[] {
  return Object.keys(HISTORY_ENTITIES[entity].values);
}

/**
 * The states of an entity: one row for each key and each instant at which something about it became known, with the
 * values accumulated up to then. Columns: key, known_at, and the entity's values.
 *
 * @param bookings the relation that {@link withHistoryBookings} gives.
 */
export function historyStatesSql(name: EntityName, bookings: string): string {
  const entity: HistoryEntity = HISTORY_ENTITIES[name];
  const values = Object.entries(entity.values);
  const steps = values.map(([value, { sql, aggregate }]) => `${aggregate}(toInt64(${sql})) AS ${value}_step`);
  const running = values.map(([value, { aggregate }]) => `${aggregate}(${value}_step) OVER so_far AS ${value}`);
  return `
    SELECT key, known_at, ${running.join(', ')}
    FROM (
      SELECT assumeNotNull(${entity.keySql}) AS key, ${entity.knownAtSql} AS known_at, ${steps.join(', ')}
      FROM ${bookings}
      WHERE (${entity.keySql}) IS NOT NULL AND ${entity.countsSql}
      GROUP BY key, known_at
    )
    WINDOW so_far AS (PARTITION BY key ORDER BY known_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
}
