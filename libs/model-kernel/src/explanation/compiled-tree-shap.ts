import { DomainError } from '@bellwether/errors';
import { hasWasmSimd } from '../numerics/web-assembly.js';
import { goesLeft, treeCount, type TreeEnsemble } from '../trees/index.js';
import { leafPaths, type LeafPath } from './leaf-paths.js';
import { LeafShapley } from './leaf-shapley.js';
import { LeafTable, tableLength } from './leaf-table.js';
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
  private readonly table: LeafTable | undefined;
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
    const paths = Array.from({ length: treeCount(ensemble) }, (_, tree) => leafPaths(ensemble, tree))
      .flat()
      .filter(({ features }) => features.length > 0);
    const most = paths.reduce((max, { features }) => Math.max(max, features.length), 0);
    this.shapley = new LeafShapley(most);
    this.contributions = new Float64Array(most);
    this.satisfied = new Uint8Array(most);
    this.isSatisfied = (i) => this.satisfied[i] === 1;
    const { tabulated, rest } = chooseTabulated(paths, hasWasmSimd ? maxTableBytes : 0);
    this.table = tabulated.length > 0 ? new LeafTable(ensemble, tabulated, this.shapley) : undefined;
    this.rest = rest;
  }

  attributions(row: ArrayLike<number>, out: Float64Array): void {
    this.requireLength('row', row.length);
    this.requireLength('out', out.length);
    if (this.table === undefined) out.fill(0);
    else this.table.explain(row, out);
    for (const path of this.rest) this.addLeaf(path, row, out);
  }

  private requireLength(name: string, length: number): void {
    if (length !== this.featureCount) {
      throw new DomainError('INVALID_ARGUMENT', `${name} must hold ${this.featureCount} values, got ${length}`);
    }
  }

  private addLeaf({ value, features, shares, steps }: LeafPath, row: ArrayLike<number>, out: Float64Array): void {
    const d = features.length;
    this.satisfied.fill(1, 0, d);
    for (const { node, position, left } of steps) {
      const wentLeft = this.table?.wentLeft(node) ?? goesLeft(this.ensemble, node, row[features[position]!]!);
      if (wentLeft !== left) this.satisfied[position] = 0;
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
 * @throws INVALID_ARGUMENT when maxTableBytes is not in 0–2 GiB.
 * @see Yang (2021), Fast TreeSHAP: accelerating SHAP value computation for trees, Algorithm v2.
 */
export function compileTreeShap(ensemble: TreeEnsemble, options: CompileTreeShapOptions = {}): TreeExplainer {
  const { maxTableBytes = 64 * 2 ** 20 } = options;
  if (!(maxTableBytes >= 0 && maxTableBytes <= 2 ** 31)) {
    throw new DomainError('INVALID_ARGUMENT', `maxTableBytes must be in 0–2^31, got ${maxTableBytes}`);
  }
  return new CompiledTreeShap(ensemble, maxTableBytes);
}
