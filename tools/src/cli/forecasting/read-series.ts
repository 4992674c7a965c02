import { readTextTable } from '@bellwether/datasets';
import { arrangeSeries, type ArrangedSeries, type LongRow } from '@bellwether/forecasting-core';
import type { ForecastOptions } from '../commands/forecast.js';
import { columnOf, readDate, readNumber, refuseCell } from '../importing/table-cells.js';

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
    id: ids === undefined ? ONLY_SERIES : (ids[row] ?? refuseCell(id!, row, 'must not be empty')),
    instant: readDate(text, date, row),
    value: readNumber(values[row] ?? null, value, row),
    ...(others.length > 0 && {
      regressors: Object.fromEntries(others.map(([name, cells]) => [name, readNumber(cells[row] ?? null, name, row)])),
    }),
  }));
  return { series: arrangeSeries(rows, freq), byDay: dates.every((text) => text?.length === 10) };
}
