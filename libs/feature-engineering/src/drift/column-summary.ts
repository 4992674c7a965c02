import type { EmpiricalDistribution } from '@bellwether/model-kernel/two-sample';

/** What drift is told from: a column's values by how often each occurs. */
export type ColumnSummary = NumericSummary | CategoricalSummary;

export interface NumericSummary {
  readonly kind: 'numeric';
  /** Null where every value is missing. */
  readonly distribution: EmpiricalDistribution | null;
  readonly missing: number;
}

export interface CategoricalSummary {
  readonly kind: 'categorical';
  readonly counts: ReadonlyMap<string, number>;
  readonly missing: number;
}

/** The columns of a data set by name. */
export type DatasetSummary = Readonly<Record<string, ColumnSummary>>;

/** Rows that have a value. */
export function presentOf(column: ColumnSummary): number {
  if (column.kind === 'numeric') return column.distribution?.total ?? 0;
  return [...column.counts.values()].reduce((sum, count) => sum + count, 0);
}

export function missingShareOf(column: ColumnSummary): number {
  const rows = presentOf(column) + column.missing;
  return rows === 0 ? 0 : column.missing / rows;
}

/** How many values differ. */
export function distinctOf(column: ColumnSummary): number {
  return column.kind === 'numeric' ? (column.distribution?.values.length ?? 0) : column.counts.size;
}
