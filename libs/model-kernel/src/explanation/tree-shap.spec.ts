import { describe, expect, it } from '@jest/globals';
import { FEATURES, rowOf, treeData } from '../../test/tree-data.js';
import { matrixOf, xgboostEnsemble, xgboostFixture } from '../../test/xgboost-fixture.js';
import { fitTrees, goesLeft, LEAF, predictMargin, treeCount, type TreeEnsemble } from '../trees/index.js';
import { createRng } from '../numerics/index.js';
import { pathNodes } from './path-nodes.js';
import { compileTreeShap, featureImportance, meanMargin, shapleyValues, treeShap } from './index.js';

/** Mean margin when only the features of a coalition are known: the others follow both branches, by cover. */
function expectedMargin(ensemble: TreeEnsemble, row: ArrayLike<number>, coalition: number): number {
  const below = (node: number): number => {
    if (ensemble.kind[node] === LEAF) return ensemble.value[node]!;
    const left = ensemble.left[node]!;
    const feature = ensemble.feature[node]!;
    if ((coalition & (1 << feature)) !== 0) return below(goesLeft(ensemble, node, row[feature]!) ? left : left + 1);
    const { cover } = ensemble;
    return (cover[left]! * below(left) + cover[left + 1]! * below(left + 1)) / (cover[left]! + cover[left + 1]!);
  };
  let margin = ensemble.baseScore;
  for (let tree = 0; tree < treeCount(ensemble); tree++) margin += below(ensemble.treeStarts[tree]!);
  return margin;
}

function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}

const data = treeData({ rows: 800, seed: 21, missing: 0.2 });
const ensemble = fitTrees(data, { trees: 25, leaves: 16, learningRate: 0.2, minCategoryGroup: 10 });
const rows = Array.from({ length: 40 }, (_, i) => rowOf(data, i));

describe('treeShap', () => {
  it('gives the Shapley values of the conditional margin, by enumeration of all coalitions', () => {
    for (const row of rows.slice(0, 12)) {
      const phi = shapleyValues(FEATURES, (coalition) => expectedMargin(ensemble, row, coalition));
      expect(worstDifference(treeShap(ensemble, row).phi, phi)).toBeLessThan(1e-12);
    }
  });

  it('reproduces the contributions of XGBoost 1.7, which computes them in f32', () => {
    const { explanation } = xgboostFixture;
    const width = explanation.features;
    const matrix = matrixOf(explanation.matrix);
    for (let i = 0; i < explanation.margins.length; i++) {
      const { base, phi } = treeShap(xgboostEnsemble(), matrix.subarray(i * width, (i + 1) * width));
      const golden = explanation.contributions.slice(i * (width + 1), (i + 1) * (width + 1));
      expect(worstDifference([...phi, base], golden)).toBeLessThan(5e-6);
    }
  });

  it('adds up to the margin, base and all', () => {
    for (const row of rows) {
      const { base, phi } = treeShap(ensemble, row);
      expect(Math.abs(base + phi.reduce((a, b) => a + b, 0) - predictMargin(ensemble, row))).toBeLessThan(1e-12);
    }
  });

  it('starts from the mean margin over the training rows of a squared fit', () => {
    const squared = treeData({ rows: 300, seed: 22, objective: 'squared' });
    const fitted = fitTrees(squared, { objective: 'squared', trees: 10 });
    let mean = 0;
    for (let i = 0; i < 300; i++) mean += predictMargin(fitted, rowOf(squared, i)) / 300;
    expect(meanMargin(fitted)).toBeCloseTo(mean, 9);
  });
});

