import { HISTOGRAM_DOUBLES } from './kernels.js';
import type { ResolvedOptions } from './options.js';
import { boundedOutput, leafOutput, outputScore, unsplitScore, type LeafSums, type Split } from './split.js';
import type { Workspace } from './workspace.js';

/** Best threshold of the first `count` candidate features by the kernel: no monotone constraint, no bounds. */
export function findFreeThreshold(
  space: Workspace,
  leaf: LeafSums,
  count: number,
  hasMissing: Uint8Array,
  options: ResolvedOptions,
): Split | undefined {
  const { at, split: out } = space;
  space.kernels.bestThreshold(
    ...([leaf.histogram, at.candidateFeatures, count, at.valueBins, at.hasMissing] as const),
    ...([leaf.G, leaf.H, leaf.leastH, options.lambda, at.split] as const),
  );
  const feature = out[1]!;
  if (feature < 0) return undefined;
  const leftG = out[4]!;
  const leftH = out[5]!;
  return {
    feature,
    gain: out[0]!,
    leftG,
    leftH,
    leftOutput: leafOutput(leftG, leftH, options.lambda),
    rightOutput: leafOutput(leaf.G - leftG, leaf.H - leftH, options.lambda),
    rule: {
      kind: 'threshold',
      bin: out[2]!,
      missingLeft: hasMissing[feature] === 1 ? out[3] === 1 : undefined,
    },
  };
}

/**
 * Best threshold where some feature is monotone: outputs stay within the leaf's bounds, and a split on a constrained
 * feature must order its two outputs (LightGBM's basic method).
 *
 * @param valueBins number of value bins by feature.
 */
export function findBoundedThreshold(
  space: Workspace,
  leaf: LeafSums,
  count: number,
  valueBins: Uint32Array,
  hasMissing: Uint8Array,
  options: ResolvedOptions,
): Split | undefined {
  const { doubles } = space;
  const { lambda, monotone } = options;
  const { G, H, leastH, lower, upper } = leaf;
  const parent = unsplitScore(leaf, lambda);
  let best: Split | undefined;
  let bestGain = 0;

  for (let k = 0; k < count; k++) {
    const f = space.candidateFeatures[k]!;
    const base = (leaf.histogram >> 3) + f * HISTOGRAM_DOUBLES;
    const bins = valueBins[f]!;
    const direction = monotone?.[f] ?? 0;
    for (let missingLeft = 0; missingLeft <= hasMissing[f]!; missingLeft++) {
      let leftG = missingLeft === 1 ? doubles[base + 2 * bins]! : 0;
      let leftH = missingLeft === 1 ? doubles[base + 2 * bins + 1]! : 0;
      const end = bins - 1 + (missingLeft === 1 ? 0 : hasMissing[f]!);
      for (let bin = 0; bin < end; bin++) {
        leftG += doubles[base + 2 * bin]!;
        leftH += doubles[base + 2 * bin + 1]!;
        if (leftH < leastH) continue;
        const rightH = H - leftH;
        if (rightH < leastH) break;
        const rightG = G - leftG;
        const leftOutput = boundedOutput(leftG, leftH, lambda, lower, upper);
        const rightOutput = boundedOutput(rightG, rightH, lambda, lower, upper);
        if (direction * (rightOutput - leftOutput) < 0) continue;
        const gain =
          outputScore(leftG, leftH, lambda, leftOutput) + outputScore(rightG, rightH, lambda, rightOutput) - parent;
        if (gain <= bestGain) continue;
        bestGain = gain;
        const missing = hasMissing[f] === 1 ? missingLeft === 1 : undefined;
        best = {
          ...{ feature: f, gain, leftG, leftH, leftOutput, rightOutput },
          rule: { kind: 'threshold', bin, missingLeft: missing },
        };
      }
    }
  }
  return best;
}
