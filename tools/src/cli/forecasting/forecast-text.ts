import type { ForecastOptions } from '../commands/forecast.js';
import { formatFigure } from '../terminal/format.js';
import { renderTable, wrapText } from '../terminal/table.js';
import type { ForecastResult } from './forecast-file.js';

/** So many series are shown one by one; of more, those that were forecast worst. */
const SHOWN = 20;
const COLUMNS = ['series', 'values', 'gaps', 'method', 'MASE', 'of naive', 'sMAPE', 'origins', 'intervals'];

/** What was chosen for each series, and how it did on its past. */
export function forecastText({ series, refused }: ForecastResult, { out, horizon }: ForecastOptions): string {
  const worst = [...series].sort((a, b) => (b.back_test?.mase ?? -1) - (a.back_test?.mase ?? -1)).slice(0, SHOWN);
  const cells = worst.map(({ id, values, gaps, method, back_test, intervals }) => [
    ...[id, String(values), String(gaps), method],
    ...[formatFigure(back_test?.mase), formatFigure(back_test?.naive_mase)],
    back_test === undefined ? '–' : `${(100 * back_test.smape).toFixed(1)} %`,
    ...[String(back_test?.origins ?? 0), intervals.join(', ')],
  ]);
  const left = series.length - worst.length;
  const table = renderTable(
    COLUMNS.map((title) => ({ title })),
    cells,
  );
  return [
    table,
    ...(left > 0 ? [`and ${left} more, with a smaller error`] : []),
    '',
    wrapText(
      `Each method was fitted anew at so many origins of its own past and forecast ${horizon} steps ahead. MASE is its mean ` +
        'error by the mean change from season to season; “of naive” is that of the last season repeated, at the same origins.',
      100,
    ),
    ...refused.map((why) => `not forecast: ${why}`),
    ...(out === undefined ? ['Name a file with --out to keep the forecasts.'] : [`The forecasts are in ${out}.`]),
  ].join('\n');
}
