import { availabilityInWords } from '../features/available-at.js';
import { BOOKING_FEATURES, type BookingFeatureName } from '../features/booking-features.js';
import type { TrainingTable } from './training-table.js';

/** A column of a model's input: what serving must know to make the same number from the same value. */
export interface EncodedColumn {
  readonly name: BookingFeatureName;
  readonly kind: 'numeric' | 'categorical';
  readonly unit: string;
  /** In words. */
  readonly available_at: string;
  /** Category of each code; only of a categorical column. */
  readonly categories?: readonly string[];
}

/** Rows of a table, by index, in the order wanted. */
export type RowSet = Int32Array;

export function allRows(table: TrainingTable): RowSet {
  return Int32Array.from({ length: table.rows }, (_, row) => row);
}

/** The rows of a set for which a condition holds. */
export function rowsWhere(rows: RowSet, condition: (row: number) => boolean): RowSet {
  return rows.filter(condition);
}

/**
 * The columns of a model fitted on some rows, with dictionaries from those rows alone. Left out are columns that say
 * nothing there (one value only, missing counted as a value) or repeat an earlier one in every row.
 *
 * @param fewestRows a category with fewer training rows gets no code and reads as missing, as one never seen will: so a
 *   model learns from rare categories what to make of unseen ones.
 */
export function fitColumns(table: TrainingTable, training: RowSet, fewestRows = 20): readonly EncodedColumn[] {
  const kept: number[] = [];
  table.columns.forEach((_, f) => {
    if (isConstant(table, training, f)) return;
    if (kept.some((earlier) => isSame(table, training, earlier, f))) return;
    kept.push(f);
  });
  return kept.map((f) => {
    const name = table.columns[f]!;
    const { kind, unit } = BOOKING_FEATURES[name];
    const categories = table.categories[f];
    const column = { name, kind, unit, available_at: availabilityInWords(BOOKING_FEATURES[name]) };
    return categories ? { ...column, categories: frequent(table, training, f, categories, fewestRows) } : column;
  });
}

/** The matrix of a model's input, row-major, shape (rows × columns). */
export function encodeRows(table: TrainingTable, columns: readonly EncodedColumn[], rows: RowSet): Float64Array {
  const width = table.columns.length;
  const sources = columns.map(({ name }) => table.columns.indexOf(name));
  const codes = columns.map(({ categories }, c) => recoded(table.categories[sources[c]!], categories));
  const out = new Float64Array(rows.length * columns.length);
  for (let i = 0, at = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    for (let c = 0; c < columns.length; c++, at++) {
      const value = table.matrix[start + sources[c]!]!;
      const code = codes[c];
      out[at] = code && !Number.isNaN(value) ? code[value]! : value;
    }
  }
  return out;
}

/** The labels of rows, shape (rows,). */
export function labelsOf(table: TrainingTable, rows: RowSet): Float64Array {
  return Float64Array.from(rows, (row) => table.labels[row]!);
}

function valueAt(table: TrainingTable, row: number, f: number): number {
  return table.matrix[row * table.columns.length + f]!;
}

function isConstant(table: TrainingTable, rows: RowSet, f: number): boolean {
  return rows.every((row) => Object.is(valueAt(table, row, f), valueAt(table, rows[0]!, f)));
}

function isSame(table: TrainingTable, rows: RowSet, f: number, g: number): boolean {
  if ((table.categories[f] === null) !== (table.categories[g] === null)) return false;
  const name = (column: number, row: number): string | number | undefined => {
    const value = valueAt(table, row, column);
    return table.categories[column]?.[value] ?? value;
  };
  return rows.every((row) => Object.is(name(f, row), name(g, row)));
}

function frequent(
  table: TrainingTable,
  rows: RowSet,
  f: number,
  categories: readonly string[],
  fewestRows: number,
): readonly string[] {
  const counts = new Float64Array(categories.length);
  for (const row of rows) {
    const code = valueAt(table, row, f);
    if (!Number.isNaN(code)) counts[code]! += 1;
  }
  return categories.filter((_, code) => counts[code]! >= fewestRows);
}

/** The model's code of each of the table's codes; NaN where the model has none. */
function recoded(
  from: readonly string[] | null | undefined,
  to: readonly string[] | undefined,
): Float64Array | undefined {
  if (!from || !to) return undefined;
  const codes = new Map(to.map((name, code) => [name, code]));
  return Float64Array.from(from, (name) => codes.get(name) ?? NaN);
}
