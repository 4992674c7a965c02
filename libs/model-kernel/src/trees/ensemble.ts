/** What the margin is: log-odds of a positive label, the label itself, or the logarithm of its mean. */
export type TreeObjective = 'binary' | 'squared' | 'tweedie';

/** Kinds of node, as stored in `kind`. */
export const LEAF = 0;
export const THRESHOLD = 1;
export const CATEGORIES = 2;

/** The largest finite f32. As a threshold it means: every value left, missing right; its negative: only missing left. */
export const MAX_FLOAT32 = 3.4028234663852886e38;

/**
 * A fitted ensemble: plain data, a structure of arrays over the nodes of all trees. Nodes of tree t are
 * treeStarts[t] … treeStarts[t + 1] − 1, its root first, and a right child follows its left sibling.
 *
 * margin(x) = baseScore + Σ_t value(leaf of x in tree t), added in f64 in the order of the trees.
 */
export interface TreeEnsemble {
  readonly objective: TreeObjective;
  readonly featureCount: number;
  /** One name per feature, or absent. */
  readonly featureNames?: readonly string[];
  /** Margin before the first tree; an f32 number. */
  readonly baseScore: number;
  /** Shape (trees + 1,). */
  readonly treeStarts: Int32Array;
  /** LEAF, THRESHOLD or CATEGORIES; shape (nodes,), as all that follow. */
  readonly kind: Uint8Array;
  /** Index of the feature that a node tests; 0 in a leaf. */
  readonly feature: Int32Array;
  /** Left where fround(x) ≤ threshold. f32, so that every engine compares the same numbers; 0 elsewhere. */
  readonly threshold: Float32Array;
  /** Where a missing value goes: 1 left, 0 right. */
  readonly missingLeft: Uint8Array;
  /** Index of the left child; the right child is the next node. 0 in a leaf. */
  readonly left: Int32Array;
  /** Output of a leaf, learning rate included; 0 elsewhere. */
  readonly value: Float32Array;
  /** Loss reduction of a split (up to the factor ½); 0 in a leaf. */
  readonly gain: Float64Array;
  /** Sum of the hessians of the training rows of a node. */
  readonly cover: Float64Array;
  /** Number of training rows of a node. */
  readonly count: Uint32Array;
  /** Categories that go left at node i: categories[categoryStarts[i] … categoryStarts[i + 1] − 1], ascending. */
  readonly categoryStarts: Int32Array;
  readonly categories: Int32Array;
}

/** Number of trees of an ensemble. */
export function treeCount(ensemble: TreeEnsemble): number {
  return ensemble.treeStarts.length - 1;
}

/**
 * The first node that a walk could not pass safely: children come after their parent and within their tree, so that every
 * walk ends, and a feature is one of the row's. Trees that lie amiss are reported by the node they start at.
 *
 * @returns −1 when all is well.
 */
export function findMalformedNode(ensemble: TreeEnsemble): number {
  const { treeStarts, kind, left, feature, featureCount } = ensemble;
  let expected = 0;
  for (let tree = 0; tree < treeCount(ensemble); tree++) {
    const start = treeStarts[tree]!;
    const end = treeStarts[tree + 1]!;
    if (start !== expected || !(end > start)) return start;
    for (let node = start; node < end; node++) {
      if (kind[node] === LEAF) continue;
      const inside = left[node]! > node && left[node]! + 1 < end;
      if (!inside || !(feature[node]! >= 0 && feature[node]! < featureCount)) return node;
    }
    expected = end;
  }
  return expected === kind.length ? -1 : expected;
}

/**
 * Whether a value goes left at a node: a missing value (NaN) as learned, a number by its f32 rounding, a category by
 * membership; a category never seen in training goes right.
 *
 * @param node index of a node that is no leaf.
 */
export function goesLeft(ensemble: TreeEnsemble, node: number, value: number): boolean {
  if (Number.isNaN(value)) return ensemble.missingLeft[node] === 1;
  const x = Math.fround(value);
  if (ensemble.kind[node] === THRESHOLD) return x <= ensemble.threshold[node]!;
  let low = ensemble.categoryStarts[node]!;
  let high = ensemble.categoryStarts[node + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ensemble.categories[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low < ensemble.categoryStarts[node + 1]! && ensemble.categories[low] === x;
}

/**
 * Index of the leaf that a row reaches.
 *
 * @param tree index of the tree.
 * @param matrix rows of featureCount values; the row starts at `offset`.
 */
export function leafOf(ensemble: TreeEnsemble, tree: number, matrix: ArrayLike<number>, offset: number): number {
  let node = ensemble.treeStarts[tree]!;
  while (ensemble.kind[node] !== LEAF) {
    const left = ensemble.left[node]!;
    node = goesLeft(ensemble, node, matrix[offset + ensemble.feature[node]!]!) ? left : left + 1;
  }
  return node;
}
