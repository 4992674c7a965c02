import { describe, expect, it } from '@jest/globals';
import { treeData } from '../../test/tree-data.js';
import { createRng, type Rng } from '../numerics/index.js';
import { fitForest, fitTrees, predictMargins, treeCount, type ForestOptions, type TreeDataset } from './index.js';

interface Leaf {
  rows: number[];
  split?: { feature: number; value: number; gain: number };
}

/** A forest by exhaustive search over values, one row after the other; only its draws come from the same generator. */
class PlainForest {
  private readonly rowRng: Rng;
  private readonly featureRng: Rng;
  private counts: number[] = [];

  constructor(
    private readonly data: TreeDataset,
    private readonly options: Required<
      Pick<ForestOptions, 'trees' | 'leaves' | 'minChildSamples' | 'nodeFeatureFraction'>
    >,
    seed: number,
  ) {
    const rng = createRng(seed);
    this.rowRng = rng.fork('rows');
    this.featureRng = rng.fork('node features');
  }

  /** The mean over the trees of the mean label of the leaf that each row falls into. */
  predict(): number[] {
    const { trees } = this.options;
    const sums = new Array<number>(this.data.rows).fill(0);
    for (let tree = 0; tree < trees; tree++) this.tree().forEach((value, row) => (sums[row]! += value / trees));
    return sums;
  }

  private tree(): number[] {
    const { rows } = this.data;
    this.counts = new Array<number>(rows).fill(0);
    for (let draw = 0; draw < rows; draw++) this.counts[this.rowRng.int(rows)]! += 1;
    const leaves: Leaf[] = [
      this.leaf(
        Array.from({ length: rows }, (_, row) => row),
        true,
      ),
    ];
    while (leaves.length < this.options.leaves) {
      const best = leaves.filter(({ split }) => split).sort((a, b) => b.split!.gain - a.split!.gain)[0];
      if (best === undefined) break;
      const { feature, value } = best.split!;
      const [left, right] = [true, false].map((side) =>
        best.rows.filter((row) => this.x(row, feature) <= value === side),
      );
      const searched = leaves.length + 1 < this.options.leaves;
      const smallFirst = this.drawn(left!) <= this.drawn(right!) ? [left!, right!] : [right!, left!];
      const pair = smallFirst.map((side) => this.leaf(side, searched));
      leaves.splice(leaves.indexOf(best), 1, ...pair);
    }
    const values = new Array<number>(rows);
    for (const { rows: inLeaf } of leaves) {
      const weight = this.sum(inLeaf, () => 1);
      for (const row of inLeaf) values[row] = this.sum(inLeaf, (i) => this.data.labels[i]!) / weight;
    }
    return values;
  }

  private leaf(rows: number[], searched: boolean): Leaf {
    const n = this.drawn(rows);
    const { minChildSamples, nodeFeatureFraction } = this.options;
    if (!searched || n < 2 * minChildSamples) return { rows };
    const wanted = Math.max(1, Math.round(nodeFeatureFraction * this.data.features));
    const features: number[] = [];
    for (let f = 0; f < this.data.features; f++) {
      const skip =
        wanted < this.data.features && this.featureRng.next() * (this.data.features - f) >= wanted - features.length;
      if (!skip) features.push(f);
    }
    const total = this.sum(rows, () => 1);
    const least = (minChildSamples * total) / n;
    const whole = this.sum(rows, (i) => this.data.labels[i]!) ** 2 / total;
    let split: Leaf['split'];
    for (const feature of features) {
      for (const value of [...new Set(Array.from({ length: this.data.rows }, (_, row) => this.x(row, feature)))].sort(
        (a, b) => a - b,
      )) {
        const left = rows.filter((row) => this.x(row, feature) <= value);
        const right = rows.filter((row) => this.x(row, feature) > value);
        const [l, r] = [left, right].map((side) => this.sum(side, () => 1));
        if (l! < least || r! < least) continue;
        const [ly, ry] = [left, right].map((side) => this.sum(side, (i) => this.data.labels[i]!));
        const gain = ly! ** 2 / l! + ry! ** 2 / r! - whole;
        if (gain > (split?.gain ?? 0) * (1 + 1e-9)) split = { feature, value, gain };
      }
    }
    return { rows, ...(split && { split }) };
  }

