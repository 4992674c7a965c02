import { compileWasm, createWasmMemory, instantiateWasm } from '../numerics/web-assembly.js';
import type { TreeEnsemble } from '../trees/index.js';
import { flattenTrees } from '../trees/flat-trees.js';
import { RowEncoder } from '../trees/row-encoder.js';
import { EXPLAINING_WASM } from './explaining.wasm.js';
import type { LeafPath } from './leaf-paths.js';
import type { LeafShapley } from './leaf-shapley.js';

interface ExplainingExports {
  decide(nodes: number, count: number, row: number, masks: number): void;
  decideWithSets(nodes: number, count: number, row: number, masks: number): void;
  addLeaves(leaves: number, end: number, steps: number, features: number, out: number): void;
}

/** Bytes of a leaf's record: number of steps, number of features, address of its table. */
const LEAF_BYTES = 12;

let explainingModule: object | undefined;

/** Doubles that a leaf's table takes: d contributions for each of 2^d patterns. */
export function tableLength({ features }: LeafPath): number {
  return features.length * 2 ** features.length;
}

/** Contributions of leaves for every pattern of satisfied features, in a WebAssembly memory with the trees themselves. */
export class LeafTable {
  private readonly exports: ExplainingExports;
  private readonly encoder: RowEncoder;
  /** By node: all ones, then 0, when the row goes right there; 0, then all ones, when left. */
  private readonly masks: Uint32Array;
  private readonly phi: Float64Array;
  private readonly decideNodes: () => void;
  private readonly addAll: () => void;

  /**
   * @param paths the leaves to tabulate.
   */
  constructor(ensemble: TreeEnsemble, paths: readonly LeafPath[], shapley: LeafShapley) {
    const flat = flattenTrees(ensemble, 1);
    const nodes = ensemble.kind.length;
    let next = flat.bytes;
    const take = (bytes: number): number => {
      const at = next;
      next += Math.ceil(bytes / 64) * 64;
      return at;
    };
    const total = (count: (path: LeafPath) => number): number => paths.reduce((sum, path) => sum + count(path), 0);
    const masks = take(nodes * 8);
    const phi = take(ensemble.featureCount * 8);
    const leaves = take(paths.length * LEAF_BYTES);
    const steps = take(total((path) => path.steps.length) * 8);
    const features = take(total((path) => path.features.length) * 4);
    const table = take(total(tableLength) * 8);

    const memory = createWasmMemory(next);
    flat.write(memory.buffer);
    writeLeaves(memory.buffer, { masks, leaves, steps, features, table }, paths, shapley);
    explainingModule ??= compileWasm(EXPLAINING_WASM);
    this.exports = instantiateWasm<ExplainingExports>(explainingModule, memory);
    this.encoder = new RowEncoder(memory.buffer, flat.rowLayout);
    this.masks = new Uint32Array(memory.buffer, masks, 2 * nodes);
    this.phi = new Float64Array(memory.buffer, phi, ensemble.featureCount);
    const row = flat.rowLayout.start;
    const end = leaves + paths.length * LEAF_BYTES;
    this.decideNodes = flat.withSets
      ? () => this.exports.decideWithSets(flat.nodes, nodes, row, masks)
      : () => this.exports.decide(flat.nodes, nodes, row, masks);
    this.addAll = () => this.exports.addLeaves(leaves, end, steps, features, phi);
  }

  /** Writes the sums of all tabulated leaves to `out` and remembers which way the row goes at each node. */
  explain(row: ArrayLike<number>, out: Float64Array): void {
    this.encoder.write(row, 0, 0);
    this.decideNodes();
    this.phi.fill(0);
    this.addAll();
    out.set(this.phi);
  }

  /** Whether the row explained last goes left at a node. */
  wentLeft(node: number): boolean {
    return this.masks[2 * node] === 0;
  }
}

function writeLeaves(
  buffer: ArrayBuffer,
  at: Record<'masks' | 'leaves' | 'steps' | 'features' | 'table', number>,
  paths: readonly LeafPath[],
  shapley: LeafShapley,
): void {
  const u32 = new Uint32Array(buffer);
  const f64 = new Float64Array(buffer);
  let leaf = at.leaves >> 2;
  let step = at.steps >> 2;
  let feature = at.features >> 2;
  let entry = at.table >> 3;
  for (const path of paths) {
    const d = path.features.length;
    u32[leaf++] = path.steps.length;
    u32[leaf++] = d;
    u32[leaf++] = entry * 8;
    for (const { node, position, left } of path.steps) {
      u32[step++] = at.masks + 8 * node + (left ? 0 : 4);
      u32[step++] = 1 << position;
    }
    for (const tested of path.features) u32[feature++] = tested * 8;
    for (let pattern = 0; pattern < 2 ** d; pattern++, entry += d) {
      shapley.fill(path.value, path.shares, d, (i) => (pattern & (1 << i)) !== 0, f64, entry);
    }
  }
}
