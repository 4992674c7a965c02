import type { Rfm } from '@bellwether/customer-analytics-core';
import { csvCell } from '../terminal/csv-cell.js';

/** Every customer as CSV: customer_id, segment, recency_days, orders, revenue. @param ids,segments by row of the table. */
export function customersCsv(ids: readonly string[], rfm: Rfm, segments: readonly string[]): string {
  const lines = ids.map((id, i) =>
    [csvCell(id), csvCell(segments[i]!), rfm.recencyDays[i], rfm.orders[i], rfm.revenue[i]].join(','),
  );
  return `${['customer_id,segment,recency_days,orders,revenue', ...lines].join('\n')}\n`;
}
