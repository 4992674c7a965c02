import { DomainError } from '@bellwether/errors';
import { goesLeft, LEAF, THRESHOLD, treeCount, type TreeEnsemble } from '../trees/index.js';
import { leafPaths, type LeafPath } from './leaf-paths.js';
import { LeafShapley } from './leaf-shapley.js';
import { meanMargin } from './tree-shap.js';

/** Explains margins of one ensemble. */
export interface TreeExplainer {
  readonly featureCount: number;
  /** margin(row) = baseMargin + Σ attributions. */
  readonly baseMargin: number;
  /**
   * @param row shape (F,).
   * @param out receives the attributions, shape (F,).
   * @throws INVALID_ARGUMENT when either does not hold F values.
   */
  attributions(row: ArrayLike<number>, out: Float64Array): void;
}

export interface CompileTreeShapOptions {
  /** Most bytes of precomputed contributions; leaves that do not fit are worked out for each row. Default 64 MiB. */
  readonly maxTableBytes?: number;
}

/** Paths with more unique features than this are never tabulated: 2^d patterns. */
const MAX_TABLE_FEATURES = 16;

/** Leaves in flat arrays; those of a group share how they are explained. */
class LeafTable {
  readonly leaves: number;
  /** Steps of leaf i: stepStarts[i] … stepStarts[i + 1] − 1. */
  private readonly stepStarts: Int32Array;
  /** Index of the node's decision, times two, plus one where the path goes left. */
  private readonly steps: Int32Array;
  /** Bit of the feature that the step tests. */
  private readonly bits: Int32Array;
  private readonly featureStarts: Int32Array;
  private readonly features: Int32Array;
  /** Start of each leaf's contributions: pattern s at + s · d. */
  private readonly tableStarts: Float64Array;
  private readonly table: Float64Array;

  constructor(paths: readonly LeafPath[], shapley: LeafShapley) {
    this.leaves = paths.length;
    this.stepStarts = starts(paths.map(({ steps }) => steps.length));
    this.steps = Int32Array.from(
      paths.flatMap(({ steps }) => steps.map(({ node, left }) => 2 * node + (left ? 1 : 0))),
    );
    this.bits = Int32Array.from(paths.flatMap(({ steps }) => steps.map(({ position }) => 1 << position)));
    this.featureStarts = starts(paths.map(({ features }) => features.length));
    this.features = Int32Array.from(paths.flatMap(({ features }) => features));
    this.tableStarts = new Float64Array(paths.length);
    this.table = new Float64Array(paths.reduce((sum, path) => sum + tableLength(path), 0));
    let at = 0;
    paths.forEach((path, leaf) => {
      const d = path.features.length;
      this.tableStarts[leaf] = at;
      for (let pattern = 0; pattern < 2 ** d; pattern++, at += d) {
        shapley.fill(path.value, path.shares, d, (i) => (pattern & (1 << i)) !== 0, this.table, at);
      }
    });
  }

  /**
   * @param decisions by node: 1 when the row goes left there.
   */
  addTo(out: Float64Array, decisions: Uint8Array): void {
    const { stepStarts, steps, bits, featureStarts, features, tableStarts, table } = this;
    let step = 0;
    let at = 0;
    for (let leaf = 0; leaf < this.leaves; leaf++) {
      let missed = 0;
      for (const end = stepStarts[leaf + 1]!; step < end; step++) {
        const code = steps[step]!;
        // All ones where the row leaves the path at this node.
        missed |= bits[step]! & -(decisions[code >> 1]! ^ (code & 1));
      }
      const end = featureStarts[leaf + 1]!;
      const d = end - at;
      let entry = tableStarts[leaf]! + (((1 << d) - 1) & ~missed) * d;
      for (; at < end; at++) out[features[at]!]! += table[entry++]!;
    }
  }
}

/** Offsets of consecutive runs, with the total at the end. */
function starts(lengths: readonly number[]): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => (offsets[i + 1] = offsets[i]! + length));
  return offsets;
}

/** Doubles that a tabulated leaf takes. */
function tableLength({ features }: LeafPath): number {
  return features.length * 2 ** features.length;
}

