import { DomainError } from '@bellwether/errors';
import { goesLeft, LEAF, treeCount, type TreeEnsemble } from '../trees/index.js';

/** Attribution of one margin to the features: margin = base + Σ_j phi_j. */
export interface Attribution {
  /** Mean margin over the training rows, each tree weighted by its covers. */
  readonly base: number;
  /** Shape (F,). */
  readonly phi: Float64Array;
}

/** The unique features on a path and the weights of their subsets by size; entry 0 stands for the root. */
interface Path {
  readonly feature: Int32Array;
  /** Share of the training rows that follow the path when the feature is unknown. */
  readonly zero: Float64Array;
  /** 1 when the row itself follows it, else 0. */
  readonly one: Float64Array;
  readonly weight: Float64Array;
}

function emptyPath(length: number): Path {
  return {
    feature: new Int32Array(length),
    zero: new Float64Array(length),
    one: new Float64Array(length),
    weight: new Float64Array(length),
  };
}

/** EXTEND: adds a feature to a path of `depth` entries. */
function extend(path: Path, depth: number, zero: number, one: number, feature: number): void {
  const { weight } = path;
  path.feature[depth] = feature;
  path.zero[depth] = zero;
  path.one[depth] = one;
  weight[depth] = depth === 0 ? 1 : 0;
  for (let i = depth - 1; i >= 0; i--) {
    weight[i + 1]! += (one * weight[i]! * (i + 1)) / (depth + 1);
    weight[i] = (zero * weight[i]! * (depth - i)) / (depth + 1);
  }
}

/** UNWIND: undoes the EXTEND of the given entry of a path whose last entry is `depth`. */
function unwind(path: Path, depth: number, entry: number): void {
  const { feature, zero, one, weight } = path;
  let next = weight[depth]!;
  for (let i = depth - 1; i >= 0; i--) {
    if (one[entry] !== 0) {
      const held = weight[i]!;
      weight[i] = (next * (depth + 1)) / ((i + 1) * one[entry]!);
      next = held - (weight[i]! * zero[entry]! * (depth - i)) / (depth + 1);
    } else {
      weight[i] = (weight[i]! * (depth + 1)) / (zero[entry]! * (depth - i));
    }
  }
  for (let i = entry; i < depth; i++) {
    feature[i] = feature[i + 1]!;
    zero[i] = zero[i + 1]!;
    one[i] = one[i + 1]!;
  }
}

/** Sum of the weights after UNWIND of the entry, without undoing it. */
function unwoundSum(path: Path, depth: number, entry: number): number {
  const { weight } = path;
  const zero = path.zero[entry]!;
  const one = path.one[entry]!;
  let next = weight[depth]!;
  let total = 0;
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const before = (next * (depth + 1)) / ((i + 1) * one);
      total += before;
      next = weight[i]! - (before * zero * (depth - i)) / (depth + 1);
    } else if (zero !== 0) {
      total += (weight[i]! * (depth + 1)) / (zero * (depth - i));
    }
  }
  return total;
}

function copyPath(path: Path, length: number): Path {
  const copy = emptyPath(length + 1);
  for (const key of ['feature', 'zero', 'one', 'weight'] as const) copy[key].set(path[key].subarray(0, length));
  return copy;
}

/** Shares of a node's cover that go left and right; equal where a node has none. */
export function coverShares(ensemble: TreeEnsemble, node: number): readonly [number, number] {
  const left = ensemble.left[node]!;
  const total = ensemble.cover[left]! + ensemble.cover[left + 1]!;
  return total > 0 ? [ensemble.cover[left]! / total, ensemble.cover[left + 1]! / total] : [0.5, 0.5];
}

/** Mean leaf value below a node, by cover. */
function meanValue(ensemble: TreeEnsemble, node: number): number {
  if (ensemble.kind[node] === LEAF) return ensemble.value[node]!;
  const [left, right] = coverShares(ensemble, node);
  const child = ensemble.left[node]!;
  return left * meanValue(ensemble, child) + right * meanValue(ensemble, child + 1);
}

/** Mean margin over the training rows: the base that attributions start from. */
export function meanMargin(ensemble: TreeEnsemble): number {
  let base = ensemble.baseScore;
  for (let tree = 0; tree < treeCount(ensemble); tree++) base += meanValue(ensemble, ensemble.treeStarts[tree]!);
  return base;
}

/**
 * Exact Shapley values of a row's margin, path-dependent: an unknown feature follows both branches, each with its share of
 * the training cover. The plain reference; compileTreeShap serves.
 *
 * @param row shape (F,).
 * @throws INVALID_ARGUMENT when the row does not hold F values.
 * @see Lundberg et al. (2020), From local explanations to global understanding with explainable AI for trees, Nature Machine
 *   Intelligence 2, Algorithm 2.
 */
export function treeShap(ensemble: TreeEnsemble, row: ArrayLike<number>): Attribution {
  if (row.length !== ensemble.featureCount) {
    throw new DomainError('INVALID_ARGUMENT', `row must hold ${ensemble.featureCount} values, got ${row.length}`);
  }
  const phi = new Float64Array(ensemble.featureCount);

  const recurse = (node: number, parent: Path, length: number, zero: number, one: number, feature: number): void => {
    const path = copyPath(parent, length);
    extend(path, length, zero, one, feature);
    let depth = length;
    if (ensemble.kind[node] === LEAF) {
      for (let entry = 1; entry <= depth; entry++) {
        const weight = unwoundSum(path, depth, entry);
        phi[path.feature[entry]!]! += weight * (path.one[entry]! - path.zero[entry]!) * ensemble.value[node]!;
      }
      return;
    }
    const tested = ensemble.feature[node]!;
    const [leftShare, rightShare] = coverShares(ensemble, node);
    const left = goesLeft(ensemble, node, row[tested]!);
    let incomingZero = 1;
    let incomingOne = 1;
    const seen = path.feature.subarray(1, depth + 1).indexOf(tested) + 1;
    if (seen > 0) {
      incomingZero = path.zero[seen]!;
      incomingOne = path.one[seen]!;
      unwind(path, depth, seen);
      depth -= 1;
    }
    const child = ensemble.left[node]!;
    recurse(child, path, depth + 1, incomingZero * leftShare, left ? incomingOne : 0, tested);
    recurse(child + 1, path, depth + 1, incomingZero * rightShare, left ? 0 : incomingOne, tested);
  };

  for (let tree = 0; tree < treeCount(ensemble); tree++) {
    recurse(ensemble.treeStarts[tree]!, emptyPath(1), 0, 1, 1, -1);
  }
  return { base: meanMargin(ensemble), phi };
}
