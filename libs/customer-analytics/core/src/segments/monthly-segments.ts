import { migrationOf, NO_SEGMENT, type MigrationTable } from './migration.js';
import { firstOfMonth } from './months.js';
import type { OrderColumns } from './order-columns.js';
import { rfmOf } from './rfm.js';
import { segmentByRules, SEGMENT_NAMES } from './rules.js';

/** Segments as they were at the start of a day. */
export interface DatedSegments {
  /** Days since 1970-01-01. */
  readonly asOf: number;
  /** Shape (customers,): the segment of each, an index of SEGMENT_NAMES, or NO_SEGMENT before its first order. */
  readonly codes: Uint8Array;
}

/**
 * Segments at a day and at the first of each month before it, oldest first: what would have been said then, of what was known then.
 *
 * @param months how many firsts of months, at most; those before the first order are left out.
 */
export function monthlySegments(columns: OrderColumns, asOf: number, months: number): DatedSegments[] {
  const days = [asOf];
  for (let back = 0; days.length <= months; back++) {
    const day = firstOfMonth(asOf, -back);
    if (day < asOf) days.unshift(day);
  }
  return days.map((day) => segmentsAt(columns, day)).filter(({ codes }) => codes.some((code) => code !== NO_SEGMENT));
}

function segmentsAt(columns: OrderColumns, asOf: number): DatedSegments {
  const rfm = rfmOf(columns, asOf);
  const { segments } = segmentByRules(rfm);
  const codes = new Uint8Array(columns.customerIds.length).fill(NO_SEGMENT);
  segments.forEach((name, i) => (codes[rfm.customer[i]!] = SEGMENT_NAMES.indexOf(name)));
  return { asOf, codes };
}

/** Between two of them that follow each other. */
export interface DatedMigration extends MigrationTable {
  readonly from: number;
  readonly to: number;
}

export function monthlyMigrations(history: readonly DatedSegments[]): DatedMigration[] {
  return history.slice(1).map((after, i) => {
    const before = history[i]!;
    return { from: before.asOf, to: after.asOf, ...migrationOf(before.codes, after.codes, SEGMENT_NAMES) };
  });
}
