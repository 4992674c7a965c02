import type { Rng } from '../numerics/index.js';
import { CategorySearch } from './category-search.js';
import type { EnsembleBuilder } from './ensemble-builder.js';
import { usedBins, type FeatureBins } from './feature-bins.js';
import type { ResolvedOptions } from './options.js';
import { boundedOutput, type LeafSums, type Split } from './split.js';
import { findBoundedThreshold, findFreeThreshold } from './threshold-search.js';
import { HISTOGRAM_BYTES, type Workspace } from './workspace.js';

/** Limits on leaf values below a node, from monotone splits above it. */
type Bounds = Pick<LeafSums, 'lower' | 'upper'>;

/** A leaf that may still be split: rows[start … start + n − 1]. */
interface OpenLeaf extends LeafSums {
  readonly node: number;
  readonly start: number;
  readonly depth: number;
  /** Leaf value before the learning rate. */
  readonly output: number;
  histogram: number;
  /** The best split, once its histogram was searched. */
  best: Split | undefined;
}

/** A finished leaf of the tree just grown. */
export interface GrownLeaf {
  readonly node: number;
  readonly start: number;
  readonly n: number;
  readonly value: number;
}

/** A split of the tree just grown, in the order made: enough to send other rows down the tree. */
export interface GrownSplit {
  readonly node: number;
  readonly leftChild: number;
  readonly feature: number;
  /** By bin: 1 goes left. */
  readonly goesLeft: Uint8Array;
}

export interface GrownTree {
  readonly leaves: readonly GrownLeaf[];
  readonly splits: readonly GrownSplit[];
}

/** Rounding of sums and differences of histograms, relative to the hessian of the root. */
const HESSIAN_NOISE = 1e-12;

/** Share of active features below which histograms are built feature by feature instead of over whole rows. */
const SPARSE_SHARE = 0.6;

/**
 * Grows trees leaf by leaf: the leaf whose best split gains most is split next. Of two siblings only the smaller one's
 * histogram is built; the other is what remains of the parent's.
 *
 * @see Ke et al. (2017), LightGBM: leaf-wise growth, histogram subtraction.
 */
export class TreeGrower {
  private readonly categorySearch: CategorySearch;
  private readonly valueBins: Uint32Array;
  private readonly hasMissing: Uint8Array;
  private activeCount = 0;
  private activeNumeric = 0;
  private candidateCount = 0;
  private candidateNumeric = 0;
  /** A hessian sum below this may be what rounding left of no rows at all. */
  private noiseH = 0;

  constructor(
    private readonly space: Workspace,
    private readonly bins: readonly FeatureBins[],
    private readonly options: ResolvedOptions,
    private readonly nodeRng: Rng,
  ) {
    this.categorySearch = new CategorySearch(space, options);
    this.valueBins = Uint32Array.from(bins, (b) => b.valueBins);
    this.hasMissing = Uint8Array.from(bins, (b) => (b.hasMissing ? 1 : 0));
  }

  /** Features that have anything to split on. */
  usefulFeatures(): number[] {
    return this.bins.flatMap((b, f) => (usedBins(b) > 1 ? [f] : []));
  }

  /**
   * Grows one tree on the rows at the front of `space.rows`, which it reorders leaf by leaf.
   *
   * @param n number of those rows.
   * @param ascending true when they are all rows in order: their gradients need no gathering.
   * @param active features that this tree may use.
   */
  grow(n: number, ascending: boolean, active: readonly number[], builder: EnsembleBuilder): GrownTree {
    this.activate(active);
    const freeSlots = Array.from({ length: this.options.leaves }, (_, k) => this.options.leaves - 1 - k);
    const slotAddress = (): number => this.space.at.histograms + freeSlots.pop()! * this.space.histogramBytes;
    const release = (histogram: number): void => {
      freeSlots.push((histogram - this.space.at.histograms) / this.space.histogramBytes);
    };

    const root = this.openRoot(n, ascending, builder, slotAddress());
    const leaves: OpenLeaf[] = [root];
    const splits: GrownSplit[] = [];
    while (leaves.length < this.options.leaves) {
      const index = indexOfBest(leaves);
      if (index < 0) break;
      const leaf = leaves[index]!;
      const split = leaf.best!;
      leaf.best = undefined;
      const goesLeft = this.fillGoesLeft(split);
      const nLeft = this.partition(leaf.start, leaf.n, split.feature);
      if (nLeft === 0 || nLeft === leaf.n) {
        // The hessians promised rows on both sides and rounding was all there was.
        release(leaf.histogram);
        continue;
      }
      const pair = this.divide(leaf, split, nLeft, goesLeft, builder, splits);
      const last = leaves.length + 1 === this.options.leaves;
      if (last || !(this.maySplit(pair[0]) || this.maySplit(pair[1]))) release(leaf.histogram);
      else this.searchPair(pair, leaf.histogram, slotAddress(), release);
      leaves[index] = pair[0];
      leaves.push(pair[1]);
    }
    const grown = leaves.map(({ node, start, n: rows, output }) => {
      const value = builder.setLeaf(node, this.options.learningRate * output);
      return { node, start, n: rows, value };
    });
    builder.endTree();
    return { leaves: grown, splits };
  }

