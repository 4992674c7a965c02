import { parseDay, type Day } from '../calendar/day.js';

/** Why a cell was not taken; the row reader adds the column and the value. */
export class CellRefused extends Error {
  override readonly name = 'CellRefused';
}

/** Turns the text of a cell into a value. @throws CellRefused when the text is none. */
export type CellReader<T> = (text: string) => T;

/** How the files imported here write a missing value. */
const MISSING = new Set(['', 'NULL', 'NA', 'NaN']);

/** A text that must be there. */
export function text(maxLength = 128): CellReader<string> {
  return (cell) => {
    if (MISSING.has(cell)) throw new CellRefused('must not be missing');
    if (cell.length > maxLength) throw new CellRefused(`must be at most ${maxLength} characters`);
    return cell;
  };
}

/** One of a closed set of texts, as what it means. */
export function oneOf<T>(meanings: Readonly<Record<string, T>>): CellReader<T> {
  return (cell) => {
    if (!Object.hasOwn(meanings, cell)) throw new CellRefused(`must be one of ${Object.keys(meanings).join(', ')}`);
    return meanings[cell]!;
  };
}

/** A whole number, also written 2.0, as tables do that once held a missing value in the column. */
export function whole(min: number, max: number): CellReader<number> {
  return (cell) => {
    const value = parseNumber(cell);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new CellRefused(`must be a whole number in ${min}–${max}`);
    }
    return value;
  };
}

/** A decimal number. */
export function decimal(min: number, max: number): CellReader<number> {
  return (cell) => {
    const value = parseNumber(cell);
    if (!(value >= min && value <= max)) throw new CellRefused(`must be a number in ${min}–${max}`);
    return value;
  };
}

/** A date, YYYY-MM-DD. */
export const date: CellReader<Day> = (cell) => {
  const day = parseDay(cell);
  if (day === null) throw new CellRefused('must be a date YYYY-MM-DD');
  return day;
};

/** A reader that gives `instead` where the value is missing. */
export function missingAs<T, M>(instead: M, reader: CellReader<T>): CellReader<T | M> {
  return (cell) => (MISSING.has(cell) ? instead : reader(cell));
}

/** Number(), without its readings of '', ' ' and 0x10 as numbers. */
function parseNumber(cell: string): number {
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(cell) ? Number(cell) : NaN;
}
