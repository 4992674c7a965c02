import { DomainError } from '@bellwether/errors';
import { compactRows } from './compact-rows.js';

/** Rows as the text that the engine reads: to make it is most of the work of an insert outside the engine. */
export interface EncodedRows {
  readonly count: number;
  /** Of each row, where it is a list of their values; null where it is an object. */
  readonly columns: readonly string[] | null;
  /** JSON, a line a row. */
  readonly text: string;
}

/** @throws INVALID_ARGUMENT for what JSON cannot say. */
export function encodeRows(rows: readonly object[]): EncodedRows {
  const compact = compactRows(rows);
  const count = rows.length;
  try {
    if (compact === null) {
      return { count, columns: null, text: rows.map((row) => JSON.stringify(row, refuseCode)).join('\n') };
    }
    const { columns, values } = compact;
    return { count, columns, text: values.map((cells) => JSON.stringify(cells)).join('\n') };
  } catch (error) {
    throw new DomainError('INVALID_ARGUMENT', `rows must be what JSON can say: ${String(error)}`, { cause: error });
  }
}

/** JSON would leave it out without a word. */
function refuseCode(name: string, value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError(`'${name}' is a ${typeof value}`);
  return value;
}
