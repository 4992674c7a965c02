import { DomainError } from '@bellwether/errors';
import { checkKey } from './keys.js';

export interface Metric {
  readonly key: string;
  /** Any double, NaN and the infinities included. */
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

/** @throws INVALID_ARGUMENT */
export function checkMetric({ key, timestamp, step }: Metric): void {
  checkKey('metric', key);
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Got invalid timestamp ${timestamp} for metric '${key}'. Timestamp must be a nonnegative long (64-bit integer)`,
    );
  }
  if (!Number.isSafeInteger(step)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Got invalid step ${step} for metric '${key}'. Step must be a valid long (64-bit integer).`,
    );
  }
}

/**
 * Orders two points of one metric by (step, timestamp, value). NaN stands above every number, as PostgreSQL orders
 * doubles, so that the store and this rule agree.
 *
 * @returns negative, zero or positive, as for sort.
 */
export function compareMetrics(a: Metric, b: Metric): number {
  return a.step - b.step || a.timestamp - b.timestamp || compareValues(a.value, b.value);
}

function compareValues(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The latest point of each metric in a batch, by key. */
export function latestByKey(metrics: readonly Metric[]): Metric[] {
  const latest = new Map<string, Metric>();
  for (const metric of metrics) {
    const known = latest.get(metric.key);
    if (known === undefined || compareMetrics(metric, known) > 0) latest.set(metric.key, metric);
  }
  return [...latest.values()];
}

/** A double as JSON can carry it: protobuf writes what is not finite as a string. */
export function writeDouble(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Infinity';
  return value === -Infinity ? '-Infinity' : value;
}
