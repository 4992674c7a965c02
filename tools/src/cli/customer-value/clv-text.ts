import type { ClvOptions } from '../commands/clv.js';
import { formatCount, formatFigure } from '../terminal/format.js';
import { renderTable, wrapText, type TableColumn } from '../terminal/table.js';
import type { ClvResult } from './clv-file.js';

const right = (title: string): TableColumn => ({ title, align: 'right' });

/** What was seen, and how each method did on what came after. */
export function clvText(result: ClvResult, { out, plot }: ClvOptions): string {
  const { calibration, hold_out, methods, best, unit, not_learned } = result;
  const titles = [`RMSE of ${unit}`, 'MAE', 'Gini', 'decile error', 'total', 'RMSE of purchases'];
  const table = renderTable(
    [{ title: 'method' }, ...titles.map(right)],
    methods.map((row) => [
      row.method === best ? `${row.method} *` : row.method,
      ...[row.rmse, row.mae, row.gini, row.decile_calibration_error].map((figure) => formatFigure(figure)),
      `${(100 * row.total_ratio).toFixed(0)} %`,
      formatFigure(row.purchases_rmse),
    ]),
  );
  return [
    `${formatCount(calibration.customers)} customers with ${formatCount(calibration.purchases)} purchases from ` +
      `${calibration.from} to ${calibration.to}; they made ${formatCount(hold_out.purchases)} more by ${hold_out.to} ` +
      `(${hold_out.weeks.toFixed(1)} weeks).`,
    '',
    table,
    '',
    wrapText(
      `Every method saw purchases up to ${calibration.to} only. Gini is 1 where customers are in the right order and 0 by chance; ` +
        'decile error is the share of all value that the means of ten groups are off by; total is the forecast of all over ' +
        `what came. * has the least RMSE; the likeliest model of purchases is ${result.likeliest}.`,
      100,
    ),
    ...(not_learned === undefined ? [] : [wrapText(`No ziln, hurdle-trees and ensemble: ${not_learned}.`, 100)]),
    ...(out === undefined ? ['Name a file with --out to have every customer.'] : [`Every customer is in ${out}.`]),
    ...(plot === undefined ? [] : [`The deciles are drawn in ${plot}.`]),
  ].join('\n');
}
