import type { CustomerInsights } from '@bellwether/contracts';
import { hasTable, type AnalyticsStore } from '@bellwether/platform/analytics';
import type { OrdersWanted } from './order-source.js';

const STEPS = ['view', 'click', 'cart', 'purchase'];

/** Sessions by the furthest step that they came to; none where the source has no sessions. */
export async function readFunnel(
  store: AnalyticsStore,
  { source, as_of }: OrdersWanted,
): Promise<CustomerInsights['furthest_steps']> {
  if (!(await hasTable(store, 'interactions'))) return [];
  const rows = await store.rows<{ furthest: number; sessions: number; customers: number }>(
    `SELECT toInt32(furthest) AS furthest, toFloat64(count()) AS sessions, toFloat64(uniqExact(user_id)) AS customers
     FROM (SELECT user_id, session_id, max(indexOf({steps:Array(String)}, toString(interaction_type))) AS furthest
           FROM interactions WHERE source = {source:String} AND session_id IS NOT NULL
             AND occurred_at < toDateTime({as_of:String}, 'UTC')
           GROUP BY user_id, session_id)
     WHERE furthest > 0 GROUP BY furthest`,
    { source, as_of, steps: STEPS },
  );
  if (rows.length === 0) return [];
  return STEPS.map((step, i) => {
    const found = rows.find(({ furthest }) => furthest === i + 1);
    return { step, sessions: found?.sessions ?? 0, customers: found?.customers ?? 0 };
  });
}
