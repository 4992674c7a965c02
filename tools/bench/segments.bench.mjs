// Segments of the customers of the UCI Online Retail data: sizes, what they bring, and how many stay where they are from month to month:
//   node tools/bench/segments.bench.mjs [--customers 0]
// Prints JSON. --customers 300 takes so many customers, for a look.
import { parseArgs } from 'node:util';
import {
  firstOfMonth,
  monthlyMigrations,
  monthlySegments,
  orderColumns,
  rfmOf,
  SEGMENT_NAMES,
  segmentByClusters,
  segmentByRules,
  segmentShares,
  segmentTotals,
} from '@bellwether/customer-analytics-core';
import { adjustedRandIndex } from '@bellwether/model-kernel/clustering';
import { createRng } from '@bellwether/model-kernel/numerics';
import { round } from './competition-series.mjs';
import { dayOf, readColumns } from './online-retail.mjs';

const { values: flags } = parseArgs({ options: { customers: { type: 'string', default: '0' } } });
const AS_OF = dayOf('2011-12-10');
const MONTHS = 12;
const SEED = 1;
const iso = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

const columns = orderColumns(await readInvoices(Number(flags.customers)));
const rfm = rfmOf(columns, AS_OF);
const begun = performance.now();
const { segments } = segmentByRules(rfm);
const rulesMs = performance.now() - begun;
const clustered = performance.now();
const groups = segmentByClusters(rfm, createRng(SEED));
const clustersMs = performance.now() - clustered;
const migrations = monthlyMigrations(monthlySegments(columns, firstOfMonth(AS_OF), MONTHS));
const stabilities = migrations.map(({ stability }) => stability);
const lastSix = stabilities.slice(-6);

process.stdout.write(
  JSON.stringify({
    title: 'Segments of customers, UCI Online Retail',
    protocol:
      `Lines of invoices that are no cancellation or correction, with a customer: ${columns.customer.length} orders of ` +
      `${columns.customerIds.length} customers, 2010-12-01 to 2011-12-09. Ten rules by quintiles of recency, orders and revenue at ` +
      '2011-12-10, reproduced by an independent SQL query in the tests of customer-analytics-service. Stability: of the customers ' +
      'who had a segment at the first of a month, the share in the same one at the first of the next, each from the orders before ' +
      'it. Nothing is smoothed: quintiles move with the calendar, so who buys nothing falls and who falls past a cut has moved. ' +
      'Groups: k-means++ on standardised logarithms, k by silhouette among those that halves of the customers find again ' +
      '(adjusted Rand index of 0.8 and more). Adjusted Rand index of month to month: the same customers, groups or segments made anew.',
    bar: 'more than 80 % of customers stay from month to month (the brief of retail); alert below 70 %',
    customers: rfm.customer.length,
    'mean stability, last six months': round(lastSix.reduce((sum, x) => sum + x, 0) / lastSix.length, 4),
    'lowest stability, last six months': round(Math.min(...lastSix), 4),
    'meets 80 %': lastSix.every((x) => x > 0.8),
    'rules ms': round(rulesMs, 1),
    'k-means ms': round(clustersMs, 0),
    'groups chosen': groups.names.length,
    'groups stable': groups.stable,
    segments: segmentShares(segmentTotals(rfm, segments, SEGMENT_NAMES)).map((segment) => ({
      segment: segment.name,
      customers: segment.customers,
      'customers %': round(100 * segment.customerShare, 1),
      'revenue GBP': round(segment.revenue, 0),
      'revenue %': round(100 * segment.revenueShare, 1),
      'order value GBP': round(segment.averageOrderValue, 2),
    })),
    months: migrations.map(({ from, to, customers, stability }) => ({
      ...{ from: iso(from), to: iso(to), customers, 'stability %': round(100 * stability, 1) },
      'rules, adjusted Rand': round(
        agreement(from, to, (at) => segmentByRules(at).segments),
        3,
      ),
    })),
    'number of groups': groups.evidence.map(({ k, silhouette, stability }) => ({
      ...{ k, silhouette: round(silhouette, 3), 'adjusted Rand of halves': round(stability, 3) },
    })),
  }) + '\n',
);

/** Of segmentations of two days, on the customers of both. */
function agreement(from, to, segmented) {
  const [before, after] = [from, to].map((day) => {
    const at = rfmOf(columns, day);
    const names = segmented(at);
    return new Map(Array.from(at.customer, (who, i) => [who, names[i]]));
  });
  const both = [...before.keys()].filter((who) => after.has(who));
  const coded = (of) => both.map((who) => SEGMENT_NAMES.indexOf(of.get(who)));
  return adjustedRandIndex(coded(before), coded(after));
}

/** Invoices of customers, of the first so many of them or, of 0, of all. */
async function readInvoices(atMost) {
  const [invoice, quantity, date, price, customer] = await readColumns(
    'uci-online-retail/online_retail.csv.gz',
    ...['InvoiceNo', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID'],
  );
  const orders = new Map();
  const taken = new Set();
  for (const [i, number] of invoice.entries()) {
    const [customerId, pieces, money] = [customer[i], Number(quantity[i]), Number(quantity[i]) * Number(price[i])];
    if (customerId === null || !/^\d/.test(number) || pieces < 0 || Number(price[i]) < 0) continue;
    if (atMost > 0 && taken.size >= atMost && !taken.has(customerId)) continue;
    taken.add(customerId);
    const key = `${customerId} ${number}`;
    const order = orders.get(key) ?? { customerId, day: dayOf(date[i]), revenue: 0 };
    order.revenue += money;
    orders.set(key, order);
  }
  return orders.values();
}
