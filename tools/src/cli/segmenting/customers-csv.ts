import type { Rfm } from '@bellwether/customer-analytics-core';

/** Every customer as CSV: customer_id, segment, recency_days, orders, revenue. @param ids,segments by row of the table. */
export function customersCsv(ids: readonly string[], rfm: Rfm, segments: readonly string[]): string {
  const lines = ids.map((id, i) =>
    [cell(id), cell(segments[i]!), rfm.recencyDays[i], rfm.orders[i], rfm.revenue[i]].join(','),
  );
  return `${['customer_id,segment,recency_days,orders,revenue', ...lines].join('\n')}\n`;
}

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
