/** Metric points that one answer about logged models carries. */
const MOST_POINTS = 50_000;

/** How many points each of several models may show: what an answer carries, shared evenly. */
export function pointsPerModel(models: number): number {
  return Math.max(1, Math.floor(MOST_POINTS / Math.max(1, models)));
}
