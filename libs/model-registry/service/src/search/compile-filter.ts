import { DomainError } from '@bellwether/errors';
import type { Comparison, DatasetField, Filter, OrderBy } from '@bellwether/model-registry-core';
import type { SqlConditions } from './sql-conditions.js';

/** A table of (key, value) beside the rows searched, and the condition that joins it (its alias is `kv`). */
export interface KeyValueTable {
  readonly table: string;
  readonly joined: string;
}

/** Where the names of a search dialect live in the database. */
export interface SearchTarget {
  /** Column by attribute; every attribute of the dialect has one. */
  readonly columns: Readonly<Record<string, string>>;
  readonly metric?: KeyValueTable;
  readonly param?: KeyValueTable;
  readonly tag: KeyValueTable;
  readonly dataset?: Readonly<Record<DatasetField, DatasetSource>>;
}

/** Where a field of the datasets of the row searched is found. */
export interface DatasetSource {
  /** What follows FROM, with a WHERE that ties it to the row searched. */
  readonly rows: string;
  readonly column: string;
}

/** Adds a filter to the conditions of a query: one EXISTS for each metric, parameter, tag or dataset that it names. */
export function addFilter(filter: Filter, target: SearchTarget, conditions: SqlConditions): void {
  for (const comparison of filter) conditions.add(conditionOf(comparison, target, conditions));
}

function conditionOf(comparison: Comparison, target: SearchTarget, conditions: SqlConditions): string {
  if (comparison.entity === 'attribute') {
    return compared(columnOf(target, comparison.key), comparison, conditions);
  }
  if (comparison.entity === 'dataset') {
    const source = target.dataset?.[comparison.key];
    if (source === undefined) throw new DomainError('INVALID_ARGUMENT', 'cannot filter by datasets here');
    return `EXISTS (SELECT 1 FROM ${source.rows} AND ${compared(source.column, comparison, conditions)})`;
  }
  const { table, joined } = keyValueTable(target, comparison.entity);
  const key = conditions.bind(comparison.key);
  return `EXISTS (SELECT 1 FROM ${table} kv WHERE ${joined} AND kv.key = ${key} AND ${compared('kv.value', comparison, conditions)})`;
}

function compared(column: string, comparison: Comparison, conditions: SqlConditions): string {
  if ('values' in comparison) {
    const values = conditions.bind(comparison.values);
    return comparison.comparator === 'IN'
      ? `${column} = ANY(${values}::text[])`
      : `${column} <> ALL(${values}::text[])`;
  }
  const value = conditions.bind(comparison.value);
  switch (comparison.comparator) {
    case 'LIKE':
    case 'ILIKE':
      // A backslash in a pattern is a backslash; PostgreSQL would take it for an escape.
      return `${column} ${comparison.comparator} ${value} ESCAPE ''`;
    case '!=':
      return `${column} <> ${value}`;
    default: {
      const condition = `${column} ${comparison.comparator} ${value}`;
      // PostgreSQL puts NaN above every number; a comparison with NaN is false all the same.
      return comparison.entity === 'metric' ? `${condition} AND ${column} <> 'NaN'` : condition;
    }
  }
}

export interface OrderClause {
  readonly joins: string;
  readonly orderBy: string;
}

/** The ORDER BY of a query: what is missing comes last, NaN just before it, and `tieBreak` decides the rest. */
export function compileOrder(
  order: readonly OrderBy[],
  target: SearchTarget,
  conditions: SqlConditions,
  tieBreak: string,
): OrderClause {
  const joins: string[] = [];
  const terms = order.map(({ entity, key, ascending }, i) => {
    const direction = ascending ? 'ASC' : 'DESC';
    if (entity === 'attribute') return `${columnOf(target, key)} ${direction} NULLS LAST`;
    const { table, joined } = keyValueTable(target, entity);
    const alias = `o${i}`;
    const place = conditions.bind(key);
    joins.push(`LEFT JOIN ${table} ${alias} ON ${joined.replaceAll('kv.', `${alias}.`)} AND ${alias}.key = ${place}`);
    const nanLast = entity === 'metric' ? `(${alias}.value = 'NaN') NULLS LAST, ` : '';
    return `${nanLast}${alias}.value ${direction} NULLS LAST`;
  });
  return { joins: joins.join(' '), orderBy: [...terms, tieBreak].join(', ') };
}

function columnOf(target: SearchTarget, attribute: string): string {
  const column = target.columns[attribute];
  if (column === undefined) throw new DomainError('INTERNAL', `attribute '${attribute}' has no column`);
  return column;
}

function keyValueTable(target: SearchTarget, entity: 'metric' | 'param' | 'tag'): KeyValueTable {
  const table = target[entity];
  if (table === undefined) throw new DomainError('INVALID_ARGUMENT', `cannot order by a ${entity} here`);
  return table;
}
