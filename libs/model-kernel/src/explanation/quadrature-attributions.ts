import { gaussLegendre, type QuadratureRule } from '../numerics/gauss-legendre.js';
import { goesLeft, LEAF, treeCount, type TreeEnsemble } from '../trees/index.js';
import type { PathNodes } from './path-nodes.js';

/** Adds the attributions of a row's margin to `out`, shape (F,). */
export interface Attributor {
  addTo(row: ArrayLike<number>, out: Float64Array): void;
}

/**
 * TreeSHAP by quadrature, in plain JavaScript, for paths of any length.
 *
 * The Shapley value of feature j in the game of one leaf is, by Owen's integral of the multilinear extension,
 *   φ_j = v (o_j − z_j) ∫₀¹ Π_{i≠j} (z_i (1 − t) + o_i t) dt,
 * where o_i says whether the row satisfies the path at feature i and z_i is the share of the cover that does. The
 * integrand is a polynomial of degree d − 1, which ⌈d/2⌉ Gauss–Legendre points integrate exactly. Going down a tree each
 * node extends its parent's products by its own factor, or puts it in the place of that of the same feature further up;
 * going up, the sums of the leaves below are divided by the factor of the node's feature. One visit per node and row.
 *
 * @see Owen (1972), Multilinear extensions of games, Management Science 18(5), eq. 4; Lundberg et al. (2020), From local
 *   explanations to global understanding with explainable AI for trees, Algorithm 2, for the game.
 */
export class QuadratureAttributor implements Attributor {
  private readonly rule: QuadratureRule;
  /** Products Π_i (z_i (1 − t_q) + o_i t_q) of a node's path, then the sums of value · product over the leaves below. */
  private readonly products: Float64Array;
  private readonly sums: Float64Array;
  private readonly open: Uint8Array;
  private readonly wentRight: Uint8Array;

  constructor(
    private readonly ensemble: TreeEnsemble,
    private readonly nodes: PathNodes,
  ) {
    this.rule = gaussLegendre(Math.max(1, Math.ceil(nodes.mostFeatures / 2)));
    const count = ensemble.kind.length;
    this.products = new Float64Array(count * this.rule.points.length);
    this.sums = new Float64Array(count * this.rule.points.length);
    this.open = new Uint8Array(count);
    this.wentRight = new Uint8Array(count);
  }

  addTo(row: ArrayLike<number>, out: Float64Array): void {
    for (let tree = 0; tree < treeCount(this.ensemble); tree++) {
      const first = this.ensemble.treeStarts[tree]!;
      const end = this.ensemble.treeStarts[tree + 1]!;
      this.descend(first, end, row);
      this.ascend(first, end, out);
    }
  }

  private descend(first: number, end: number, row: ArrayLike<number>): void {
    const { ensemble, nodes, rule, products, sums, open, wentRight } = this;
    const Q = rule.points.length;
    for (let node = first; node < end; node++) {
      const parent = nodes.parent[node]!;
      const above = nodes.ancestor[node]!;
      const follows = parent < 0 || wentRight[parent] === nodes.right[node];
      open[node] = follows && (above < 0 || open[above] === 1) ? 1 : 0;
      for (let q = 0; q < Q; q++) {
        let product = parent < 0 ? 1 : products[parent * Q + q]! * this.factor(node, q);
        // A factor of 0 has made the product 0, and stays in it further down.
        if (above >= 0 && product !== 0) product /= this.factor(above, q);
        products[node * Q + q] = product;
        sums[node * Q + q] = ensemble.kind[node] === LEAF ? product * ensemble.value[node]! : 0;
      }
      if (ensemble.kind[node] === LEAF) continue;
      wentRight[node] = goesLeft(ensemble, node, row[ensemble.feature[node]!]!) ? 0 : 1;
    }
  }

  private ascend(first: number, end: number, out: Float64Array): void {
    const { nodes, sums, rule } = this;
    const Q = rule.points.length;
    for (let node = end - 1; node > first; node--) {
      const parent = nodes.parent[node]!;
      const above = nodes.ancestor[node]!;
      for (let q = 0; q < Q; q++) sums[parent * Q + q]! += sums[node * Q + q]!;
      const own = this.contribution(node, node);
      // Leaves below belong to this node's factor, not to that of the same feature further up.
      out[nodes.feature[node]!]! += above < 0 ? own : own - this.contribution(above, node);
    }
  }

  /** z (1 − t_q) + o t_q of the feature of a node. */
  private factor(node: number, q: number): number {
    const t = this.rule.points[q]!;
    return this.nodes.share[node]! * (1 - t) + this.open[node]! * t;
  }

  /** (o − z) Σ_q w_q S_q / f_q, with the factor of one node over the leaves below another. */
  private contribution(node: number, below: number): number {
    const { sums, rule } = this;
    const Q = rule.points.length;
    const difference = this.open[node]! - this.nodes.share[node]!;
    // A path that nobody follows, neither the row nor the cover, has z = o = 0 and contributes nothing.
    if (difference === 0) return 0;
    let total = 0;
    for (let q = 0; q < Q; q++) total += (rule.weights[q]! * sums[below * Q + q]!) / this.factor(node, q);
    return difference * total;
  }
}
