import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  FEWEST_FOR_CLUSTERS,
  monthlyMigrations,
  monthlySegments,
  rfmOf,
  SEGMENT_NAMES,
  segmentByClusters,
  segmentByRules,
  segmentShares,
  segmentTotals,
  type Rfm,
} from '@bellwether/customer-analytics-core';
import { dayOf, textOfDay } from '@bellwether/feature-engineering';
import { createRng } from '@bellwether/model-kernel/numerics';
import { UsageError } from '../command-error.js';
import type { SegmentsOptions } from '../commands/segments.js';
import { openInput, readWithShare } from '../importing/input-file.js';
import type { Session } from '../session.js';
import { showing } from '../terminal/progress.js';
import { customersCsv } from './customers-csv.js';
import { readOrders, type OrdersTable } from './read-orders.js';
import { segmentsText } from './segments-text.js';

const MONTHS = 12;
const SEED = 1;

/** `bellwether segments`. */
export async function segmentFile({ report, path }: Session, options: SegmentsOptions): Promise<void> {
  const input = await openInput(path(options.data));
  const table = await showing(report.progress, `Reading ${basename(options.data)}`, async (progress) => {
    const read = await readOrders(
      readWithShare(input, (share) => progress.update(share, 'reading')),
      options,
    );
    return { value: read, outcome: `${read.columns.customer.length} orders` };
  });
  const asOf = options.asOf === undefined ? table.lastDay + 1 : dayOf(options.asOf, '--as-of');
  const rfm = rfmOf(table.columns, asOf);
  if (rfm.customer.length === 0) throw new UsageError(`--as-of ${options.asOf}: nobody had ordered before`);
  const found = segmented(rfm, options.method);
  if (options.out !== undefined) {
    const ids = Array.from(rfm.customer, (who) => table.columns.customerIds[who]!);
    await writeFile(path(options.out), customersCsv(ids, rfm, found.segments));
  }
  report.result(resultOf(table, rfm, asOf, options, found), (result) => segmentsText(result, options));
}

function segmented(rfm: Rfm, method: SegmentsOptions['method']) {
  if (method === 'rules') return { segments: segmentByRules(rfm).segments, names: SEGMENT_NAMES };
  if (rfm.customer.length < FEWEST_FOR_CLUSTERS) {
    throw new UsageError(`--method kmeans needs ${FEWEST_FOR_CLUSTERS} customers or more, got ${rfm.customer.length}`);
  }
  const { segments, names, evidence, stable } = segmentByClusters(rfm, createRng(SEED));
  return { segments, names, clusters: { stable, evidence } };
}

export type SegmentsResult = ReturnType<typeof resultOf>;

function resultOf(
  table: OrdersTable,
  rfm: Rfm,
  asOf: number,
  { method }: SegmentsOptions,
  { segments, names, ...rest }: ReturnType<typeof segmented>,
) {
  const shares = segmentShares(segmentTotals(rfm, segments, names));
  const migrations = method === 'rules' ? monthlyMigrations(monthlySegments(table.columns, asOf, MONTHS)) : [];
  return {
    ...{ as_of: textOfDay(asOf), method, customers: rfm.customer.length, rows: table.rows },
    ...{ rows_without_customer: table.rowsWithoutCustomer, orders_of_nothing: table.ordersOfNothing },
    segments: shares.map((segment) => ({
      ...{ name: segment.name, customers: segment.customers, customer_share: segment.customerShare },
      ...{ orders: segment.orders, revenue: segment.revenue, revenue_share: segment.revenueShare },
      average_order_value: segment.averageOrderValue,
    })),
    migrations: migrations.map(({ from, to, customers, stability, moves }) => ({
      ...{ from_date: textOfDay(from), to_date: textOfDay(to), customers, stability, moves },
    })),
    ...rest,
  };
}
