import { pushStock, type PublishStockRequest, type StockLevel } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { FORECASTING_APP, openServing, type JobContext } from '@bellwether/platform/jobs';
import { partsOf } from './parts-of.js';

const OPERATIONS = { pushStock };
const A_PUSH = 5_000;

/** Tells the forecasting app of the newest stock of each product of a shop before a day. */
export async function publishStockTask(
  request: PublishStockRequest,
  context: JobContext,
): Promise<{ readonly products: number }> {
  const { client, close } = openServing(context, FORECASTING_APP, OPERATIONS);
  try {
    const stock = await stockOf(context, request);
    let done = 0;
    for (const part of partsOf(stock, A_PUSH)) {
      context.signal.throwIfAborted();
      await client.pushStock({ stock: part });
      context.progress((done += part.length) / stock.length, `${done.toLocaleString('en-US')} products`);
    }
    return { products: stock.length };
  } finally {
    close();
  }
}

/** @throws FAILED_PRECONDITION for a source that counted nothing before the day. */
async function stockOf(
  { analytics }: JobContext,
  { source, as_of, order_cost, annual_holding_rate }: PublishStockRequest,
): Promise<StockLevel[]> {
  const rows = await analytics.rows<Omit<StockLevel, 'order_cost' | 'annual_holding_rate'>>(
    `SELECT product_id, toString(max(day)) AS counted_on, argMax(stock, day) AS on_hand,
       argMax(on_order, day) AS on_order, any(unit_cost) AS unit_cost
     FROM (SELECT product_id, day, stock, on_order FROM shop_stock
           WHERE source = {source:String} AND day < toDate32({as_of:String})) AS counted
     INNER JOIN (SELECT product_id, unit_cost FROM shop_products WHERE source = {source:String}) AS sold USING (product_id)
     GROUP BY product_id ORDER BY product_id`,
    { source, as_of },
  );
  if (rows.length === 0) throw new DomainError('FAILED_PRECONDITION', `${source} counted no stock before ${as_of}`);
  return rows.map((row) => ({ ...row, order_cost, annual_holding_rate }));
}
