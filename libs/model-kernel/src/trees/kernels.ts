/**
 * f64 elements of one feature's histogram: 256 bins of (gradient, hessian) and a cache line of padding, see
 * assembly/growing.ts.
 */
export const HISTOGRAM_DOUBLES = 520;

/**
 * The hot loops of tree growing over one linear memory. Arguments named after arrays are byte offsets into it. A histogram
 * holds HISTOGRAM_DOUBLES for each feature. The two implementations keep the same order of
 * floating-point operations, so that they grow the same trees bit for bit.
 */
export interface TreeKernels {
  /** Adds each row's (g, h) to its bin of every feature; bins row-major u8, gradients by position. */
  histogramOfRows(bins: number, features: number, rows: number, n: number, gradients: number, histogram: number): void;
  /** The same for one feature, from its column of bins. */
  histogramOfColumn(column: number, rows: number, n: number, gradients: number, histogram: number): void;
  /** Zeroes the used bins of the listed features. */
  clearHistogram(histogram: number, features: number, count: number, binCounts: number): void;
  /** parent −= child over the used bins of the listed features. */
  subtractHistogram(parent: number, child: number, features: number, count: number, binCounts: number): void;
  /** Copies the (g, h) of the listed rows into consecutive positions. */
  gatherGradients(gradients: number, rows: number, n: number, ordered: number): void;
  /** Stable partition of the rows by goesLeft[bin]; returns how many go left. */
  partitionRows(column: number, rows: number, n: number, goesLeft: number, spare: number): number;
  /** Best threshold over the listed features; out: gain, feature (−1: none), bin, missing-goes-left, GL, HL as f64. */
  bestThreshold(
    histogram: number,
    features: number,
    count: number,
    valueBins: number,
    hasMissing: number,
    G: number,
    H: number,
    minH: number,
    lambda: number,
    out: number,
  ): void;
  /** scores[row] += value over the listed rows. */
  addToScores(scores: number, rows: number, n: number, value: number): void;
  /** g = w (p − y), h = w p (1 − p), p the logistic of the score. */
  logisticGradients(scores: number, labels: number, weights: number, n: number, gradients: number): void;
  /** g = w (score − y), h = w. */
  squaredGradients(scores: number, labels: number, weights: number, n: number, gradients: number): void;
  /** g = w (e^{(2−p) s} − y e^{(1−p) s}), h = ∂g/∂s, s the score, p the variance power. */
  tweedieGradients(scores: number, labels: number, weights: number, n: number, p: number, gradients: number): void;
  /** Bin of each f32 value: the number of cuts below it, NaN to missingBin; cuts are 255 f32 padded with +∞. */
  assignBins(values: number, n: number, cuts: number, missingBin: number, column: number): void;
}
