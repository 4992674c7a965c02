import { openEngine, type TreeEngine } from './engine.js';
import { usedBins, type FeatureBins } from './feature-bins.js';
import { HISTOGRAM_DOUBLES, type TreeKernels } from './kernels.js';

/** Bytes of one feature's histogram. */
export const HISTOGRAM_BYTES = HISTOGRAM_DOUBLES * 8;

/** Cuts that the binning kernel reads, padded with +∞. */
const CUT_SLOTS = 256;

/** Byte offsets of the arrays that the kernels share. */
export interface Addresses {
  /** u8, row-major n × F. */
  readonly rowBins: number;
  /** u8, F columns of n. */
  readonly columnBins: number;
  /** f64 (g, h) by row, then the same for the rows of one leaf, by position. */
  readonly gradients: number;
  readonly ordered: number;
  /** f64 by row. */
  readonly scores: number;
  readonly labels: number;
  readonly weights: number;
  /** u32: the rows of every leaf, leaf after leaf; and room to partition them. */
  readonly rows: number;
  readonly spare: number;
  /** u8 by bin. */
  readonly goesLeft: number;
  /** u32 by feature. */
  readonly valueBins: number;
  readonly usedBins: number;
  /** u8 by feature. */
  readonly hasMissing: number;
  /** u32: the features that a tree may use, numeric ones first; and those that its present split may. */
  readonly activeFeatures: number;
  readonly candidateFeatures: number;
  /** f32. */
  readonly cuts: number;
  /** f64 × 6. */
  readonly split: number;
  /** Histograms, one slot per leaf. */
  readonly histograms: number;
}

/** The memory of one fit: kernels, where their arrays are, and views of those that TypeScript reads or writes. */
export interface Workspace {
  readonly n: number;
  readonly features: number;
  readonly kernels: TreeKernels;
  readonly at: Addresses;
  readonly histogramBytes: number;
  readonly columnBins: Uint8Array;
  readonly gradients: Float64Array;
  readonly scores: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
  readonly rows: Uint32Array;
  readonly goesLeft: Uint8Array;
  readonly activeFeatures: Uint32Array;
  readonly candidateFeatures: Uint32Array;
  readonly split: Float64Array;
  /** (g, h) of every bin, for searches that stay in TypeScript. */
  readonly doubles: Float64Array;
}

/** Lays arrays out one after the other, each on a cache line of its own. */
class Layout {
  private next = 64;

  take(bytes: number): number {
    const at = this.next;
    this.next += Math.ceil((bytes + 16) / 64) * 64;
    return at;
  }

  get size(): number {
    return this.next + 64;
  }
}

function plan(n: number, features: number, leaves: number): { at: Addresses; size: number } {
  const layout = new Layout();
  const at: Addresses = {
    rowBins: layout.take(n * features),
    columnBins: layout.take(n * features),
    gradients: layout.take(n * 16),
    ordered: layout.take(n * 16),
    scores: layout.take(n * 8),
    labels: layout.take(n * 8),
    weights: layout.take(n * 8),
    rows: layout.take(n * 4),
    spare: layout.take(n * 4),
    goesLeft: layout.take(256),
    valueBins: layout.take(features * 4),
    usedBins: layout.take(features * 4),
    hasMissing: layout.take(features),
    activeFeatures: layout.take(features * 4),
    candidateFeatures: layout.take(features * 4),
    cuts: layout.take(CUT_SLOTS * 4),
    split: layout.take(6 * 8),
    histograms: layout.take(leaves * features * HISTOGRAM_BYTES),
  };
  return { at, size: layout.size };
}

/** Writes the bins of one feature into its column. */
function assignColumn(space: Workspace, buffer: ArrayBuffer, f: number, bins: FeatureBins, column: Float32Array): void {
  const { n, at, kernels } = space;
  if (bins.kind === 'numeric') {
    // The spare rows are free before the first tree: they hold the values.
    new Float32Array(buffer, at.spare, n).set(column);
    const cuts = new Float32Array(buffer, at.cuts, CUT_SLOTS).fill(Infinity);
    cuts.set(bins.cuts);
    kernels.assignBins(at.spare, n, at.cuts, bins.valueBins, at.columnBins + f * n);
    return;
  }
  const target = space.columnBins.subarray(f * n, (f + 1) * n);
  for (let i = 0; i < n; i++) {
    const code = column[i]!;
    target[i] = Number.isNaN(code) ? bins.valueBins : (bins.binOf.get(code) ?? bins.codes.length);
  }
}

/** The bins by rows, in blocks of rows whose lines stay in the cache. */
function transposeBins(columnBins: Uint8Array, rowBins: Uint8Array, n: number, features: number): void {
  const block = 256;
  for (let from = 0; from < n; from += block) {
    const to = Math.min(n, from + block);
    for (let f = 0; f < features; f++) {
      for (let i = from, p = from * features + f; i < to; i++, p += features) rowBins[p] = columnBins[f * n + i]!;
    }
  }
}

/**
 * Opens the memory of a fit and fills in the bins.
 *
 * @param columns shape (F, n), f32.
 * @param leaves most leaves of a tree: as many histograms are held at once.
 * @throws RESOURCE_EXHAUSTED when that does not fit a 32-bit address space.
 */
export function openWorkspace(
  engine: TreeEngine,
  n: number,
  bins: readonly FeatureBins[],
  columns: Float32Array,
  leaves: number,
): Workspace {
  const features = bins.length;
  const { at, size } = plan(n, features, leaves);
  const { kernels, buffer } = openEngine(engine, size);
  const space: Workspace = {
    n,
    features,
    kernels,
    at,
    histogramBytes: features * HISTOGRAM_BYTES,
    columnBins: new Uint8Array(buffer, at.columnBins, n * features),
    gradients: new Float64Array(buffer, at.gradients, 2 * n),
    scores: new Float64Array(buffer, at.scores, n),
    labels: new Float64Array(buffer, at.labels, n),
    weights: new Float64Array(buffer, at.weights, n),
    rows: new Uint32Array(buffer, at.rows, n),
    goesLeft: new Uint8Array(buffer, at.goesLeft, 256),
    activeFeatures: new Uint32Array(buffer, at.activeFeatures, features),
    candidateFeatures: new Uint32Array(buffer, at.candidateFeatures, features),
    split: new Float64Array(buffer, at.split, 6),
    doubles: new Float64Array(buffer),
  };
  new Uint32Array(buffer, at.valueBins, features).set(bins.map((b) => b.valueBins));
  new Uint32Array(buffer, at.usedBins, features).set(bins.map(usedBins));
  new Uint8Array(buffer, at.hasMissing, features).set(bins.map((b) => (b.hasMissing ? 1 : 0)));
  bins.forEach((b, f) => assignColumn(space, buffer, f, b, columns.subarray(f * n, (f + 1) * n)));
  transposeBins(space.columnBins, new Uint8Array(buffer, at.rowBins, n * features), n, features);
  return space;
}
