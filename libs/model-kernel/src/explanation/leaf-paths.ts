import { LEAF, type TreeEnsemble } from '../trees/index.js';
import { coverShares } from './tree-shap.js';

/** The way to one leaf, by the unique features that it tests. */
export interface LeafPath {
  readonly value: number;
  /** Shape (d,): the features, in the order first met. */
  readonly features: readonly number[];
  /** Shape (d,): share of the cover that follows the path at all nodes of a feature. */
  readonly shares: readonly number[];
  /** Every node on the way: which feature of the path it tests, and the side that the path takes. */
  readonly steps: readonly PathStep[];
}

export interface PathStep {
  readonly node: number;
  /** Position in `features`. */
  readonly position: number;
  readonly left: boolean;
}

/** Paths to all leaves of a tree, leaves in the order of a walk that goes left first. */
export function leafPaths(ensemble: TreeEnsemble, tree: number): LeafPath[] {
  const paths: LeafPath[] = [];
  const walk = (node: number, path: Omit<LeafPath, 'value'>): void => {
    if (ensemble.kind[node] === LEAF) {
      paths.push({ ...path, value: ensemble.value[node]! });
      return;
    }
    const tested = ensemble.feature[node]!;
    const known = path.features.indexOf(tested);
    const position = known < 0 ? path.features.length : known;
    const features = known < 0 ? [...path.features, tested] : path.features;
    const child = ensemble.left[node]!;
    coverShares(ensemble, node).forEach((share, side) => {
      const shares = [...path.shares];
      shares[position] = (shares[position] ?? 1) * share;
      walk(child + side, { features, shares, steps: [...path.steps, { node, position, left: side === 0 }] });
    });
  };
  walk(ensemble.treeStarts[tree]!, { features: [], shares: [], steps: [] });
  return paths;
}
