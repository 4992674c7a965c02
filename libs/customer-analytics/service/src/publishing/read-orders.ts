import { OrderColumnsBuilder, type OrderColumns } from '@bellwether/customer-analytics-core';
import { DomainError } from '@bellwether/errors';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import { ordersQuery, type OrdersWanted } from './order-source.js';

interface OrderRows extends Record<string, readonly unknown[]> {
  readonly customer: readonly string[];
  readonly day: readonly number[];
  readonly revenue: readonly number[];
}

/** Orders of a source before a day, customers in the order of their ids. @throws FAILED_PRECONDITION where there are none. */
export async function readOrders(store: AnalyticsStore, wanted: OrdersWanted): Promise<OrderColumns> {
  const orders = await ordersQuery(store);
  const { customer, day, revenue } = await store.columns<OrderRows>(
    `SELECT customer, day, toFloat64(revenue) AS revenue FROM (${orders}) ORDER BY customer, day, revenue`,
    { ...wanted },
  );
  if (customer.length === 0) {
    throw new DomainError('FAILED_PRECONDITION', `${wanted.source} has no orders of customers before ${wanted.as_of}`);
  }
  const columns = new OrderColumnsBuilder();
  customer.forEach((customerId, i) => columns.add({ customerId, day: day[i]!, revenue: revenue[i]! }));
  return columns.build();
}
