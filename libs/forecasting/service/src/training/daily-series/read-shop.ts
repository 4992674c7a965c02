import { uncensorSales } from '@bellwether/forecasting-core';
import { hasTable, type AnalyticsStore } from '@bellwether/platform/analytics';
import { panelOf, type DayCell, type DayRange } from './panel-of.js';
import { idsOf, type Panels, type WantedDays } from './read-rentals.js';

/**
 * Units sold a day of each product, as demand: a day that ended with an empty shelf is told by the days about it. What was lost
 * for want of stock is known in the simulated shop alone, and not looked at.
 */
export async function readShopDemand(store: AnalyticsStore, source: string, wanted: WantedDays): Promise<Panels> {
  if (!(await hasTable(store, 'shop_stock'))) return {};
  const days = await stockDays(store, source, wanted);
  if (days === undefined) return {};
  const sold = await store.rows<DayCell>(
    `SELECT item_id AS id, toInt32(toDate(occurred_at)) AS day, toFloat64(sum(ifNull(quantity, 1))) AS value FROM interactions
     WHERE source = {source:String} AND interaction_type = 'purchase' GROUP BY id, day ORDER BY id, day`,
    { source },
  );
  const stocked = await store.rows<DayCell>(
    `SELECT product_id AS id, toInt32(day) AS day, toFloat64(stock) AS value FROM shop_stock
     WHERE source = {source:String} ORDER BY id, day`,
    { source },
  );
  const ids = await idsOf(store, 'shop_products', 'product_id', source);
  const stock = panelOf('product', ids, stocked, days);
  return {
    product: panelOf('product', ids, sold, days).map((series, i) => ({
      ...series,
      values: uncensorSales(series.values, stock[i]!.values),
    })),
  };
}

async function stockDays(
  store: AnalyticsStore,
  source: string,
  { from, to, atMost }: WantedDays,
): Promise<DayRange | undefined> {
  const [range] = await store.rows<{ rows: number; begin: number; end: number }>(
    `SELECT toFloat64(count()) AS rows, toInt32(min(day)) AS begin, toInt32(max(day)) AS end FROM shop_stock
     WHERE source = {source:String}`,
    { source },
  );
  if (range === undefined || range.rows === 0) return undefined;
  const last = Math.min(range.end, to ?? Infinity);
  const first = Math.max(range.begin, from ?? -Infinity, last - atMost + 1);
  return last < first ? undefined : { first, last };
}
