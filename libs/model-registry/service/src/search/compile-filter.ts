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
  /** Those attributes whose columns are text. */
  readonly texts: readonly string[];
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
  const holds = `${compared('kv.value', comparison, conditions)}${prefixed(comparison, conditions)}`;
  return `EXISTS (SELECT 1 FROM ${table} kv WHERE ${joined} AND kv.key = ${key} AND ${holds})`;
}

/** The part of a text that its index holds; equal texts begin alike. */
function prefixed(comparison: Comparison, conditions: SqlConditions): string {
  const isEqualText = comparison.entity !== 'metric' && !('values' in comparison) && comparison.comparator === '=';
  return isEqualText ? ` AND left(kv.value, 64) = left(${conditions.bind(comparison.value)}, 64)` : '';
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
  const terms = order.map((term, i) => {
    const direction = term.ascending ? 'ASC' : 'DESC';
    if (term.entity === 'attribute') return `${orderColumn(target, term.key)} ${direction} NULLS LAST`;
    const { join, value } = joinedValue(keyValueTable(target, term.entity), term.key, `o${i}`, conditions);
    joins.push(`LEFT ${join}`);
    // Texts stand in the order of their bytes, whatever the language of the database.
    if (term.entity !== 'metric') return `${value} COLLATE "C" ${direction} NULLS LAST`;
    return `(${value} = 'NaN') NULLS LAST, ${value} ${direction} NULLS LAST`;
  });
  return { joins: joins.join(' '), orderBy: [...terms, tieBreak].join(', ') };
}

/**
 * As compileOrder, of those alone that have a number in the metric which comes first: the beginning of the same order, and
 * one that an index by (key, value) has.
 */
export function compileNumberedOrder(
  [first, ...others]: readonly OrderBy[],
  target: SearchTarget,
  conditions: SqlConditions,
  tieBreak: string,
): OrderClause {
  if (first?.entity !== 'metric') throw new DomainError('INTERNAL', 'a numbered order begins with a metric');
  const { join, value } = joinedValue(keyValueTable(target, first.entity), first.key, 'numbered', conditions);
  conditions.add(`${value} <> 'NaN'`);
  const { joins, orderBy } = compileOrder(others, target, conditions, tieBreak);
  return { joins: `${join} ${joins}`, orderBy: `${value} ${first.ascending ? 'ASC' : 'DESC'}, ${orderBy}` };
}

function joinedValue(
  { table, joined }: KeyValueTable,
  key: string,
  alias: string,
  conditions: SqlConditions,
): { join: string; value: string } {
  const on = `${joined.replaceAll('kv.', `${alias}.`)} AND ${alias}.key = ${conditions.bind(key)}`;
  return { join: `JOIN ${table} ${alias} ON ${on}`, value: `${alias}.value` };
}

function orderColumn(target: SearchTarget, attribute: string): string {
  const column = columnOf(target, attribute);
  return target.texts.includes(attribute) ? `${column} COLLATE "C"` : column;
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
