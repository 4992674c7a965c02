import { rankedMetrics } from '../tracking/metric-columns.js';

/** The one number that a list has room for; undefined where nothing was measured. */
export function headlineMetric(metrics: Readonly<Record<string, number>>): readonly [string, number] | undefined {
  const [name] = rankedMetrics([Object.keys(metrics)]);
  return name === undefined ? undefined : [name, metrics[name]!];
}