  /** Lists the active features in memory, numeric ones first, each kind ascending. */
  private activate(active: readonly number[]): void {
    const numeric = active.filter((f) => this.bins[f]!.kind === 'numeric');
    const categorical = active.filter((f) => this.bins[f]!.kind === 'categorical');
    this.activeNumeric = numeric.length;
    this.activeCount = active.length;
    this.space.activeFeatures.set([...numeric, ...categorical]);
    this.space.candidateFeatures.set([...numeric, ...categorical]);
    this.candidateNumeric = this.activeNumeric;
    this.candidateCount = this.activeCount;
  }

  /** Draws the features that the next split may use, in the order of the active ones. */
  private drawCandidates(): void {
    const wanted = Math.max(1, Math.round(this.options.nodeFeatureFraction * this.activeCount));
    if (wanted === this.activeCount) return;
    const { activeFeatures, candidateFeatures } = this.space;
    this.candidateCount = 0;
    this.candidateNumeric = 0;
    for (let k = 0; k < this.activeCount; k++) {
      if (this.nodeRng.next() * (this.activeCount - k) >= wanted - this.candidateCount) continue;
      candidateFeatures[this.candidateCount++] = activeFeatures[k]!;
      if (k < this.activeNumeric) this.candidateNumeric += 1;
    }
  }

  private openRoot(n: number, ascending: boolean, builder: EnsembleBuilder, histogram: number): OpenLeaf {
    const { at: place, gradients, rows, kernels } = this.space;
    let G = 0;
    let H = 0;
    for (let i = 0; i < n; i++) {
      const at = 2 * (ascending ? i : rows[i]!);
      G += gradients[at]!;
      H += gradients[at + 1]!;
    }
    const node = builder.addNode({ cover: H, count: n });
    const output = boundedOutput(G, H, this.options.lambda, -Infinity, Infinity);
    this.noiseH = HESSIAN_NOISE * H;
    const root: OpenLeaf = {
      ...{ node, start: 0, n, depth: 0, G, H, output, lower: -Infinity, upper: Infinity, histogram },
      ...{ leastH: this.leastHessian(n, H), best: undefined },
    };
    if (this.activeCount > 0 && this.maySplit(root)) {
      if (!ascending) kernels.gatherGradients(place.gradients, place.rows, n, place.ordered);
      this.buildHistogram(0, n, ascending ? place.gradients : place.ordered, histogram);
      root.best = this.search(root);
    }
    return root;
  }

  /**
   * Smallest hessian sum of a side. The rows of a side are estimated by its share of the hessian, n · h / H, as LightGBM
   * does: counting them exactly would cost a third accumulator in the hottest loop.
   */
  private leastHessian(n: number, H: number): number {
    return Math.max(this.options.minChildWeight, (this.options.minChildSamples * H) / n, this.noiseH);
  }

  private maySplit(leaf: OpenLeaf): boolean {
    const { maxDepth, minChildSamples } = this.options;
    return (maxDepth === 0 || leaf.depth < maxDepth) && leaf.n >= 2 && leaf.n >= 2 * minChildSamples;
  }

  /** Writes which bins go left where the partition kernel looks; returns a copy. */
  private fillGoesLeft({ feature, rule }: Split): Uint8Array {
    const { goesLeft } = this.space;
    const valueBins = this.valueBins[feature]!;
    goesLeft.fill(0);
    if (rule.kind === 'threshold') {
      goesLeft.fill(1, 0, rule.bin + 1);
      // Bin valueBins is that of missing values; where there are none, no row looks at it.
      if (this.hasMissing[feature] === 1) goesLeft[valueBins] = rule.missingLeft === true ? 1 : 0;
    } else {
      for (const bin of rule.bins) goesLeft[bin] = 1;
      if (rule.missingLeft) goesLeft[valueBins] = 1;
    }
    return goesLeft.slice();
  }

  private partition(start: number, n: number, feature: number): number {
    const { at, kernels } = this.space;
    return kernels.partitionRows(at.columnBins + feature * this.space.n, at.rows + start * 4, n, at.goesLeft, at.spare);
  }

