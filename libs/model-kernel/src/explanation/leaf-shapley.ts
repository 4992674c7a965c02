/**
 * Shapley values of one leaf's game: the players are the d unique features of its path, and a coalition T is worth
 * value · Π_{i∈T} o_i · Π_{i∉T} z_i, where o_i says whether the row satisfies the path at feature i and z_i is the share of
 * the cover that does. Hence
 *   φ_j = value · (o_j − z_j) · Σ_k k! (d − 1 − k)! / d! · [t^k] Π_{i≠j} (z_i + o_i t).
 * O(d²): the product of all factors is built once and each factor is divided out.
 */
export class LeafShapley {
  private readonly weight: Float64Array;

  /**
   * @param maxFeatures most features of a path.
   */
  constructor(maxFeatures: number) {
    this.weight = new Float64Array(maxFeatures + 1);
  }

  /**
   * @param shares z, shape (d,).
   * @param satisfied whether o_i is 1.
   * @param out receives φ at `at`, …, `at + d − 1`.
   */
  fill(
    value: number,
    shares: ArrayLike<number>,
    d: number,
    satisfied: (i: number) => boolean,
    out: Float64Array,
    at: number,
  ): void {
    const { weight } = this;
    // weight[k] = k! (d − k)! / (d + 1)! · [t^k] of the product: EXTEND of Lundberg et al., Algorithm 2.
    weight[0] = 1;
    for (let i = 0; i < d; i++) {
      const zero = shares[i]!;
      const one = satisfied(i) ? 1 : 0;
      const depth = i + 1;
      weight[depth] = 0;
      for (let k = depth - 1; k >= 0; k--) {
        weight[k + 1]! += (one * weight[k]! * (k + 1)) / (depth + 1);
        weight[k] = (zero * weight[k]! * (depth - k)) / (depth + 1);
      }
    }
    for (let j = 0; j < d; j++) {
      const zero = shares[j]!;
      let total = 0;
      if (satisfied(j)) {
        let next = weight[d]!;
        for (let k = d - 1; k >= 0; k--) {
          const before = (next * (d + 1)) / (k + 1);
          total += before;
          next = weight[k]! - (before * zero * (d - k)) / (d + 1);
        }
        out[at + j] = total * (1 - zero) * value;
      } else {
        // A share of 0 contributes nothing and must not be divided by.
        if (zero > 0) for (let k = d - 1; k >= 0; k--) total += (weight[k]! * (d + 1)) / (zero * (d - k));
        out[at + j] = -total * zero * value;
      }
    }
  }
}
