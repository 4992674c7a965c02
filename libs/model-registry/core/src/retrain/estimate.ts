/** How many past trainings an estimate looks at: enough to ride out one odd run, few enough to follow a change. */
const RECENT = 5;

/**
 * How long the next training will take: the median of the model's most recent ones, or what its configuration says when
 * there is none.
 *
 * @param durationsMs of finished trainings, most recent first, in milliseconds.
 * @param configuredMinutes the model's own estimate, in minutes.
 * @returns minutes, to a hundredth.
 */
export function estimateMinutes(durationsMs: readonly number[], configuredMinutes: number): number {
  const recent = durationsMs.slice(0, RECENT).sort((a, b) => a - b);
  if (recent.length === 0) return configuredMinutes;
  const middle = recent.length >> 1;
  const median = recent.length % 2 === 1 ? recent[middle]! : (recent[middle - 1]! + recent[middle]!) / 2;
  return Math.max(0.01, Math.round(median / 600) / 100);
}