describe('compileTreeShap', () => {
  it.each(['wasm', 'javascript'] as const)('agrees with treeShap, in %s', (engine) => {
    const explainer = compileTreeShap(ensemble, { engine });
    const out = new Float64Array(FEATURES).fill(99);
    const awkward = [new Float64Array(FEATURES).fill(NaN), Float64Array.of(0.5, 77, Infinity, -Infinity, -0, 3)];
    for (const row of [...rows, ...awkward]) {
      explainer.attributions(row, out);
      expect(worstDifference(out, treeShap(ensemble, row).phi)).toBeLessThan(1e-12);
      const sum = explainer.baseMargin + out.reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - predictMargin(ensemble, row))).toBeLessThan(1e-12);
    }
  });

  it('explains a model without categories, and one that never split', () => {
    const numeric = fitTrees(treeData({ rows: 300, seed: 23, categorical: false }), { trees: 5 });
    const out = new Float64Array(FEATURES);
    const row = Float64Array.of(1, NaN, 0, -1, 2, 4);
    compileTreeShap(numeric).attributions(row, out);
    expect(worstDifference(out, treeShap(numeric, row).phi)).toBeLessThan(1e-12);

    const flat = fitTrees({ rows: 4, features: 1, matrix: new Float64Array(4), labels: [0, 1, 1, 1] });
    const explainer = compileTreeShap(flat);
    const none = Float64Array.of(5);
    explainer.attributions([1], none);
    expect([...none, explainer.baseMargin]).toEqual([0, predictMargin(flat, [1])]);
  });

  it('explains paths of more features than four points integrate', () => {
    const features = 12;
    const rng = createRng(5);
    const matrix = Float64Array.from({ length: 900 * features }, () => rng.normal());
    const labels = Float64Array.from({ length: 900 }, (_, i) => {
      const own = matrix.subarray(i * features, (i + 1) * features);
      return own.reduce((sum, x, j) => sum + Math.sign(x) * (j + 1), 0);
    });
    const options = { objective: 'squared', trees: 3, leaves: 200, minChildSamples: 1 } as const;
    const deep = fitTrees({ rows: 900, features, matrix, labels }, options);
    expect(pathNodes(deep).mostFeatures).toBeGreaterThan(8);
    const out = new Float64Array(features);
    for (let i = 0; i < 40; i++) {
      const row = matrix.subarray(i * features, (i + 1) * features);
      compileTreeShap(deep).attributions(row, out);
      expect(worstDifference(out, treeShap(deep, row).phi)).toBeLessThan(1e-10);
    }
  });

  it('explains a split that no training row followed to one side', () => {
    const cover = Float64Array.from(ensemble.cover);
    const left = ensemble.left[0]!;
    cover[left] = 0;
    const foreign = { ...ensemble, cover };
    const out = new Float64Array(FEATURES);
    for (const row of rows) {
      compileTreeShap(foreign).attributions(row, out);
      const sum = meanMargin(foreign) + out.reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - predictMargin(foreign, row))).toBeLessThan(1e-9);
    }
  });

  it('gives an unused feature nothing', () => {
    const matrix = data.matrix.map((x, at) => (at % FEATURES === 4 ? 1 : x));
    const explainer = compileTreeShap(fitTrees({ ...data, matrix }, { trees: 5 }));
    const out = new Float64Array(FEATURES);
    explainer.attributions(matrix.subarray(0, FEATURES), out);
    expect(out[4]).toBe(0);
  });

  it('names what it refuses', () => {
    const explainer = compileTreeShap(ensemble);
    expect(() => explainer.attributions([1], new Float64Array(FEATURES))).toThrow('row must hold 6 values, got 1');
    expect(() => explainer.attributions(rows[0]!, new Float64Array(2))).toThrow('out must hold 6 values, got 2');
    expect(() => treeShap(ensemble, [1])).toThrow('row must hold 6 values, got 1');
  });
});

describe('shapleyValues', () => {
  it('divides the glove game as Shapley does', () => {
    // Players 0 and 1 have a left glove, player 2 a right one; a pair is worth 1.
    const worth = (coalition: number): number => ((coalition & 4) !== 0 && (coalition & 3) !== 0 ? 1 : 0);
    [1 / 6, 1 / 6, 4 / 6].forEach((phi, j) => expect(shapleyValues(3, worth)[j]).toBeCloseTo(phi, 12));
    expect(() => shapleyValues(21, worth)).toThrow('n must be an integer in 0–20, got 21');
  });
});

describe('featureImportance', () => {
  it('counts the splits on each feature and adds their gains', () => {
    const { gain, splits } = featureImportance(ensemble);
    expect(splits.reduce((a, b) => a + b, 0)).toBe(ensemble.kind.filter((kind) => kind !== LEAF).length);
    expect(gain.reduce((a, b) => a + b, 0)).toBeCloseTo(
      ensemble.gain.reduce((a, b) => a + b, 0),
      6,
    );
    splits.forEach((count, f) => expect(count > 0).toBe(gain[f]! > 0));
  });
});
