import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '@bellwether/errors';
import fc from 'fast-check';
import { FEATURES, treeData } from '../../test/tree-data.js';
import { matrixOf, xgboostFixture } from '../../test/xgboost-fixture.js';
import { createRng } from '../numerics/index.js';
import { CATEGORIES, fitTrees, LEAF, predictMargins, treeCount, type TreeDataset, type TreeOptions } from './index.js';

const small: TreeOptions = { trees: 12, leaves: 8, learningRate: 0.3 };

function marginsOf(data: TreeDataset, options: TreeOptions, at = data): Float64Array {
  return predictMargins(fitTrees(data, options), at.matrix, at.rows);
}

function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}

function errorOf(run: () => unknown): DomainError {
  try {
    run();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('nothing was thrown');
}

describe('fitTrees', () => {
  it.each(xgboostFixture.fits)('grows the trees of XGBoost 1.7 hist: $objective, weights, missing values', (golden) => {
    const matrix = matrixOf(golden.matrix);
    const data = { ...golden, rows: golden.labels.length, matrix };
    const margins = marginsOf(data, {
      ...{ objective: golden.objective, trees: golden.rounds, leaves: 8, learningRate: 0.3, lambda: 1 },
      ...{ minChildSamples: 0, minChildWeight: golden.objective === 'squared' ? 5 : 1 },
    });
    // XGBoost keeps gradients and leaf values in f32; fifteen trees add up to less than this.
    expect(worstDifference(margins, golden.margins)).toBeLessThan(5e-6);
  });

  it('grows the same trees bit for bit on both engines', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(1000),
          objective: fc.constantFrom('binary', 'squared', 'tweedie'),
          categorical: fc.boolean(),
          weighted: fc.boolean(),
          missing: fc.constantFrom(0, 0.2),
          maxDepth: fc.constantFrom(0, 3),
          featureFraction: fc.constantFrom(1, 0.8, 0.4),
          baggingFraction: fc.constantFrom(1, 0.6),
          constrained: fc.boolean(),
          maxOneHotCategories: fc.constantFrom(0, 4),
        }),
        ({ seed, objective, categorical, weighted, missing, constrained, ...options }) => {
          const data = treeData({ rows: 700, seed, objective, categorical, weighted, missing });
          const monotone = constrained ? [0, 0, 0, 1, -1, 1] : undefined;
          const both = (['wasm', 'javascript'] as const).map((engine) =>
            fitTrees(data, { ...small, ...options, objective, minCategoryGroup: 20, seed, engine, monotone }),
          );
          expect(both[0]).toEqual(both[1]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('repeats itself with a seed and differs with another', () => {
    const data = treeData({ rows: 500, seed: 1 });
    const drawn = { ...small, baggingFraction: 0.5, featureFraction: 0.5 };
    expect(fitTrees(data, { ...drawn, seed: 3 })).toEqual(fitTrees(data, { ...drawn, seed: 3 }));
    expect(fitTrees(data, { ...drawn, seed: 3 })).not.toEqual(fitTrees(data, { ...drawn, seed: 4 }));
  });

  it('does not depend on the order of the rows, up to rounding', () => {
    const data = treeData({ rows: 600, seed: 2, objective: 'squared' });
    const order = createRng(9).shuffle(Array.from({ length: data.rows }, (_, i) => i));
    const shuffled = {
      ...data,
      matrix: Float64Array.from(order.flatMap((i) => [...data.matrix.subarray(i * FEATURES, (i + 1) * FEATURES)])),
      labels: order.map((i) => data.labels[i]!),
    };
    const options = { ...small, objective: 'squared' } as const;
    expect(worstDifference(marginsOf(data, options), marginsOf(shuffled, options, data))).toBeLessThan(1e-6);
  });

  it('does not depend on a rising transform of a feature', () => {
    const data = treeData({ rows: 250, seed: 3, categorical: false });
    const bent = { ...data, matrix: data.matrix.map((x, at) => (at % FEATURES === 3 ? Math.exp(x) : x)) };
    // 250 rows have a bin per value: the same splits are open to both.
    expect(marginsOf(bent, small)).toEqual(marginsOf(data, small));
  });

  it('treats weight 2 as the row twice and weight 0 as no row', () => {
    // Few enough rows for a bin per value.
    const data = treeData({ rows: 250, seed: 4, categorical: false });
    const copies = Array.from({ length: data.rows }, (_, i) => i % 3);
    const rows = copies.flatMap((count, i) => Array<number>(count).fill(i));
    const repeated: TreeDataset = {
      ...{ rows: rows.length, features: FEATURES },
      matrix: Float64Array.from(rows.flatMap((i) => [...data.matrix.subarray(i * FEATURES, (i + 1) * FEATURES)])),
      labels: rows.map((i) => data.labels[i]!),
    };
    const options = { ...small, minChildSamples: 0, minChildWeight: 2 };
    const weighted = fitTrees({ ...data, weights: copies }, options);
    const plain = fitTrees(repeated, options);
    // Cuts lie elsewhere, since rows of weight 0 still have values: training rows are what must agree.
    expect(
      worstDifference(
        predictMargins(weighted, repeated.matrix, repeated.rows),
        predictMargins(plain, repeated.matrix, repeated.rows),
      ),
    ).toBeLessThan(1e-6);
  });

  it('weighs classes as sample weights would', () => {
    const data = treeData({ rows: 400, seed: 5 });
    const positives = Array.from(data.labels).filter((y) => y === 1).length;
    const weights = Array.from(data.labels, (y) => data.rows / (2 * (y === 1 ? positives : data.rows - positives)));
    expect(fitTrees(data, { ...small, classWeight: 'balanced' })).toEqual(fitTrees({ ...data, weights }, small));
    const triple = Array.from(data.labels, (y) => (y === 1 ? 3 : 1));
    expect(fitTrees(data, { ...small, classWeight: { positive: 3 } })).toEqual(
      fitTrees({ ...data, weights: triple }, small),
    );
  });

  it('never uses a constant feature, nor one outside its depth, leaves or child sizes', () => {
    const data = treeData({ rows: 800, seed: 6 });
    const matrix = data.matrix.map((x, at) => (at % FEATURES === 4 ? 7 : x));
    const ensemble = fitTrees({ ...data, matrix }, { ...small, maxDepth: 3, minChildSamples: 30 });
    expect([...ensemble.feature].filter((f, node) => f === 4 && ensemble.kind[node] !== LEAF)).toEqual([]);
    for (let tree = 0; tree < treeCount(ensemble); tree++) {
      const nodes = ensemble.kind.subarray(ensemble.treeStarts[tree]!, ensemble.treeStarts[tree + 1]!);
      expect(nodes.filter((kind) => kind === LEAF).length).toBeLessThanOrEqual(8);
    }
    expect(depth(ensemble)).toBeLessThanOrEqual(3);
  });

  it('records in each parent the rows and cover of its children', () => {
    const { kind, left, count, cover } = fitTrees(treeData({ rows: 500, seed: 7 }), small);
    kind.forEach((k, node) => {
      if (k === LEAF) return;
      expect(count[left[node]!]! + count[left[node]! + 1]!).toBe(count[node]);
      expect(cover[left[node]!]! + cover[left[node]! + 1]!).toBeCloseTo(cover[node]!, 10);
    });
  });

  it('honours monotone constraints everywhere', () => {
    const data = treeData({ rows: 1500, seed: 8, objective: 'squared' });
    const ensemble = fitTrees(data, {
      ...{ objective: 'squared', trees: 40, leaves: 16, monotone: [0, 0, 1, 0, -1, 1] },
    });
    fc.assert(
      fc.property(
        fc.tuple(
          fc.nat(11),
          fc.nat(2),
          ...Array.from({ length: 4 }, () => fc.double({ min: -4, max: 9, noNaN: true })),
        ),
        fc.constantFrom([2, 1], [4, -1], [5, 1]),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (row, [feature, direction], step) => {
          const moved = row.map((x, f) => (f === feature ? x + step : x));
          const [before, after] = predictMargins(ensemble, [...row, ...moved], 2);
          expect(direction! * (after! - before!)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('sends missing values where they fit best, also when that is all that matters', () => {
    const matrix = Float64Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? NaN : i % 5));
    const labels = Float64Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : 0));
    for (const categorical of [[], [0]]) {
      const data = { rows: 200, features: 1, matrix, labels, categorical };
      const ensemble = fitTrees(data, { trees: 1, leaves: 2, learningRate: 1, minCategoryGroup: 0 });
      const [missing, ...present] = predictMargins(ensemble, [NaN, 0, 1, 2, 3, 4], 6);
      expect(present.every((margin) => margin === present[0] && margin < -1)).toBe(true);
      expect(missing).toBeGreaterThan(1);
    }
  });

  it('sends missing values with the larger side where training had none', () => {
    const matrix = Float64Array.from({ length: 100 }, (_, i) => i);
    const data = { rows: 100, features: 1, matrix, labels: Float64Array.from(matrix, (x) => (x < 70 ? 0 : 1)) };
    const [missing, low] = predictMargins(fitTrees(data, { trees: 1, leaves: 2 }), [NaN, 0], 2);
    expect(missing).toBe(low);
  });

  it('finds the best of all category sets', () => {
    // Without smoothing or group sizes a prefix of the ordered categories is optimal among all 2⁷ sets (Fisher 1958).
    const rng = createRng(10);
    const codes = Float64Array.from({ length: 300 }, () => rng.int(7));
    const labels = Float64Array.from(codes, (c) => [3, -1, 2, 0, -2, 1, 0.5][c]! + rng.normal());
    const ensemble = fitTrees(
      { rows: 300, features: 1, matrix: codes, labels, categorical: [0] },
      {
        ...{ objective: 'squared', trees: 1, leaves: 2, lambda: 0, minChildSamples: 0 },
        ...{ categorySmoothing: 0, categoryL2: 0, minCategoryGroup: 0, maxOneHotCategories: 0 },
      },
    );
    const residuals = labels.map((y) => y - ensemble.baseScore);
    const score = (inSet: (code: number) => boolean): number => {
      const sums = [0, 0, 0, 0];
      codes.forEach((code, i) => {
        sums[inSet(code) ? 0 : 1]! += residuals[i]!;
        sums[inSet(code) ? 2 : 3]! += 1;
      });
      return sums[0]! ** 2 / sums[2]! + sums[1]! ** 2 / sums[3]!;
    };
    const chosen = new Set(ensemble.categories);
    const best = Math.max(...Array.from({ length: 126 }, (_, k) => score((code) => ((k + 1) & (1 << code)) !== 0)));
    expect(ensemble.kind[0]).toBe(CATEGORIES);
    expect(score((code) => chosen.has(code))).toBeCloseTo(best, 9);
  });

  it('lumps categories beyond 254 together and treats them as unseen', () => {
    const matrix = Float64Array.from({ length: 3000 }, (_, i) => (i < 2000 ? i % 250 : i));
    const labels = Float64Array.from(matrix, (code) => (code < 250 ? code % 2 : 1));
    const ensemble = fitTrees(
      { rows: 3000, features: 1, matrix, labels, categorical: [0] },
      { trees: 20, minChildSamples: 1, minCategoryGroup: 1, categorySmoothing: 1 },
    );
    const [rare, unseen, ...frequent] = predictMargins(ensemble, [2900, 99_999, 0, 1], 4);
    expect(rare).toBe(unseen);
    expect(frequent[0]).toBeLessThan(frequent[1]!);
    expect(rare).toBeGreaterThan(frequent[0]!);
  });

  it('fits more closely with more trees', () => {
    const data = treeData({ rows: 500, seed: 11, objective: 'squared' });
    const error = (trees: number): number =>
      marginsOf(data, { ...small, objective: 'squared', trees }).reduce((s, m, i) => s + (m - data.labels[i]!) ** 2, 0);
    const errors = [1, 5, 20, 60].map(error);
    expect([...errors].sort((a, b) => b - a)).toEqual(errors);
  });

  it('stays finite, and leaves no leaf without rows, where nothing limits its leaves', () => {
    const data = treeData({ rows: 400, seed: 14, objective: 'squared' });
    const ensemble = fitTrees(data, {
      ...{ objective: 'squared', trees: 60, leaves: 64, learningRate: 0.5, minCategoryGroup: 0, categorySmoothing: 0 },
      ...{ lambda: 0, categoryL2: 0, minChildSamples: 0, minChildWeight: 0 },
    });
    expect(ensemble.value.every(Number.isFinite)).toBe(true);
    expect(ensemble.count.every((count) => count > 0)).toBe(true);
  });

  it('keeps one leaf where nothing can be split, and then stops', () => {
    const data = {
      rows: 50,
      features: 1,
      matrix: new Float64Array(50),
      labels: Array.from({ length: 50 }, (_, i) => i % 2),
    };
    const ensemble = fitTrees(data, { trees: 10 });
    expect(treeCount(ensemble)).toBe(1);
    expect(Math.abs(predictMargins(ensemble, [5], 1)[0]!)).toBeLessThan(1e-6);
  });

  describe('early stopping', () => {
    const training = treeData({ rows: 300, seed: 12 });
    const validation = treeData({ rows: 300, seed: 13 });

    it.each(['logloss', 'auc'] as const)('cuts the ensemble at the best %s', (metric) => {
      const seen: number[] = [];
      const options: TreeOptions = {
        ...{ trees: 400, learningRate: 0.3, earlyStopping: { validation, rounds: 10, metric } },
        onProgress: (_tree, value) => void seen.push(value!),
      };
      const stopped = fitTrees(training, options);
      const best = seen.indexOf(metric === 'auc' ? Math.max(...seen) : Math.min(...seen));
      expect(treeCount(stopped)).toBe(best + 1);
      expect(seen.length).toBe(best + 1 + 10);
      expect(stopped).toEqual(fitTrees(training, { trees: best + 1, learningRate: 0.3 }));
    });

    it('reports the validation loss of the trees so far', () => {
      let last = NaN;
      const options: TreeOptions = {
        ...{ trees: 5, earlyStopping: { validation } },
        onProgress: (_tree, value) => void (last = value!),
      };
      const margins = marginsOf(training, options, validation);
      const loss = margins.reduce((s, m, i) => s + Math.log1p(Math.exp(validation.labels[i] === 1 ? -m : m)), 0);
      expect(last).toBeCloseTo(loss / validation.rows, 12);
    });
  });

  it('ends with ABORTED when onProgress answers false', () => {
    const error = errorOf(() =>
      fitTrees(treeData({ rows: 100, seed: 1 }), { onProgress: (tree) => (tree === 2 ? false : undefined) }),
    );
    expect([error.code, error.message]).toEqual(['ABORTED', 'the fit was cancelled after tree 2']);
  });

  const data = treeData({ rows: 20, seed: 1 });
  it.each<[string, Partial<TreeDataset>, TreeOptions, string]>([
    ['labels', { labels: [...Array<number>(19).fill(0), 0.5] }, {}, 'dataset.labels must be 0 or 1, got 0.5 in row 19'],
    [
      'labels',
      { labels: [NaN, ...Array<number>(19).fill(0)] },
      { objective: 'squared' },
      'must be finite, got NaN in row 0',
    ],
    ['labels', { labels: [1] }, {}, 'dataset.labels must hold 20 values, got 1'],
    ['matrix', { matrix: new Float64Array(7) }, {}, 'dataset.matrix must hold rows × features = 120 values, got 7'],
    ['matrix', { matrix: new Float64Array(120).fill(Infinity) }, {}, 'got Infinity in row 0, feature 0'],
    [
      'codes',
      { matrix: new Float64Array(120).fill(0.5) },
      {},
      'integer codes in 0–2^24 in categorical feature 0, got 0.5',
    ],
    ['weights', { weights: Array<number>(20).fill(-1) }, {}, 'dataset.weights must be finite and not negative'],
    ['weights', { weights: Array<number>(20).fill(0) }, {}, 'must have a positive finite sum, got 0'],
    ['categorical', { categorical: [6] }, {}, 'must hold indices of features in 0–5, got 6'],
    ['featureNames', { featureNames: ['a'] }, {}, 'must hold 6 names, got 1'],
    ['leaves', {}, { leaves: 1 }, 'leaves must be an integer in 2–4096, got 1'],
    ['learningRate', {}, { learningRate: 0 }, 'learningRate must be in (0, 1], got 0'],
    ['maxBins', {}, { maxBins: 256 }, 'maxBins must be an integer in 2–255, got 256'],
    ['monotone', {}, { monotone: [1, 0, 0, 0, 0, 0] }, 'monotone must be 0 for the categorical feature 0'],
    ['monotone', {}, { monotone: [1] }, 'monotone must hold 6 constraints, got 1'],
    [
      'metric',
      {},
      { earlyStopping: { validation: data, metric: 'rmse' } },
      'must suit the objective binary (logloss or auc), got rmse',
    ],
    ['classWeight', {}, { objective: 'squared', classWeight: 'balanced' }, 'classWeight must be none'],
  ])('refuses bad %s', (_name, change, options, message) => {
    const error = errorOf(() => fitTrees({ ...data, ...change }, options));
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(error.message).toContain(message);
  });

  it('refuses one class, and work beyond the address space', () => {
    const oneClass = errorOf(() => fitTrees({ ...data, labels: new Float64Array(20) }));
    expect([oneClass.code, oneClass.message]).toEqual([
      'FAILED_PRECONDITION',
      'dataset.labels must hold both classes, got 0 positive and 20 negative rows',
    ]);
    const wide = { rows: 2, features: 1000, matrix: new Float64Array(2000), labels: [0, 1] };
    expect(errorOf(() => fitTrees(wide, { leaves: 4096 })).code).toBe('RESOURCE_EXHAUSTED');
  });
});

/** Most splits between a root and a leaf. */
function depth({ kind, left, treeStarts }: ReturnType<typeof fitTrees>): number {
  const depths = new Uint32Array(kind.length);
  let most = 0;
  for (let node = 0; node < treeStarts[treeStarts.length - 1]!; node++) {
    if (kind[node] === LEAF) continue;
    depths[left[node]!] = depths[left[node]! + 1] = depths[node]! + 1;
    most = Math.max(most, depths[node]! + 1);
  }
  return most;
}
