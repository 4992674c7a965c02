import type { mlflow } from '@bellwether/contracts';
import { mlflowApi } from '../calls/mlflow-api.js';

/** Points of one metric that are loaded; a longer history is drawn up to here. */
export const MOST_POINTS = 10_000;

/** The points of a metric of a run, oldest first. */
export async function loadHistory(runId: string, key: string, signal: AbortSignal): Promise<mlflow.Metric[]> {
  const points: mlflow.Metric[] = [];
  for await (const point of mlflowApi.runs.metricHistory(runId, key, { signal })) {
    points.push(point);
    if (points.length >= MOST_POINTS) break;
  }
  return points;
}
