import { LEAF, type TreeEnsemble } from '../trees/index.js';

/** What the splits of an ensemble say of each feature. */
export interface FeatureImportance {
  /** Total gain of the splits on a feature, shape (F,). */
  readonly gain: Float64Array;
  /** Number of splits on a feature, shape (F,). */
  readonly splits: Uint32Array;
}

/** Importance over all trees. It describes the training rows and favours features of many values: no causal claim. */
export function featureImportance(ensemble: TreeEnsemble): FeatureImportance {
  const gain = new Float64Array(ensemble.featureCount);
  const splits = new Uint32Array(ensemble.featureCount);
  ensemble.kind.forEach((kind, node) => {
    if (kind === LEAF) return;
    const feature = ensemble.feature[node]!;
    gain[feature]! += ensemble.gain[node]!;
    splits[feature]! += 1;
  });
  return { gain, splits };
}
