import { afterAll, beforeAll, expect } from '@jest/globals';
import { segmentShares } from '@bellwether/customer-analytics-core';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { customerSegments, readOrders } from '../../src/publishing/index.js';
import { itWithRealData } from '../training/real-data.js';

const AS_OF = '2011-12-10';

/** As they stand in the file. */
const linesOf = (
  path: string,
) => `file('${path}', 'CSVWithNames', 'InvoiceNo String, StockCode String, Description String, Quantity Int64,
  InvoiceDate DateTime, UnitPrice Float64, CustomerID String, Country String')`;

/** Scores and segments by SQL alone, written without looking at how the rules are coded. */
const INDEPENDENT = `
  WITH orders AS (
      SELECT CustomerID AS who, InvoiceNo AS invoice, toDate(min(InvoiceDate)) AS at, sum(Quantity * UnitPrice) AS money
      FROM lines WHERE CustomerID != '' AND match(InvoiceNo, '^[0-9]') AND Quantity >= 0 AND UnitPrice >= 0
      GROUP BY who, invoice),
    customers AS (
      SELECT who, count() AS f, sum(money) AS m, dateDiff('day', max(at), toDate('${AS_OF}')) AS r FROM orders GROUP BY who),
    cuts AS (
      SELECT count() AS n, arrayMap(k -> intDiv(k * n + 4, 5), [1, 2, 3, 4]) AS places,
        arraySort(groupArray(-r)) AS rs, arraySort(groupArray(f)) AS fs, arraySort(groupArray(m)) AS ms
      FROM customers),
    scored AS (
      SELECT who, f, m, 1 + arrayCount(p -> -r > rs[p], places) AS R,
        intDiv(2 + arrayCount(p -> f > fs[p], places) + arrayCount(p -> m > ms[p], places), 2) AS V
      FROM customers CROSS JOIN cuts)
  SELECT multiIf(
      V >= 4 AND R = 5 OR V = 5 AND R = 4, 'Champions',
      V = 4 AND R = 4 OR V >= 4 AND R = 3, 'Loyal',
      R >= 4 AND V >= 2, 'Potential Loyalist',
      R = 5, 'New Customer',
      R >= 3 AND V = 1, 'Promising',
      R = 3, 'Needs Attention',
      V = 5, 'Cannot Lose Them',
      V >= 3, 'At Risk',
      R = 2, 'Hibernating',
      'Lost') AS name,
    toFloat64(count()) AS customers, toFloat64(sum(f)) AS orders, sum(m) AS revenue,
    customers / (SELECT count() FROM scored) AS customer_share, revenue / (SELECT sum(m) FROM scored) AS revenue_share,
    revenue / orders AS average_order_value
  FROM scored GROUP BY name ORDER BY name`;

interface Row {
  readonly name: string;
  readonly customers: number;
  readonly orders: number;
  readonly revenue: number;
  readonly customer_share: number;
  readonly revenue_share: number;
  readonly average_order_value: number;
}

let store: AnalyticsStore;
beforeAll(async () => {
  store = await openAnalyticsStore('chdb://memory');
});
afterAll(() => store.close());

itWithRealData(
  'segments of UCI Online Retail are those of an independent SQL query: customers, orders, revenue, shares, order values',
  'uci-online-retail/online_retail.csv.gz',
  async (file) => {
    await keepLines(file);
    const columns = await readOrders(store, { source: 'online-retail', as_of: AS_OF });
    const { insights, count } = customerSegments(columns, Date.parse(AS_OF) / 86_400_000, 1);
    const ours = segmentShares(insights.segments).sort((a, b) => (a.name < b.name ? -1 : 1));
    const theirs = await store.rows<Row>(INDEPENDENT);
    expect(count).toBe(4_339);
    expect(theirs).toHaveLength(10);
    expect(ours.map(({ name, customers, orders }) => [name, customers, orders])).toEqual(
      theirs.map(({ name, customers, orders }) => [name, customers, orders]),
    );
    theirs.forEach((row, i) => {
      expect(ours[i]!.revenue / row.revenue).toBeCloseTo(1, 10);
      expect(ours[i]!.customerShare).toBeCloseTo(row.customer_share, 12);
      expect(ours[i]!.revenueShare).toBeCloseTo(row.revenue_share, 10);
      expect(ours[i]!.averageOrderValue / row.average_order_value).toBeCloseTo(1, 10);
    });
  },
  120_000,
);

/** The lines of the file, and transactions as the importer of Online Retail makes them. */
async function keepLines(path: string): Promise<void> {
  await store.command(`CREATE TABLE lines ENGINE = Memory AS SELECT * FROM ${linesOf(path)}`);
  await store.command(`CREATE TABLE transactions ENGINE = Memory AS
    SELECT 'online-retail' AS source, InvoiceNo AS order_id, nullIf(CustomerID, '') AS customer_id,
      toFloat64(Quantity) AS quantity, UnitPrice AS unit_price, toDateTime(InvoiceDate, 'UTC') AS ordered_at,
      multiIf(startsWith(InvoiceNo, 'C'), 'cancelled', startsWith(InvoiceNo, 'A') OR Quantity < 0 OR UnitPrice < 0,
        'adjusted', 'sold') AS status
    FROM lines`);
}
