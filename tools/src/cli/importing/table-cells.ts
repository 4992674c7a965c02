import type { TextTable } from '@bellwether/datasets';
import { UsageError } from '../command-error.js';

/** A day, or an instant; the zone may be left out. */
const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

const DAY_MS = 86_400_000;

/** @throws UsageError where the table has no such column, with those it has. */
export function columnOf({ columns }: TextTable, name: string): readonly (string | null)[] {
  const column = columns.get(name);
  if (column !== undefined) return column;
  throw new UsageError(`the file has no column '${name}'; it has ${[...columns.keys()].join(', ')}`);
}

/** Milliseconds since 1970-01-01 UTC. @param row from 0. @throws UsageError naming column and row. */
export function readDate(text: string | null, column: string, row: number): number {
  if (text === null || !DATE.test(text))
    return refuseCell(column, row, `must be a date as 2026-03-01, got '${text ?? ''}'`);
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const instant = Date.parse(text.length === 10 || hasZone ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`);
  // A day that no calendar has, as 30 February, is not the second of March.
  const exists =
    Number.isFinite(instant) && new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
  return exists ? instant : refuseCell(column, row, `is no date: '${text}'`);
}

/** Days since 1970-01-01 UTC. @param row from 0. @throws UsageError naming column and row. */
export function readCellDay(text: string | null, column: string, row: number): number {
  return Math.floor(readDate(text, column, row) / DAY_MS);
}

/** @returns null of an empty cell. @throws UsageError naming column and row. */
export function readNumber(text: string | null, column: string, row: number): number | null {
  if (text === null) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : refuseCell(column, row, `must be a number, got '${text}'`);
}

/** Rows count from 1 after the header, as people count them. */
export function refuseCell(column: string, row: number, what: string): never {
  throw new UsageError(`row ${row + 1}: ${column} ${what}`);
}
