import { readTextTable, type TextTable } from '@bellwether/datasets';
import { arrangeSeries, type ArrangedSeries, type LongRow } from '@bellwether/forecasting-core';
import { UsageError } from '../command-error.js';
import type { ForecastOptions } from '../commands/forecast.js';

/** A day, or an instant; the zone may be left out. */
const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The one series of a file without ids. */
export const ONLY_SERIES = 'series';

export interface SeriesTable {
  readonly series: ArrangedSeries[];
  /** Whether dates are days; else forecasts are for instants. */
  readonly byDay: boolean;
}

/** @throws INVALID_ARGUMENT for columns that are not there, or cells that are no dates or numbers, with their row. */
export async function readSeries(
  csv: AsyncIterable<Uint8Array>,
  { id, date, value, freq, regressors = [] }: Pick<ForecastOptions, 'id' | 'date' | 'value' | 'freq' | 'regressors'>,
): Promise<SeriesTable> {
  const table = await readTextTable(csv);
  const dates = columnOf(table, date);
  const values = columnOf(table, value);
  const others = regressors.map((name) => [name, columnOf(table, name)] as const);
  const ids = id === undefined ? undefined : columnOf(table, id);
  const rows = dates.map((text, row): LongRow => ({
    id: ids === undefined ? ONLY_SERIES : (ids[row] ?? refuse(id!, row, 'must not be empty')),
    instant: readDate(text, date, row),
    value: readValue(values[row] ?? null, value, row),
    ...(others.length > 0 && {
      regressors: Object.fromEntries(others.map(([name, cells]) => [name, readValue(cells[row] ?? null, name, row)])),
    }),
  }));
  return { series: arrangeSeries(rows, freq), byDay: dates.every((text) => text?.length === 10) };
}

/** @throws INVALID_ARGUMENT, naming the columns that there are. */
export function columnOf({ columns }: TextTable, name: string): readonly (string | null)[] {
  const column = columns.get(name);
  if (column !== undefined) return column;
  throw new UsageError(`the file has no column '${name}'; it has ${[...columns.keys()].join(', ')}`);
}

/** An instant in milliseconds; without a zone it is taken as UTC. @param row from 0 on. @throws INVALID_ARGUMENT, naming the row. */
export function readDate(text: string | null, column: string, row: number): number {
  if (text === null || !DATE.test(text))
    return refuse(column, row, `must be a date as 2026-03-01, got '${text ?? ''}'`);
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const instant = Date.parse(text.length === 10 || hasZone ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`);
  // A day that no calendar has, as 30 February, is not the second of March.
  const exists =
    Number.isFinite(instant) && new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
  return exists ? instant : refuse(column, row, `is no date: '${text}'`);
}

/** A number; null of an empty cell. @param row from 0 on. @throws INVALID_ARGUMENT, naming the row. */
export function readValue(text: string | null, column: string, row: number): number | null {
  if (text === null) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : refuse(column, row, `must be a number, got '${text}'`);
}

/** Rows count from 1 after the header, as people count them. */
function refuse(column: string, row: number, what: string): never {
  throw new UsageError(`row ${row + 1}: ${column} ${what}`);
}
