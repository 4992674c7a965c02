/** A way to divide the rows of a leaf. G and H are sums of gradients and hessians. */
export interface Split {
  readonly feature: number;
  readonly gain: number;
  readonly leftG: number;
  readonly leftH: number;
  /** Leaf values of the two sides before the learning rate. */
  readonly leftOutput: number;
  readonly rightOutput: number;
  readonly rule: ThresholdRule | CategoryRule;
}

/** Bins 0 … bin go left. */
export interface ThresholdRule {
  readonly kind: 'threshold';
  readonly bin: number;
  /** Undefined where the feature has no missing value in training: the larger side takes them. */
  readonly missingLeft: boolean | undefined;
}

/** The listed bins go left. */
export interface CategoryRule {
  readonly kind: 'categories';
  readonly bins: readonly number[];
  readonly missingLeft: boolean;
}

/** What a search must know of a leaf. */
export interface LeafSums {
  readonly G: number;
  readonly H: number;
  /** Number of rows. */
  readonly n: number;
  /** Smallest hessian sum of a side of a split. */
  readonly leastH: number;
  /** Bounds that monotone ancestors put on outputs below. */
  readonly lower: number;
  readonly upper: number;
  /** Byte offset of its histogram. */
  readonly histogram: number;
}

/** The leaf value that minimises G w + ½ (H + λ) w². */
export function leafOutput(G: number, H: number, lambda: number): number {
  return H + lambda > 0 ? -G / (H + lambda) : 0;
}

/** The same within bounds. */
export function boundedOutput(G: number, H: number, lambda: number, lower: number, upper: number): number {
  return Math.min(upper, Math.max(lower, leafOutput(G, H, lambda)));
}

/** Twice the loss that an output w saves: −(2 G w + (H + λ) w²). */
export function outputScore(G: number, H: number, lambda: number, output: number): number {
  return -(2 * G * output + (H + lambda) * output * output);
}

/** outputScore of a leaf left whole. */
export function unsplitScore({ G, H, lower, upper }: LeafSums, lambda: number): number {
  return outputScore(G, H, lambda, boundedOutput(G, H, lambda, lower, upper));
}
