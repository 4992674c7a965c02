import { csvCell } from '../terminal/csv-cell.js';
import type { ForecastRow } from './forecast-rows.js';

interface Rows {
  readonly id: string;
  readonly forecasts: readonly ForecastRow[];
}

/** The forecasts as CSV: id, date, yhat, and lower and upper bound of each level. */
export function forecastCsv(series: readonly Rows[]): string {
  const columns = Object.keys(series[0]?.forecasts[0] ?? {});
  const lines = series.flatMap(({ id, forecasts }) =>
    forecasts.map((row) => [csvCell(id), ...columns.map((column) => String(row[column]))].join(',')),
  );
  return `${[['id', ...columns].join(','), ...lines].join('\n')}\n`;
}
