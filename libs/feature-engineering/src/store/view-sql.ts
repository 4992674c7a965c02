import { knownSql, type SourceName } from './sources.js';
import type { KeyType, StoredView, ValueType } from './stored-view.js';

const KEPT_VALUE: Readonly<Record<ValueType, string>> = {
  number: 'Nullable(Float64)',
  integer: 'Nullable(Int64)',
  text: 'Nullable(String)',
};
const KEPT_KEY: Readonly<Record<KeyType, string>> = { integer: 'Int64', text: 'String', date: 'Date32' };

/** Name and ClickHouse type of each part of the key. */
export function keyColumns({ keys }: StoredView): readonly (readonly [name: string, type: string])[] {
  return Object.entries(keys).map(([name, type]) => [name, KEPT_KEY[type]] as const);
}

/** Name and ClickHouse type of each feature. */
export function featureColumns({ features }: StoredView): readonly (readonly [name: string, type: string])[] {
  return Object.entries(features).map(([name, { type }]) => [name, KEPT_VALUE[type]] as const);
}

/** The sources that a view reads: those its query asks for. */
export function sourcesOf(view: StoredView): readonly SourceName[] {
  const asked = new Set<SourceName>();
  view.rowsSql((source) => {
    asked.add(source);
    return '';
  });
  return [...asked];
}

/**
 * The rows of a view as of the bound instant, in the types they are kept in: entity_key, the parts of the key, features.
 *
 * Bound parameters: `source` String, `as_of` Int64 in seconds since 1970.
 */
export function computedRowsSql(view: StoredView): string {
  const cast = ([name, type]: readonly [string, string]): string => `CAST(rows.${name} AS ${type}) AS ${name}`;
  const parts = keyColumns(view).map(([name]) => `toString(rows.${name})`);
  return `
    SELECT ${parts.length === 1 ? parts[0] : `concat(${parts.join(", '|', ")})`} AS entity_key,
      ${[...keyColumns(view), ...featureColumns(view)].map(cast).join(', ')}
    FROM (${view.rowsSql(knownSql)}) AS rows`;
}
