import type { CategoricalBins } from './feature-bins.js';
import { HISTOGRAM_DOUBLES } from './kernels.js';
import type { ResolvedOptions } from './options.js';
import { boundedOutput, outputScore, unsplitScore, type LeafSums, type Split } from './split.js';
import type { Workspace } from './workspace.js';

/** The best set so far: the first `taken` of the ordered bins, from the front or from the back. */
interface Best {
  gain: number;
  first: number;
  taken: number;
  G: number;
  H: number;
}

/**
 * Best set of categories to send left. With few categories each is tried against the rest; with more, categories ordered by
 * g / (h + smoothing) are taken from either end: for a convex loss the best set is such a prefix (Fisher 1958). A missing
 * value is one more category. Rarer categories that share a bin are never in the set: they go right, as unseen ones do.
 *
 * @see Ke et al. (2017), LightGBM; its FindBestThresholdCategorical, whose smoothing, extra L2 and group size this keeps.
 */
export class CategorySearch {
  /** Candidate bins, and their sort keys by bin. */
  private readonly order = new Uint16Array(256);
  private readonly ratio = new Float64Array(256);
  private readonly byRatio = (a: number, b: number): number => this.ratio[a]! - this.ratio[b]! || a - b;

  constructor(
    private readonly space: Workspace,
    private readonly options: ResolvedOptions,
  ) {}

  find(leaf: LeafSums, feature: number, bins: CategoricalBins): Split | undefined {
    const base = (leaf.histogram >> 3) + feature * HISTOGRAM_DOUBLES;
    const oneHot = bins.codes.length + (bins.hasMissing ? 1 : 0) <= this.options.maxOneHotCategories;
    const lambda = this.options.lambda + (oneHot ? 0 : this.options.categoryL2);
    const best: Best = { gain: 0, first: -1, taken: 0, G: 0, H: 0 };
    if (oneHot) this.tryEach(leaf, base, bins, lambda, best);
    else this.tryPrefixes(leaf, base, bins, lambda, best);
    if (best.taken === 0) return undefined;
    const set = Array.from(this.order.subarray(best.first, best.first + best.taken));
    const { lower, upper } = leaf;
    return {
      ...{ feature, gain: best.gain, leftG: best.G, leftH: best.H },
      leftOutput: boundedOutput(best.G, best.H, lambda, lower, upper),
      rightOutput: boundedOutput(leaf.G - best.G, leaf.H - best.H, lambda, lower, upper),
      rule: {
        kind: 'categories',
        bins: set.filter((bin) => bin < bins.codes.length),
        missingLeft: set.includes(bins.valueBins),
      },
    };
  }

  /** Lists the bins that hold a category, or the missing values, and at least this much hessian; returns how many. */
  private listCandidates(base: number, bins: CategoricalBins, leastH: number): number {
    const { doubles } = this.space;
    let count = 0;
    for (let bin = 0; bin < bins.codes.length; bin++) {
      if (doubles[base + 2 * bin + 1]! >= leastH) this.order[count++] = bin;
    }
    if (bins.hasMissing && doubles[base + 2 * bins.valueBins + 1]! >= leastH) this.order[count++] = bins.valueBins;
    return count;
  }

  private tryEach(leaf: LeafSums, base: number, bins: CategoricalBins, lambda: number, best: Best): void {
    const { doubles } = this.space;
    const { leastH } = leaf;
    const count = this.listCandidates(base, bins, leastH);
    const parent = unsplitScore(leaf, this.options.lambda);
    for (let i = 0; i < count; i++) {
      const bin = this.order[i]!;
      const H = doubles[base + 2 * bin + 1]!;
      if (leaf.H - H >= leastH) improve(best, leaf, doubles[base + 2 * bin]!, H, lambda, parent, i, 1);
    }
  }

  private tryPrefixes(leaf: LeafSums, base: number, bins: CategoricalBins, lambda: number, best: Best): void {
    const { options } = this;
    const { doubles } = this.space;
    const hessianPerRow = leaf.H / leaf.n;
    const smoothing = options.categorySmoothing;
    const { leastH } = leaf;
    const minGroupH = options.minCategoryGroup * hessianPerRow;
    const count = this.listCandidates(base, bins, Math.max(smoothing * hessianPerRow, Number.MIN_VALUE));
    for (let i = 0; i < count; i++) {
      const bin = this.order[i]!;
      this.ratio[bin] = doubles[base + 2 * bin]! / (doubles[base + 2 * bin + 1]! + smoothing);
    }
    this.order.subarray(0, count).sort(this.byRatio);
    const most = Math.min(options.maxCategoriesPerSplit, Math.ceil(count / 2));
    const parent = unsplitScore(leaf, options.lambda);

    for (const step of [1, -1]) {
      const start = step === 1 ? 0 : count - 1;
      let G = 0;
      let H = 0;
      let groupH = 0;
      for (let taken = 1; taken <= most; taken++) {
        const at = start + step * (taken - 1);
        const bin = this.order[at]!;
        G += doubles[base + 2 * bin]!;
        H += doubles[base + 2 * bin + 1]!;
        groupH += doubles[base + 2 * bin + 1]!;
        if (H < leastH || groupH < minGroupH) continue;
        if (leaf.H - H < Math.max(leastH, minGroupH)) break;
        groupH = 0;
        improve(best, leaf, G, H, lambda, parent, Math.min(start, at), taken);
      }
    }
  }
}

/** Takes a set over when it gains more than the best so far. */
function improve(
  best: Best,
  leaf: LeafSums,
  G: number,
  H: number,
  lambda: number,
  parent: number,
  first: number,
  taken: number,
): void {
  const rightG = leaf.G - G;
  const rightH = leaf.H - H;
  const left = outputScore(G, H, lambda, boundedOutput(G, H, lambda, leaf.lower, leaf.upper));
  const right = outputScore(rightG, rightH, lambda, boundedOutput(rightG, rightH, lambda, leaf.lower, leaf.upper));
  const gain = left + right - parent;
  if (gain > best.gain) {
    best.gain = gain;
    best.first = first;
    best.taken = taken;
    best.G = G;
    best.H = H;
  }
}
