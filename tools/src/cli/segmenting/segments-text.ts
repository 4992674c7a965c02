import type { SegmentsOptions } from '../commands/segments.js';
import { renderTable } from '../terminal/table.js';
import type { SegmentsResult } from './segment-file.js';

const COLUMNS = ['segment', 'customers', 'share', 'revenue', 'share', 'order value'];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const money = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** The segments as a table, what moved, and what was left out. */
export function segmentsText(result: SegmentsResult, { out }: SegmentsOptions): string {
  const { segments, migrations, as_of, customers, rows_without_customer, orders_of_nothing } = result;
  const cells = segments.map((segment) => [
    ...[segment.name, segment.customers.toLocaleString('en-US'), percent(segment.customer_share)],
    ...[money(segment.revenue), percent(segment.revenue_share), money(segment.average_order_value)],
  ]);
  const kept = migrations.flatMap(({ to_date, stability }) =>
    stability === null ? [] : [`${to_date}: ${percent(stability)}`],
  );
  return [
    renderTable(
      COLUMNS.map((title) => ({ title })),
      cells,
    ),
    '',
    `${customers.toLocaleString('en-US')} customers who had ordered before ${as_of}.`,
    ...('clusters' in result && result.clusters && !result.clusters.stable
      ? [
          'No number of groups was found again on halves of the customers: take them for a cut, not for kinds of people.',
        ]
      : []),
    ...(kept.length > 0 ? [`Kept their segment from month to month, ${kept.join(', ')}.`] : []),
    ...(rows_without_customer > 0 ? [`left out: ${rows_without_customer} rows without a customer`] : []),
    ...(orders_of_nothing > 0 ? [`left out: ${orders_of_nothing} orders of no money or less`] : []),
    out === undefined ? 'Name a file with --out to keep the segment of each customer.' : `Every customer is in ${out}.`,
  ].join('\n');
}
