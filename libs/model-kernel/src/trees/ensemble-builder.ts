import { CATEGORIES, LEAF, MAX_FLOAT32, THRESHOLD, type TreeEnsemble, type TreeObjective } from './ensemble.js';
import type { FeatureBins } from './feature-bins.js';
import type { Split } from './split.js';

/** What every node records of its training rows. */
export interface NodeStatistics {
  readonly cover: number;
  readonly count: number;
}

/** Collects the nodes of an ensemble as its trees grow; node indices are those of the finished ensemble. */
export class EnsembleBuilder {
  private readonly treeStarts = [0];
  private readonly kind: number[] = [];
  private readonly feature: number[] = [];
  private readonly threshold: number[] = [];
  private readonly missingLeft: number[] = [];
  private readonly left: number[] = [];
  private readonly value: number[] = [];
  private readonly gain: number[] = [];
  private readonly cover: number[] = [];
  private readonly count: number[] = [];
  private readonly sets = new Map<number, number[]>();

  constructor(private readonly bins: readonly FeatureBins[]) {}

  /** Adds a node that is a leaf until it is split. */
  addNode({ cover, count }: NodeStatistics): number {
    const node = this.kind.length;
    this.kind.push(LEAF);
    this.feature.push(0);
    this.threshold.push(0);
    this.missingLeft.push(0);
    this.left.push(0);
    this.value.push(0);
    this.gain.push(0);
    this.cover.push(cover);
    this.count.push(count);
    return node;
  }

  /** Turns a leaf into a split; returns its new left child, whose sibling is the next node. */
  splitNode(node: number, split: Split, missingLeft: boolean, left: NodeStatistics, right: NodeStatistics): number {
    const { rule, feature } = split;
    const bins = this.bins[feature]!;
    this.feature[node] = feature;
    this.gain[node] = split.gain;
    this.missingLeft[node] = missingLeft ? 1 : 0;
    if (rule.kind === 'threshold' && bins.kind === 'numeric') {
      this.kind[node] = THRESHOLD;
      this.threshold[node] = bins.cuts[rule.bin] ?? MAX_FLOAT32;
    } else if (rule.kind === 'categories' && bins.kind === 'categorical' && rule.bins.length > 0) {
      this.kind[node] = CATEGORIES;
      this.sets.set(
        node,
        rule.bins.map((bin) => bins.codes[bin]!).sort((a, b) => a - b),
      );
    } else {
      // Missing against every category: no category is as small as this threshold.
      this.kind[node] = THRESHOLD;
      this.threshold[node] = -MAX_FLOAT32;
    }
    const child = this.addNode(left);
    this.addNode(right);
    this.left[node] = child;
    return child;
  }

  /** Sets the output of a leaf, rounded to f32 as every engine and the exported file hold it; returns what was kept. */
  setLeaf(node: number, value: number): number {
    const rounded = Math.fround(value);
    this.value[node] = rounded;
    return rounded;
  }

  /** Ends a tree. */
  endTree(): void {
    this.treeStarts.push(this.kind.length);
  }

  get trees(): number {
    return this.treeStarts.length - 1;
  }

  /** Number of nodes so far, and the index of the next one. */
  get nodes(): number {
    return this.kind.length;
  }

  /** The ensemble of the trees from … to − 1. */
  build(ensemble: {
    readonly objective: TreeObjective;
    readonly baseScore: number;
    readonly featureNames?: readonly string[] | undefined;
    readonly from?: number;
    readonly to?: number;
  }): TreeEnsemble {
    const { objective, baseScore, featureNames, from = 0, to = this.trees } = ensemble;
    const first = this.treeStarts[from]!;
    const end = this.treeStarts[to]!;
    const categoryStarts = new Int32Array(end - first + 1);
    const categories: number[] = [];
    for (let node = first; node < end; node++) {
      categories.push(...(this.sets.get(node) ?? []));
      categoryStarts[node - first + 1] = categories.length;
    }
    return {
      objective,
      featureCount: this.bins.length,
      ...(featureNames === undefined ? {} : { featureNames: [...featureNames] }),
      baseScore,
      treeStarts: Int32Array.from(this.treeStarts.slice(from, to + 1), (start) => start - first),
      kind: Uint8Array.from(this.kind.slice(first, end)),
      feature: Int32Array.from(this.feature.slice(first, end)),
      threshold: Float32Array.from(this.threshold.slice(first, end)),
      missingLeft: Uint8Array.from(this.missingLeft.slice(first, end)),
      left: Int32Array.from(this.left.slice(first, end), (child) => (child === 0 ? 0 : child - first)),
      value: Float32Array.from(this.value.slice(first, end)),
      gain: Float64Array.from(this.gain.slice(first, end)),
      cover: Float64Array.from(this.cover.slice(first, end)),
      count: Uint32Array.from(this.count.slice(first, end)),
      categoryStarts,
      categories: Int32Array.from(categories),
    };
  }
}