  private x(row: number, feature: number): number {
    return this.data.matrix[row * this.data.features + feature]!;
  }

  private drawn(rows: readonly number[]): number {
    return rows.filter((row) => this.counts[row]! > 0).length;
  }

  private sum(rows: readonly number[], of: (row: number) => number): number {
    return rows.reduce((sum, row) => sum + this.counts[row]! * of(row), 0);
  }
}

const numbers = { categorical: false, missing: 0, objective: 'squared' } as const;

describe('fitForest', () => {
  it.each([1, 0.5])(
    'is the forest of an independent search, with a share %d of the features at each split',
    (share) => {
      const data = treeData({ ...numbers, rows: 120, seed: 21 });
      const options = { trees: 6, leaves: 12, minChildSamples: 4, nodeFeatureFraction: share };
      const ours = predictMargins(fitForest(data, { ...options, seed: 9 }), data.matrix, data.rows);
      const plain = new PlainForest(data, options, 9).predict();
      // Leaves are kept in f32.
      plain.forEach((value, row) => expect(Math.abs(ours[row]! - value)).toBeLessThan(1e-5));
    },
  );

  it('stays within the labels, and is nearer to new rows than one tree', () => {
    const data = treeData({ ...numbers, rows: 600, seed: 22 });
    const fresh = treeData({ ...numbers, rows: 400, seed: 23 });
    const errors = [1, 60].map((trees) => {
      const predicted = predictMargins(fitForest(data, { trees }), fresh.matrix, fresh.rows);
      expect(Math.min(...predicted)).toBeGreaterThanOrEqual(Math.min(...Array.from(data.labels)) - 1e-5);
      expect(Math.max(...predicted)).toBeLessThanOrEqual(Math.max(...Array.from(data.labels)) + 1e-5);
      return predicted.reduce((sum, value, i) => sum + (value - fresh.labels[i]!) ** 2, 0);
    });
    expect(errors[1]!).toBeLessThan(0.7 * errors[0]!);
  });

  it('repeats itself with a seed on both engines, and differs with another', () => {
    const data = treeData({ rows: 300, seed: 24, objective: 'squared', weighted: true });
    const one = fitForest(data, { trees: 5, seed: 1, engine: 'wasm' });
    expect(fitForest(data, { trees: 5, seed: 1, engine: 'javascript' })).toEqual(one);
    expect(fitForest(data, { trees: 5, seed: 2 })).not.toEqual(one);
    expect(treeCount(one)).toBe(5);
  });

  it('never draws a row of weight 0', () => {
    const data = treeData({ ...numbers, rows: 200, seed: 25 });
    const weights = Float64Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : 0));
    const wild = { ...data, weights, labels: Array.from(data.labels, (y, i) => (i % 2 === 0 ? y : 1e6)) };
    expect(Math.max(...predictMargins(fitForest(wild), data.matrix, data.rows))).toBeLessThan(20);
  });

  it('refuses what trees refuse', () => {
    const data = treeData({ ...numbers, rows: 20, seed: 1 });
    expect(() => fitForest(data, { nodeFeatureFraction: 0 })).toThrow('nodeFeatureFraction must be in (0, 1], got 0');
    expect(() => fitForest(data, { trees: 0 })).toThrow('trees must be an integer in 1–100000, got 0');
    expect(() => fitForest({ ...data, labels: [1] })).toThrow('dataset.labels must hold 20 values, got 1');
  });
});

describe('a draw of features at each split', () => {
  it('reaches further features than the whole list does', () => {
    const data = treeData({ ...numbers, rows: 400, seed: 26 });
    const used = (nodeFeatureFraction: number): number =>
      new Set(fitTrees(data, { objective: 'squared', trees: 1, leaves: 6, nodeFeatureFraction, seed: 3 }).feature).size;
    expect(used(0.2)).toBeGreaterThanOrEqual(used(1));
    expect(fitTrees(data, { objective: 'squared', nodeFeatureFraction: 0.3, seed: 1 })).not.toEqual(
      fitTrees(data, { objective: 'squared', nodeFeatureFraction: 0.3, seed: 2 }),
    );
  });
});
