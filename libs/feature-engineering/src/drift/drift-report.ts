import { columnDrift, type ColumnDrift } from './column-drift.js';
import type { DatasetSummary } from './column-summary.js';

export interface DriftReport {
  /** By column, those that both have, in the order of the reference. */
  readonly columns: Readonly<Record<string, ColumnDrift>>;
  readonly drifted_columns: readonly string[];
  readonly drifted_share: number;
  /** Whether half of the columns or more drifted, as Evidently has it. */
  readonly dataset_drift: boolean;
  /** Of the reference, which the current rows lack. */
  readonly missing_columns: readonly string[];
  readonly new_columns: readonly string[];
}

const DATASET_SHARE = 0.5;

/** How the columns of a data set are spread now, against how they were. */
export function driftReport(reference: DatasetSummary, current: DatasetSummary): DriftReport {
  const names = Object.keys(reference).filter((name) => current[name] !== undefined);
  const columns = Object.fromEntries(names.map((name) => [name, columnDrift(reference[name]!, current[name]!)]));
  const drifted = names.filter((name) => columns[name]!.drifted);
  const drifted_share = names.length === 0 ? 0 : drifted.length / names.length;
  return {
    columns,
    drifted_columns: drifted,
    drifted_share,
    dataset_drift: drifted_share >= DATASET_SHARE,
    missing_columns: Object.keys(reference).filter((name) => current[name] === undefined),
    new_columns: Object.keys(current).filter((name) => reference[name] === undefined),
  };
}