/** Splits leaves into those whose tables fit, small tables first, and the rest. */
function chooseTabulated(paths: readonly LeafPath[], maxBytes: number): { tabulated: LeafPath[]; rest: LeafPath[] } {
  const bySize = [...paths.keys()].sort((a, b) => paths[a]!.features.length - paths[b]!.features.length || a - b);
  const chosen = new Set<number>();
  let bytes = 0;
  for (const leaf of bySize) {
    const path = paths[leaf]!;
    bytes += tableLength(path) * 8;
    if (bytes > maxBytes || path.features.length > MAX_TABLE_FEATURES) break;
    chosen.add(leaf);
  }
  return {
    tabulated: paths.filter((_, leaf) => chosen.has(leaf)),
    rest: paths.filter((_, leaf) => !chosen.has(leaf)),
  };
}

class CompiledTreeShap implements TreeExplainer {
  readonly featureCount: number;
  readonly baseMargin: number;
  private readonly decisions: Uint8Array;
  private readonly tests: Int32Array;
  private readonly table: LeafTable;
  private readonly rest: readonly LeafPath[];
  private readonly shapley: LeafShapley;
  private readonly contributions: Float64Array;
  private readonly satisfied: Uint8Array;
  private readonly isSatisfied: (i: number) => boolean;

  constructor(
    private readonly ensemble: TreeEnsemble,
    maxTableBytes: number,
  ) {
    this.featureCount = ensemble.featureCount;
    this.baseMargin = meanMargin(ensemble);
    this.decisions = new Uint8Array(ensemble.kind.length);
    this.tests = Int32Array.from(ensemble.kind.keys()).filter((node) => ensemble.kind[node] !== LEAF);
    const paths = Array.from({ length: treeCount(ensemble) }, (_, tree) => leafPaths(ensemble, tree))
      .flat()
      .filter(({ features }) => features.length > 0);
    const most = paths.reduce((max, { features }) => Math.max(max, features.length), 0);
    this.shapley = new LeafShapley(most);
    this.contributions = new Float64Array(most);
    this.satisfied = new Uint8Array(most);
    this.isSatisfied = (i) => this.satisfied[i] === 1;
    const { tabulated, rest } = chooseTabulated(paths, maxTableBytes);
    this.table = new LeafTable(tabulated, this.shapley);
    this.rest = rest;
  }

  attributions(row: ArrayLike<number>, out: Float64Array): void {
    for (const [name, values] of [
      ['row', row],
      ['out', out],
    ] as const) {
      if (values.length !== this.featureCount) {
        throw new DomainError(
          'INVALID_ARGUMENT',
          `${name} must hold ${this.featureCount} values, got ${values.length}`,
        );
      }
    }
    this.decide(row);
    out.fill(0);
    this.table.addTo(out, this.decisions);
    for (const path of this.rest) this.addLeaf(path, out);
  }

  /** Which way the row goes at every node, reached or not. */
  private decide(row: ArrayLike<number>): void {
    const { ensemble, decisions, tests } = this;
    const { kind, feature, threshold } = ensemble;
    for (let i = 0; i < tests.length; i++) {
      const node = tests[i]!;
      const value = row[feature[node]!]!;
      decisions[node] =
        kind[node] === THRESHOLD && !Number.isNaN(value)
          ? Number(Math.fround(value) <= threshold[node]!)
          : Number(goesLeft(ensemble, node, value));
    }
  }

  private addLeaf({ value, features, shares, steps }: LeafPath, out: Float64Array): void {
    const d = features.length;
    this.satisfied.fill(1, 0, d);
    for (const { node, position, left } of steps) {
      if ((this.decisions[node] === 1) !== left) this.satisfied[position] = 0;
    }
    this.shapley.fill(value, shares, d, this.isSatisfied, this.contributions, 0);
    for (let i = 0; i < d; i++) out[features[i]!]! += this.contributions[i]!;
  }
}

/**
 * Compiles an ensemble for explaining rows as they are served. A leaf contributes to the features of its path alone, and
 * how much depends only on which of them the row satisfies: for each of the 2^d patterns the d contributions are computed
 * once, and a row costs one look-up per leaf.
 *
 * @returns an explainer that allocates nothing per row, with the values of treeShap up to rounding.
 * @throws INVALID_ARGUMENT when maxTableBytes is negative.
 * @see Yang (2021), Fast TreeSHAP: accelerating SHAP value computation for trees, Algorithm v2.
 */
export function compileTreeShap(ensemble: TreeEnsemble, options: CompileTreeShapOptions = {}): TreeExplainer {
  const { maxTableBytes = 64 * 2 ** 20 } = options;
  if (!(maxTableBytes >= 0)) {
    throw new DomainError('INVALID_ARGUMENT', `maxTableBytes must not be negative, got ${maxTableBytes}`);
  }
  return new CompiledTreeShap(ensemble, maxTableBytes);
}
