import { orderColumns, type OrderColumns } from '@bellwether/customer-analytics-core';
import { readTextTable } from '@bellwether/datasets';
import { UsageError } from '../command-error.js';
import type { SegmentsOptions } from '../commands/segments.js';
import { columnOf, readCellDay, readNumber } from '../importing/table-cells.js';

export interface OrdersTable {
  readonly columns: OrderColumns;
  readonly rows: number;
  /** Rows of nobody, which are left out. */
  readonly rowsWithoutCustomer: number;
  /** Orders of no money or less, as what was sent back, which are left out. */
  readonly ordersOfNothing: number;
  /** Days since 1970-01-01. */
  readonly lastDay: number;
}

/**
 * The orders of a file of orders, or of their lines.
 *
 * @throws INVALID_ARGUMENT for a column that is not there, a cell that is no date or number, with its row, or no order at all.
 */
export async function readOrders(csv: AsyncIterable<Uint8Array>, options: SegmentsOptions): Promise<OrdersTable> {
  const table = await readTextTable(csv);
  const [ids, dates, values] = [options.id, options.date, options.value].map((name) => columnOf(table, name)) as [
    ...[readonly (string | null)[], readonly (string | null)[], readonly (string | null)[]],
  ];
  const numbers = options.order === undefined ? undefined : columnOf(table, options.order);
  const orders = new Map<string, { customerId: string; day: number; revenue: number }>();
  let rowsWithoutCustomer = 0;
  for (const [row, customerId] of ids.entries()) {
    if (customerId === null || customerId === '') {
      rowsWithoutCustomer++;
      continue;
    }
    const day = readCellDay(dates[row] ?? null, options.date, row);
    const revenue = readNumber(values[row] ?? null, options.value, row) ?? 0;
    const key = JSON.stringify([customerId, numbers === undefined ? day : numbers[row]]);
    const order = orders.get(key) ?? { customerId, day, revenue: 0 };
    orders.set(key, { ...order, day: Math.min(order.day, day), revenue: order.revenue + revenue });
  }
  const kept = [...orders.values()].filter((order) => order.revenue > 0);
  if (kept.length === 0) throw new UsageError(`no row of ${options.data} is an order of a customer with money in it`);
  return {
    ...{ columns: orderColumns(kept), rows: ids.length, rowsWithoutCustomer },
    ordersOfNothing: orders.size - kept.length,
    lastDay: kept.reduce((last, { day }) => Math.max(last, day), -Infinity),
  };
}
