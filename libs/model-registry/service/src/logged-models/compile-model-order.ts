import type { ModelOrder } from '@bellwether/model-registry-core';
import type { OrderClause } from '../search/compile-filter.js';
import type { SqlConditions } from '../search/sql-conditions.js';

/** Column by attribute of the dialect. */
export const MODEL_COLUMNS: Readonly<Record<string, string>> = {
  model_id: 'm.model_id',
  name: 'm.name',
  model_type: 'm.model_type',
  status: 'm.status',
  source_run_id: 'm.source_run_id',
  creation_timestamp: 'm.creation_timestamp',
  last_updated_timestamp: 'm.last_updated_timestamp',
};
/** Those that are text. */
export const MODEL_TEXTS: readonly string[] = ['model_id', 'name', 'model_type', 'status', 'source_run_id'];

/** The ORDER BY of a search: a metric stands for its latest value; what is missing comes last, NaN just before it. */
export function compileModelOrder(order: readonly ModelOrder[], conditions: SqlConditions): OrderClause {
  const joins: string[] = [];
  const terms = order.map((clause, i) => {
    const direction = clause.ascending ? 'ASC' : 'DESC';
    if (clause.entity === 'attribute') return `${MODEL_COLUMNS[clause.key]!} ${direction} NULLS LAST`;
    const alias = `o${i}`;
    joins.push(latestValue(clause, alias, conditions));
    return `(${alias}.value = 'NaN') NULLS LAST, ${alias}.value ${direction} NULLS LAST`;
  });
  return { joins: joins.join(' '), orderBy: [...terms, 'm.creation_timestamp DESC', 'm.model_id'].join(', ') };
}

function latestValue(
  { key, dataset_name, dataset_digest }: Extract<ModelOrder, { entity: 'metric' }>,
  alias: string,
  conditions: SqlConditions,
): string {
  const asked = [
    `kv.key = ${conditions.bind(key)}`,
    ...(dataset_name === undefined ? [] : [`kv.dataset_name = ${conditions.bind(dataset_name)}`]),
    ...(dataset_digest === undefined ? [] : [`kv.dataset_digest = ${conditions.bind(dataset_digest)}`]),
  ];
  return `LEFT JOIN LATERAL (
    SELECT kv.value FROM logged_model_metric kv WHERE kv.model_id = m.model_id AND ${asked.join(' AND ')}
    ORDER BY kv.timestamp DESC, kv.step DESC, kv.value DESC LIMIT 1
  ) ${alias} ON TRUE`;
}
