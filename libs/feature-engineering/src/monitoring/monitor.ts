import type { TableReader } from '../analytics-tables.js';
import type { ColumnReference } from '../drift/column-reference.js';

export const MONITOR_KIND_NAMES = [
  'feature_drift',
  'prediction_drift',
  'performance',
  'estimated_performance',
  'calibration',
  'interval_coverage',
  'segment_stability',
  'latency',
  'data_quality',
  'freshness',
  'row_count',
] as const;
export type MonitorKind = (typeof MONITOR_KIND_NAMES)[number];

/** What is looked at, how often it may alarm for nothing, and from where on it matters. */
export interface MonitorDefinition {
  readonly id: string;
  readonly model: string;
  readonly kind: MonitorKind;
  /** Length of the time that is looked at, up to now. */
  readonly window_hours: number;
  /** With fewer rows nothing is said. */
  readonly min_rows: number;
  /** Probability of an alarm at one look while nothing has changed, at most. */
  readonly false_alarm_rate: number;
  /** Beyond it the number matters; the kind's own where left out. */
  readonly threshold?: number | undefined;
  /** Of performance: what is measured. */
  readonly metric?: 'auc' | 'mape' | 'hit_rate' | undefined;
  /** Of drift: which features; all where left out. */
  readonly features?: readonly string[] | undefined;
  /** Of data: the table, and of it the rows of a source. */
  readonly table?: string | undefined;
  readonly source?: string | undefined;
  /** Columns of the table that hold the time of a row and its id. */
  readonly time_column?: string | undefined;
  readonly id_column?: string | undefined;
}

export type FindingStatus = 'ok' | 'warn' | 'alert';

/** One thing that was looked at, with its number. */
export interface Finding {
  /** A feature, a column, a metric. */
  readonly subject: string;
  /** e.g. `wasserstein`, `auc`, `missing`. */
  readonly measure: string;
  readonly value: number;
  readonly threshold?: number;
  /** How often chance alone gives as much. */
  readonly p_value?: number;
  readonly status: FindingStatus;
}

export interface MonitorResult {
  /** `insufficient` where there were too few rows, or nothing to compare with. */
  readonly status: FindingStatus | 'insufficient';
  readonly value: number | null;
  readonly threshold: number | null;
  readonly rows: number;
  /** For a person: what was seen. */
  readonly summary: string;
  readonly findings: readonly Finding[];
}

/** What a version of a model says of itself. */
export interface ModelReference {
  readonly features: readonly {
    readonly name: string;
    readonly kind: 'numeric' | 'categorical';
    readonly categories?: readonly string[] | undefined;
    readonly reference: ColumnReference;
  }[];
  readonly metrics: Readonly<Record<string, number>>;
}

export interface MonitorContext {
  readonly store: TableReader;
  readonly now: Date;
  /** Undefined for a version that nobody knows. */
  readonly referenceOf: (model: string, version: string) => Promise<ModelReference | undefined>;
}

/** From `from` (not included) to `to` (included). */
export interface TimeWindow {
  readonly from: Date;
  readonly to: Date;
}

export type Evaluate = (
  definition: MonitorDefinition,
  window: TimeWindow,
  context: MonitorContext,
) => Promise<MonitorResult>;

/** Too little to say anything by. */
export function insufficient(rows: number, why: string): MonitorResult {
  return { status: 'insufficient', value: null, threshold: null, rows, summary: why, findings: [] };
}

/** The result of one number. */
export function single(finding: Finding, rows: number, summary: string): MonitorResult {
  return {
    status: finding.status,
    value: finding.value,
    threshold: finding.threshold ?? null,
    rows,
    summary,
    findings: [finding],
  };
}

/** The window of the same length before. */
export function before({ from, to }: TimeWindow, windows = 1): TimeWindow {
  const length = to.getTime() - from.getTime();
  return { from: new Date(from.getTime() - windows * length), to: new Date(to.getTime() - windows * length) };
}
