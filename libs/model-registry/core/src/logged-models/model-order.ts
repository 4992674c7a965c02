import { DomainError } from '@bellwether/errors';
import { LOGGED_MODEL_SEARCH } from '../search/dialect.js';
import { MAX_ORDER_CLAUSES } from '../search/parse-order-by.js';

/** A clause as a client sends it: an object, unlike the other searches' text. */
export interface WrittenOrder {
  readonly field_name: string;
  readonly ascending: boolean;
  readonly dataset_name?: string | undefined;
  readonly dataset_digest?: string | undefined;
}

export type ModelOrder =
  | { readonly entity: 'attribute'; readonly key: string; readonly ascending: boolean }
  | {
      readonly entity: 'metric';
      readonly key: string;
      readonly ascending: boolean;
      /** Which points count; undefined for those of any dataset. */
      readonly dataset_name: string | undefined;
      readonly dataset_digest: string | undefined;
    };

/**
 * Reads what logged models are ordered by: attributes, and the latest values of metrics, on a dataset where one is named.
 *
 * @throws INVALID_ARGUMENT for an unknown field, a digest without its dataset, or too many clauses.
 */
export function parseModelOrder(clauses: readonly WrittenOrder[]): readonly ModelOrder[] {
  if (clauses.length > MAX_ORDER_CLAUSES) {
    throw invalid(`order_by may have at most ${MAX_ORDER_CLAUSES} clauses, got ${clauses.length}`);
  }
  return clauses.map(parseClause);
}

function parseClause({ field_name, ascending, ...dataset }: WrittenOrder): ModelOrder {
  const dot = field_name.indexOf('.');
  const dataset_name = dataset.dataset_name || undefined;
  const dataset_digest = dataset.dataset_digest || undefined;
  if (dataset_digest !== undefined && dataset_name === undefined) {
    throw invalid('`dataset_digest` can only be specified if `dataset_name` is also specified.');
  }
  if (dot < 0) {
    if (dataset_name !== undefined) throw invalid(`\`dataset_name\` orders metrics, not '${field_name.slice(0, 100)}'`);
    return { entity: 'attribute', key: attribute(field_name.trim()), ascending };
  }
  const key = unquoted(field_name.slice(dot + 1));
  if (field_name.slice(0, dot) !== 'metrics' || key === '') {
    throw invalid(`Invalid order by field name: ${field_name.slice(0, 100)}. Only metrics are supported.`);
  }
  return { entity: 'metric', key, ascending, dataset_name, dataset_digest };
}

function attribute(written: string): string {
  const { aliases, orderable } = LOGGED_MODEL_SEARCH;
  const key = Object.hasOwn(aliases, written) ? aliases[written]! : written;
  if (orderable.includes(key)) return key;
  throw invalid(`Invalid order by field name: ${written.slice(0, 100)}`);
}

/** A key in backticks or double quotes stands for itself, as in filters. */
function unquoted(key: string): string {
  const mark = key[0];
  const isQuoted = key.length > 1 && (mark === '`' || mark === '"') && key.endsWith(mark);
  return isQuoted ? key.slice(1, -1) : key;
}

function invalid(message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', message);
}