  private divide(
    leaf: OpenLeaf,
    split: Split,
    nLeft: number,
    goesLeft: Uint8Array,
    builder: EnsembleBuilder,
    splits: GrownSplit[],
  ): readonly [OpenLeaf, OpenLeaf] {
    const { rule, feature, leftG, leftH, leftOutput, rightOutput } = split;
    const nRight = leaf.n - nLeft;
    const rightH = leaf.H - leftH;
    const hasMissing = this.hasMissing[feature] === 1;
    const missingLeft = hasMissing ? rule.missingLeft === true : nLeft >= nRight;
    const node = builder.splitNode(
      leaf.node,
      split,
      missingLeft,
      { cover: leftH, count: nLeft },
      { cover: rightH, count: nRight },
    );
    splits.push({ node: leaf.node, leftChild: node, feature, goesLeft });
    const [leftBounds, rightBounds] = this.childBounds(leaf, split);
    const shared = { depth: leaf.depth + 1, histogram: 0, best: undefined };
    return [
      {
        ...{ ...shared, ...leftBounds, node, start: leaf.start, n: nLeft, G: leftG, H: leftH, output: leftOutput },
        leastH: this.leastHessian(nLeft, leftH),
      },
      {
        ...{ ...shared, ...rightBounds, node: node + 1, start: leaf.start + nLeft, n: nRight },
        ...{ G: leaf.G - leftG, H: rightH, output: rightOutput, leastH: this.leastHessian(nRight, rightH) },
      },
    ];
  }

  /** A split on a monotone feature keeps what grows below its sides on either side of their middle. */
  private childBounds(
    { lower, upper }: OpenLeaf,
    { feature, leftOutput, rightOutput }: Split,
  ): readonly [Bounds, Bounds] {
    const direction = this.options.monotone?.[feature] ?? 0;
    const middle = (leftOutput + rightOutput) / 2;
    const below = { lower, upper: Math.min(upper, middle) };
    const above = { lower: Math.max(lower, middle), upper };
    if (direction > 0) return [below, above];
    if (direction < 0) return [above, below];
    return [
      { lower, upper },
      { lower, upper },
    ];
  }

  /** Histograms and best splits of two siblings; the larger takes over the parent's histogram. */
  private searchPair(
    [left, right]: readonly [OpenLeaf, OpenLeaf],
    parentHistogram: number,
    freshHistogram: number,
    release: (histogram: number) => void,
  ): void {
    const { at, kernels } = this.space;
    const [small, large] = left.n <= right.n ? [left, right] : [right, left];
    kernels.gatherGradients(at.gradients, at.rows + small.start * 4, small.n, at.ordered);
    this.buildHistogram(small.start, small.n, at.ordered, freshHistogram);
    kernels.subtractHistogram(parentHistogram, freshHistogram, at.activeFeatures, this.activeCount, at.usedBins);
    for (const [leaf, histogram] of [
      [small, freshHistogram],
      [large, parentHistogram],
    ] as const) {
      leaf.histogram = histogram;
      if (this.maySplit(leaf)) leaf.best = this.search(leaf);
      if (leaf.best === undefined) release(histogram);
    }
  }

  private buildHistogram(start: number, n: number, gradients: number, histogram: number): void {
    const { at, kernels, features, activeFeatures } = this.space;
    const rows = at.rows + start * 4;
    kernels.clearHistogram(histogram, at.activeFeatures, this.activeCount, at.usedBins);
    if (this.activeCount > SPARSE_SHARE * features) {
      // Inactive features are counted too, into bins that nobody reads or clears.
      kernels.histogramOfRows(at.rowBins, features, rows, n, gradients, histogram);
      return;
    }
    for (let k = 0; k < this.activeCount; k++) {
      const f = activeFeatures[k]!;
      kernels.histogramOfColumn(at.columnBins + f * this.space.n, rows, n, gradients, histogram + f * HISTOGRAM_BYTES);
    }
  }

  private search(leaf: OpenLeaf): Split | undefined {
    const { options, space, hasMissing } = this;
    this.drawCandidates();
    let best: Split | undefined;
    if (this.candidateNumeric > 0) {
      best =
        options.monotone === undefined
          ? findFreeThreshold(space, leaf, this.candidateNumeric, hasMissing, options)
          : findBoundedThreshold(space, leaf, this.candidateNumeric, this.valueBins, hasMissing, options);
    }
    for (let k = this.candidateNumeric; k < this.candidateCount; k++) {
      const f = space.candidateFeatures[k]!;
      const bins = this.bins[f]!;
      if (bins.kind !== 'categorical') continue;
      const split = this.categorySearch.find(leaf, f, bins);
      if (split !== undefined && !(best !== undefined && best.gain >= split.gain)) best = split;
    }
    // A gain within rounding of the leaf's own score is none.
    const noise = 1e-12 * ((leaf.G * leaf.G) / (leaf.H + options.lambda));
    return best !== undefined && best.gain > Math.max(options.minSplitGain, noise) ? best : undefined;
  }
}

/** Index of the leaf whose split gains most, the first of equals; −1 when none may be split. */
function indexOfBest(leaves: readonly OpenLeaf[]): number {
  let index = -1;
  let gain = -Infinity;
  for (let i = 0; i < leaves.length; i++) {
    const { best } = leaves[i]!;
    if (best !== undefined && best.gain > gain) {
      gain = best.gain;
      index = i;
    }
  }
  return index;
}
