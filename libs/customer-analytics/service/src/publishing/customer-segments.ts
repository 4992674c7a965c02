import type { PublishedCustomer } from '@bellwether/contracts';
import {
  FEWEST_FOR_CLUSTERS,
  monthlyMigrations,
  monthlySegments,
  NO_SEGMENT,
  rfmOf,
  retentionTable,
  segmentByClusters,
  segmentByRules,
  SEGMENT_NAMES,
  segmentTotals,
  type DatedSegments,
  type OrderColumns,
} from '@bellwether/customer-analytics-core';
import { textOfDay } from '@bellwether/feature-engineering';
import { createRng } from '@bellwether/model-kernel/numerics';

const SEED = 1;
const COHORT_MONTHS = 36;

export type CustomerSegments = ReturnType<typeof customerSegments>;

/** Segments of all customers on a day, how they came about, and what they are together. @param asOf days since 1970-01-01. */
export function customerSegments(columns: OrderColumns, asOf: number, historyMonths: number) {
  const rfm = rfmOf(columns, asOf);
  const scored = segmentByRules(rfm);
  const history = monthlySegments(columns, asOf, historyMonths);
  const groups = rfm.customer.length < FEWEST_FOR_CLUSTERS ? undefined : segmentByClusters(rfm, createRng(SEED));
  const customerAt = (i: number): PublishedCustomer => ({
    customer_id: columns.customerIds[rfm.customer[i]!]!,
    ...{ segment: scored.segments[i]!, group: groups?.segments[i] ?? null },
    recency_score: scored.recencyScores[i]!,
    frequency_score: scored.frequencyScores[i]!,
    monetary_score: scored.monetaryScores[i]!,
    ...{ recency_days: rfm.recencyDays[i]!, orders: rfm.orders[i]!, revenue: rfm.revenue[i]! },
    history: historyOf(history, rfm.customer[i]!),
  });
  return {
    count: rfm.customer.length,
    customerAt,
    insights: {
      segments: segmentTotals(rfm, scored.segments, SEGMENT_NAMES),
      groups: groups === undefined ? [] : segmentTotals(rfm, groups.segments, groups.names),
      migrations: monthlyMigrations(history).map(({ from, to, customers, stability, moves }) => ({
        ...{ from_date: textOfDay(from), to_date: textOfDay(to), customers, moves: [...moves] },
        ...(stability !== null && { stability }),
      })),
      cohorts: retentionTable(columns, asOf, COHORT_MONTHS).map(({ start, retention }) => ({
        ...{ start: textOfDay(start), active: retention.map(({ active }) => active) },
      })),
    },
  };
}

function historyOf(history: readonly DatedSegments[], customer: number): PublishedCustomer['history'] {
  return history.flatMap(({ asOf, codes }) => {
    const code = codes[customer]!;
    return code === NO_SEGMENT ? [] : [{ as_of: textOfDay(asOf), segment: SEGMENT_NAMES[code]! }];
  });
}
