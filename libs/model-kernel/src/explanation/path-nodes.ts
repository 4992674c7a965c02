import { DomainError } from '@bellwether/errors';
import { LEAF, treeCount, type TreeEnsemble } from '../trees/index.js';
import { coverShares } from './tree-shap.js';

/** The nodes of an ensemble as ends of paths from their roots; parents come before their children. */
export interface PathNodes {
  /** Index of the parent; −1 for a root. Shape (nodes,), as all that follow. */
  readonly parent: Int32Array;
  /** Nearest node above that ends a test of the feature that the parent tests; −1 where there is none. */
  readonly ancestor: Int32Array;
  /** Feature that the parent tests; 0 for a root. */
  readonly feature: Int32Array;
  /** 1 for a right child. */
  readonly right: Uint8Array;
  /** z: product of the cover shares of the path at all its tests of `feature`; 1 for a root. */
  readonly share: Float64Array;
  /** Most unique features of a path. */
  readonly mostFeatures: number;
}

/** @throws INVALID_ARGUMENT when a child stands before its parent. */
export function pathNodes(ensemble: TreeEnsemble): PathNodes {
  const count = ensemble.kind.length;
  const parent = new Int32Array(count).fill(-1);
  const ancestor = new Int32Array(count).fill(-1);
  const feature = new Int32Array(count);
  const right = new Uint8Array(count);
  const share = new Float64Array(count).fill(1);
  const unique = new Int32Array(count);
  let mostFeatures = 0;
  for (let tree = 0; tree < treeCount(ensemble); tree++) {
    for (let node = ensemble.treeStarts[tree]!; node < ensemble.treeStarts[tree + 1]!; node++) {
      if (ensemble.kind[node] === LEAF) continue;
      const shares = coverShares(ensemble, node);
      const tested = ensemble.feature[node]!;
      let above = node;
      while (above >= 0 && !(parent[above]! >= 0 && feature[above] === tested)) above = parent[above]!;
      for (let side = 0; side < 2; side++) {
        const child = ensemble.left[node]! + side;
        if (child <= node)
          throw new DomainError('INVALID_ARGUMENT', `node ${child} must stand after its parent ${node}`);
        parent[child] = node;
        ancestor[child] = above;
        feature[child] = tested;
        right[child] = side;
        share[child] = shares[side]! * (above < 0 ? 1 : share[above]!);
        unique[child] = unique[node]! + (above < 0 ? 1 : 0);
        mostFeatures = Math.max(mostFeatures, unique[child]!);
      }
    }
  }
  return { parent, ancestor, feature, right, share, mostFeatures };
}
