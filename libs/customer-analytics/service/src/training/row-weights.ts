import { labelsOf, SECONDS_PER_DAY, type RowSet, type TrainingTable } from '@bellwether/feature-engineering';
import { portableExp, portableLog } from '@bellwether/model-kernel/numerics';
import type { Hyperparameters } from './model-config.js';

/**
 * How much each row counts: 2^(−age / half-life), the age being that of its label, times (negatives / positives)^c where
 * it is positive, c being the class weight. The powers are portable: Math.pow differs in its last bit between engines, and
 * a model's bytes must not.
 *
 * @param asOf seconds since 1970, from which ages count back.
 * @returns shape (rows,), > 0.
 */
export function rowWeights(
  table: TrainingTable,
  rows: RowSet,
  { half_life_days: halfLife, class_weight: power }: Hyperparameters,
  asOf: number,
): Float64Array {
  const positive = positiveWeight(labelsOf(table, rows), power);
  return Float64Array.from(rows, (row) => {
    const age = Math.max(asOf - table.maturedAt[row]!, 0) / SECONDS_PER_DAY;
    const recency = halfLife > 0 ? portableExp((-Math.LN2 * age) / halfLife) : 1;
    return (table.labels[row] === 1 ? positive : 1) * recency;
  });
}

/** The weight of a positive beside a negative of the same age. */
export function positiveWeight(labels: Float64Array, power: number): number {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  return power === 0 || positives === 0 || negatives === 0
    ? 1
    : portableExp(power * portableLog(negatives / positives));
}
