import { DomainError } from '@bellwether/errors';
import type { SearchDialect } from './dialect.js';
import { readIdentifier, type SearchIdentifier } from './identifier.js';
import { tokenize } from './tokenize.js';

/** What rows are ordered by; a run has many datasets, so that none can order it. */
export type OrderBy = Exclude<SearchIdentifier, { readonly entity: 'dataset' }> & { readonly ascending: boolean };

export const MAX_ORDER_CLAUSES = 10;

/**
 * Parses the clauses of an order_by list, each `identifier [ASC|DESC]`; ascending unless it says otherwise.
 *
 * @throws INVALID_ARGUMENT for a clause that does not parse, an unknown key, or too many clauses.
 */
export function parseOrderBy(clauses: readonly string[] | undefined, dialect: SearchDialect): readonly OrderBy[] {
  const given = clauses ?? [];
  if (given.length > MAX_ORDER_CLAUSES) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `order_by may have at most ${MAX_ORDER_CLAUSES} clauses, got ${given.length}`,
    );
  }
  return given.map((clause) => parseClause(clause, dialect));
}

function parseClause(clause: string, dialect: SearchDialect): OrderBy {
  const [name, direction, ...rest] = tokenize(clause);
  if (name?.kind !== 'path' || rest.length > 0) throw unreadable(clause);
  const identifier = readIdentifier(name.parts, dialect, dialect.orderable);
  if (identifier.entity === 'dataset') throw unreadable(clause);
  if (direction === undefined) return { ...identifier, ascending: true };
  const word = direction.kind === 'path' && direction.parts.length === 1 ? direction.parts[0]!.text.toLowerCase() : '';
  if (word !== 'asc' && word !== 'desc') throw unreadable(clause);
  return { ...identifier, ascending: word === 'asc' };
}

function unreadable(clause: string): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `Invalid order_by clause '${clause.slice(0, 100)}'. Could not be parsed as 'key [ASC|DESC]'.`,
  );
}
