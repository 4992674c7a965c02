import { DomainError } from '@bellwether/errors';
import { isNumber } from './infer-columns.js';

export type TableTask = 'binary' | 'regression';

export interface TableTarget {
  /** Rows that have a target. */
  readonly rows: readonly number[];
  /** Of those rows: 0 or 1, or numbers. */
  readonly labels: Float64Array;
  /** Which value counts as 1; only of a binary target. */
  readonly positive?: string;
}

/** Words for yes and no, by which a positive is told. */
const YES = new Set(['1', 'true', 'yes', 'y', 't']);

/**
 * Reads the target column. Of two values the positive is the one that says yes, or else the later in order.
 *
 * @throws INVALID_ARGUMENT for an unknown column, a binary target without exactly two values, or a number that is none.
 */
export function readTarget(
  columns: ReadonlyMap<string, readonly (string | null)[]>,
  target: string,
  task: TableTask,
): TableTarget {
  const cells = columns.get(target);
  if (cells === undefined) {
    const known = [...columns.keys()].join(', ');
    throw new DomainError('INVALID_ARGUMENT', `target must be a column of the table (${known}), got '${target}'`);
  }
  const rows = cells.flatMap((cell, row) => (cell === null ? [] : [row]));
  if (task === 'regression') {
    const wrong = rows.find((row) => !isNumber(cells[row]!));
    if (wrong !== undefined) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `target '${target}' must be a number, got '${cells[wrong]}' in row ${wrong + 1}`,
      );
    }
    return { rows, labels: Float64Array.from(rows, (row) => Number(cells[row])) };
  }
  const values = [...new Set(rows.map((row) => cells[row]!))].sort();
  if (values.length !== 2) {
    throw new DomainError('INVALID_ARGUMENT', `target '${target}' must have two values, got ${values.length}`);
  }
  const positive = values.find((value) => YES.has(value.toLowerCase())) ?? values[1]!;
  return { rows, labels: Float64Array.from(rows, (row) => (cells[row] === positive ? 1 : 0)), positive };
}
