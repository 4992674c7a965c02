import { compileWasm, createWasmMemory, hasWasmSimd, instantiateWasm } from '../numerics/web-assembly.js';
import { CATEGORIES, goesLeft, LEAF, treeCount, type TreeEnsemble } from '../trees/index.js';
import { EXPLAINING_WASM } from './explaining.wasm.js';
import type { PathNodes } from './path-nodes.js';
import type { Attributor } from './quadrature-attributions.js';

interface ExplainingExports {
  explain(trees: number, treesEnd: number, row: number, decisions: number, slots: number, out: number): void;
}

/** Sizes of the records of assembly/explaining.ts, in bytes. */
const NODE_BYTES = 32;
const TREE_BYTES = 8;
const SLOT_BYTES = 96;

/** Flags of a node. */
const RIGHT = 1;
const IS_LEAF = 2;
const DECIDED = 4;
const MISSING_LEFT = 8;

/** Four points integrate the polynomials of paths with this many features. */
const MOST_FEATURES = 8;

let explainingModule: object | undefined;

/** Whether an ensemble can be explained by the WebAssembly kernel: short paths, and no share of 0 to divide by. */
export function fitsWasm({ mostFeatures, share }: PathNodes): boolean {
  return hasWasmSimd && mostFeatures <= MOST_FEATURES && share.every((z) => z > 0);
}

/** TreeSHAP by quadrature with four points, as {@link QuadratureAttributor}, with SIMD. */
export class WasmAttributor implements Attributor {
  private readonly run: () => void;
  private readonly row: Float32Array;
  private readonly phi: Float64Array;
  private readonly decisions: Uint8Array;
  /** Nodes that test categories: which way the row goes there is told to the kernel. */
  private readonly decidedNodes: Int32Array;

  constructor(
    private readonly ensemble: TreeEnsemble,
    nodes: PathNodes,
  ) {
    const count = ensemble.kind.length;
    const trees = treeCount(ensemble);
    this.decidedNodes = Int32Array.from(ensemble.kind.keys()).filter((node) => ensemble.kind[node] === CATEGORIES);
    const mostNodes = Array.from({ length: trees }, (_, t) => ensemble.treeStarts[t + 1]! - ensemble.treeStarts[t]!);
    let next = 64;
    const take = (bytes: number): number => {
      const at = next;
      next += Math.ceil(bytes / 64) * 64;
      return at;
    };
    const at = {
      nodes: take(count * NODE_BYTES),
      trees: take(trees * TREE_BYTES),
      row: take(ensemble.featureCount * 4),
      decisions: take(this.decidedNodes.length),
      slots: take((Math.max(0, ...mostNodes) + 1) * SLOT_BYTES),
      out: take(ensemble.featureCount * 8),
    };
    const memory = createWasmMemory(next);
    writeTrees(new DataView(memory.buffer), at, ensemble, nodes, this.decidedNodes);
    explainingModule ??= compileWasm(EXPLAINING_WASM);
    const { explain } = instantiateWasm<ExplainingExports>(explainingModule, memory);
    this.run = () => explain(at.trees, at.trees + trees * TREE_BYTES, at.row, at.decisions, at.slots, at.out);
    this.row = new Float32Array(memory.buffer, at.row, ensemble.featureCount);
    this.phi = new Float64Array(memory.buffer, at.out, ensemble.featureCount);
    this.decisions = new Uint8Array(memory.buffer, at.decisions, this.decidedNodes.length);
  }

  addTo(row: ArrayLike<number>, out: Float64Array): void {
    const { ensemble, decidedNodes, decisions, phi } = this;
    this.row.set(row);
    phi.fill(0);
    for (let i = 0; i < decidedNodes.length; i++) {
      const node = decidedNodes[i]!;
      decisions[i] = goesLeft(ensemble, node, row[ensemble.feature[node]!]!) ? 0 : 1;
    }
    this.run();
    for (let j = 0; j < out.length; j++) out[j]! += phi[j]!;
  }
}

interface Places {
  readonly nodes: number;
  readonly trees: number;
}

function writeTrees(
  view: DataView,
  at: Places,
  ensemble: TreeEnsemble,
  nodes: PathNodes,
  decidedNodes: Int32Array,
): void {
  const testNumber = new Map(Array.from(decidedNodes, (node, i) => [node, i]));
  for (let tree = 0; tree < treeCount(ensemble); tree++) {
    const first = ensemble.treeStarts[tree]!;
    const end = ensemble.treeStarts[tree + 1]!;
    view.setUint32(at.trees + tree * TREE_BYTES, at.nodes + first * NODE_BYTES, true);
    view.setUint32(at.trees + tree * TREE_BYTES + 4, at.nodes + end * NODE_BYTES, true);
    // Slot 0 stands above the root, the root's own is slot 1.
    const slotOf = (node: number): number => (node < 0 ? 0 : (node - first + 1) * SLOT_BYTES);
    for (let node = first; node < end; node++) {
      const record = at.nodes + node * NODE_BYTES;
      const leaf = ensemble.kind[node] === LEAF;
      const test = testNumber.get(node);
      view.setFloat64(record, nodes.share[node]!, true);
      if (test !== undefined) view.setUint32(record + 8, test, true);
      else view.setFloat32(record + 8, leaf ? ensemble.value[node]! : ensemble.threshold[node]!, true);
      view.setUint32(record + 12, ensemble.feature[node]! * 4, true);
      view.setUint32(record + 16, slotOf(nodes.parent[node]!), true);
      view.setUint32(record + 20, slotOf(nodes.ancestor[node]!), true);
      view.setUint32(record + 24, nodes.feature[node]! * 8, true);
      const flags =
        (nodes.right[node] === 1 ? RIGHT : 0) |
        (leaf ? IS_LEAF : 0) |
        (test === undefined ? 0 : DECIDED) |
        (ensemble.missingLeft[node] === 1 ? MISSING_LEFT : 0);
      view.setUint32(record + 28, flags, true);
    }
  }
}
