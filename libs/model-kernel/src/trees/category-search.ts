import type { CategoricalBins } from './feature-bins.js';
import { HISTOGRAM_DOUBLES } from './kernels.js';
import type { ResolvedOptions } from './options.js';
import { boundedOutput, outputScore, smallestHessian, unsplitScore, type LeafSums, type Split } from './split.js';
import type { Workspace } from './workspace.js';

/** Sums of one candidate bin. */
interface BinSums {
  readonly bin: number;
  readonly G: number;
  readonly H: number;
}

/**
 * Best set of categories to send left. With few categories each is tried against the rest; with more, categories ordered by
 * g / (h + smoothing) are taken from either end: for a convex loss the best set is such a prefix (Fisher 1958). A missing
 * value is one more category. Rarer categories that share a bin are never in the set: they go right, as unseen ones do.
 *
 * @see Ke et al. (2017), LightGBM; its FindBestThresholdCategorical, whose smoothing, extra L2 and group size this keeps.
 */
export class CategorySearch {
  constructor(
    private readonly space: Workspace,
    private readonly options: ResolvedOptions,
  ) {}

  find(leaf: LeafSums, feature: number, bins: CategoricalBins): Split | undefined {
    const { doubles } = this.space;
    const base = (leaf.histogram >> 3) + feature * HISTOGRAM_DOUBLES;
    const sumsOf = (bin: number): BinSums => ({ bin, G: doubles[base + 2 * bin]!, H: doubles[base + 2 * bin + 1]! });
    const candidates = Array.from(bins.codes, (_, bin) => sumsOf(bin));
    if (bins.hasMissing) candidates.push(sumsOf(bins.valueBins));
    return candidates.length <= this.options.maxOneHotCategories
      ? this.oneAgainstRest(leaf, feature, bins, candidates)
      : this.orderedSubset(leaf, feature, bins, candidates);
  }

  private oneAgainstRest(
    leaf: LeafSums,
    feature: number,
    bins: CategoricalBins,
    candidates: readonly BinSums[],
  ): Split | undefined {
    const minH = smallestHessian(leaf, this.options.minChildWeight, this.options.minChildSamples);
    let best: Split | undefined;
    for (const { bin, G, H } of candidates) {
      if (H < minH || leaf.H - H < minH) continue;
      const split = this.evaluate(leaf, feature, bins, G, H, this.options.lambda, best?.gain ?? 0, () => [bin]);
      best = split ?? best;
    }
    return best;
  }

  private orderedSubset(
    leaf: LeafSums,
    feature: number,
    bins: CategoricalBins,
    candidates: readonly BinSums[],
  ): Split | undefined {
    const { options } = this;
    const smoothing = options.categorySmoothing;
    const rowsPerHessian = leaf.n / leaf.H;
    const lambda = options.lambda + options.categoryL2;
    const minH = smallestHessian(leaf, options.minChildWeight, options.minChildSamples);
    const minGroupH = options.minCategoryGroup / rowsPerHessian;
    const ordered = candidates
      .filter(({ H }) => H > 0 && H * rowsPerHessian >= smoothing)
      .map((sums) => ({ ...sums, ratio: sums.G / (sums.H + smoothing) }))
      .sort((a, b) => a.ratio - b.ratio || a.bin - b.bin);
    const most = Math.min(options.maxCategoriesPerSplit, Math.ceil(ordered.length / 2));

    let best: Split | undefined;
    for (const fromEnd of [false, true]) {
      const sequence = fromEnd ? ordered.toReversed() : ordered;
      let G = 0;
      let H = 0;
      let groupH = 0;
      for (let taken = 1; taken <= most; taken++) {
        const next = sequence[taken - 1]!;
        G += next.G;
        H += next.H;
        groupH += next.H;
        if (H < minH || groupH < minGroupH) continue;
        if (leaf.H - H < Math.max(minH, minGroupH)) break;
        groupH = 0;
        const set = (): number[] => sequence.slice(0, taken).map(({ bin }) => bin);
        best = this.evaluate(leaf, feature, bins, G, H, lambda, best?.gain ?? 0, set) ?? best;
      }
    }
    return best;
  }

  /** The split when it gains more than `leastGain`. */
  private evaluate(
    leaf: LeafSums,
    feature: number,
    bins: CategoricalBins,
    leftG: number,
    leftH: number,
    lambda: number,
    leastGain: number,
    set: () => number[],
  ): Split | undefined {
    const rightG = leaf.G - leftG;
    const rightH = leaf.H - leftH;
    const leftOutput = boundedOutput(leftG, leftH, lambda, leaf.lower, leaf.upper);
    const rightOutput = boundedOutput(rightG, rightH, lambda, leaf.lower, leaf.upper);
    const gain =
      outputScore(leftG, leftH, lambda, leftOutput) +
      outputScore(rightG, rightH, lambda, rightOutput) -
      unsplitScore(leaf, this.options.lambda);
    if (!(gain > leastGain)) return undefined;
    const left = set();
    return {
      ...{ feature, gain, leftG, leftH, leftOutput, rightOutput },
      rule: {
        kind: 'categories',
        bins: left.filter((bin) => bin < bins.codes.length),
        missingLeft: left.includes(bins.valueBins),
      },
    };
  }
}
