import { DomainError } from '@bellwether/errors';
import { hasTable, type AnalyticsStore } from '@bellwether/platform/analytics';

/** Where the orders of sources lie: lines that were sold, or purchases among interactions, an order each session. */
const ORDERS_IN = {
  transactions: `SELECT assumeNotNull(customer_id) AS customer, toInt32(toDate(min(ordered_at))) AS day,
      sum(quantity * unit_price) AS revenue
    FROM transactions
    WHERE source = {source:String} AND status = 'sold' AND customer_id IS NOT NULL AND ordered_at < toDateTime({as_of:String}, 'UTC')
    GROUP BY customer, order_id`,
  interactions: `SELECT user_id AS customer, toInt32(toDate(min(occurred_at))) AS day,
      sum(ifNull(price, 0) * ifNull(quantity, 1)) AS revenue
    FROM interactions
    WHERE source = {source:String} AND interaction_type = 'purchase' AND occurred_at < toDateTime({as_of:String}, 'UTC')
    GROUP BY customer, ifNull(session_id, toString(occurred_at))`,
} as const;

/** A query of the orders of a source before a day: `customer`, `day` since 1970-01-01, `revenue`. */
export async function ordersQuery(store: AnalyticsStore): Promise<string> {
  const present: string[] = [];
  for (const [table, query] of Object.entries(ORDERS_IN)) if (await hasTable(store, table)) present.push(query);
  if (present.length === 0) throw new DomainError('FAILED_PRECONDITION', 'the analytics store has no orders at all');
  return present.join(' UNION ALL ');
}

/** Of which source, and of what is known at the start of which day. */
export interface OrdersWanted {
  readonly source: string;
  /** `YYYY-MM-DD`. */
  readonly as_of: string;
}
