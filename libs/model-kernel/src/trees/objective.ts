import type { TreeDataset } from './dataset.js';
import { OBJECTIVES } from './objectives.js';
import type { ResolvedOptions } from './options.js';

/**
 * Weight of each row: sample weight × class weight.
 *
 * @returns shape (n,).
 */
export function effectiveWeights(data: TreeDataset, options: ResolvedOptions): Float64Array {
  const { rows, labels, weights } = data;
  const effective = Float64Array.from({ length: rows }, (_, i) => weights?.[i] ?? 1);
  if (options.classWeight === 'none') return effective;
  let positive: number;
  let negative = 1;
  if (options.classWeight === 'balanced') {
    let total = 0;
    let ofPositives = 0;
    for (let i = 0; i < rows; i++) {
      total += effective[i]!;
      if (labels[i] === 1) ofPositives += effective[i]!;
    }
    positive = total / (2 * ofPositives);
    negative = total / (2 * (total - ofPositives));
  } else {
    positive = options.classWeight.positive;
  }
  for (let i = 0; i < rows; i++) effective[i]! *= labels[i] === 1 ? positive : negative;
  return effective;
}

/** The constant margin of least loss, that of the weighted mean label; in f32. */
export function baseScore(data: TreeDataset, weights: Float64Array, options: ResolvedOptions): number {
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < data.rows; i++) {
    total += weights[i]!;
    weighted += weights[i]! * data.labels[i]!;
  }
  return Math.fround(OBJECTIVES[options.objective].marginOfMean(weighted / total));
}
