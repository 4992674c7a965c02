import type { mlflow } from '@bellwether/contracts';
import type { Point } from '../charts/series.js';

/** What a metric is drawn over. */
export type HistoryAxis = 'step' | 'seconds';

type Logged = Pick<mlflow.Metric, 'step' | 'timestamp' | 'value'>;

/** Steps where any were counted; else the time since the first point, because some clients leave all steps at 0. */
export function axisOf(histories: readonly (readonly Logged[])[]): HistoryAxis {
  return histories.every((history) => history.every(({ step }) => step === 0)) ? 'seconds' : 'step';
}

/** The points of a metric in order; those that are no numbers are left out, as no line can be drawn to them. */
export function historyPoints(history: readonly Logged[], axis: HistoryAxis): Point[] {
  const start = Math.min(...history.map(({ timestamp }) => timestamp));
  return history
    .filter(({ value }) => Number.isFinite(value))
    .map(({ step, timestamp, value }): Point => [axis === 'step' ? step : (timestamp - start) / 1_000, value])
    .sort(([a], [b]) => a - b);
}
