import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEATURES, rowOf, treeData } from '../../test/tree-data.js';
import { compileTrees, fitTrees, predictMargin, predictMargins, probabilityOfMargin } from './index.js';

/** Values that a request may hold: ordinary, extreme, missing, and codes seen or not. */
const value = fc.oneof(
  fc.double({ min: -4, max: 4, noNaN: true }),
  fc.integer({ min: -2, max: 14 }),
  fc.constantFrom(NaN, Infinity, -Infinity, 3.5e38, -3.5e38, 0.5, 1e9, -0),
);
const matrix = fc.array(value, { minLength: FEATURES, maxLength: 40 * FEATURES }).map((values) => {
  const rows = Math.floor(values.length / FEATURES);
  return { rows, matrix: Float64Array.from(values.slice(0, rows * FEATURES)) };
});

describe('compileTrees', () => {
  const ensembles = [
    fitTrees(treeData({ rows: 900, seed: 1, categorical: false }), { trees: 21, leaves: 12 }),
    fitTrees(treeData({ rows: 900, seed: 2, missing: 0 }), { trees: 16, leaves: 12, minCategoryGroup: 20 }),
    fitTrees(treeData({ rows: 900, seed: 3, missing: 0.3 }), { trees: 30, leaves: 31, minCategoryGroup: 5 }),
  ];

  it.each(ensembles)('equals predictMargin bit for bit, one by one and in batches', (ensemble) => {
    const scorer = compileTrees(ensemble);
    fc.assert(
      fc.property(matrix, ({ rows, matrix: values }) => {
        const expected = predictMargins(ensemble, values, rows);
        expect(scorer.margins(values, rows)).toEqual(expected);
        const single = Array.from(expected, (_, i) => scorer.margin(values.subarray(i * FEATURES, (i + 1) * FEATURES)));
        expect(single).toEqual([...expected]);
      }),
    );
  });

  it('scores more rows than it holds at a time, into an array given', () => {
    const data = treeData({ rows: 1003, seed: 4 });
    const out = new Float64Array(1003);
    expect(compileTrees(ensembles[2]!).margins(data.matrix, 1003, out)).toBe(out);
    expect(out).toEqual(predictMargins(ensembles[2]!, data.matrix, 1003));
  });

  it('takes f32 rows as they are', () => {
    const row = Float32Array.from(rowOf(treeData({ rows: 3, seed: 5 }), 1));
    expect(compileTrees(ensembles[2]!).margin(row)).toBe(predictMargin(ensembles[2]!, row));
  });

  it('survives structured clone of its model', () => {
    const data = treeData({ rows: 50, seed: 6 });
    const cloned = structuredClone(ensembles[1]!);
    expect(compileTrees(cloned).margins(data.matrix, 50)).toEqual(predictMargins(ensembles[1]!, data.matrix, 50));
  });

  it('refuses rows of another width and trees that lead astray', () => {
    const scorer = compileTrees(ensembles[0]!);
    expect(() => scorer.margin(new Float64Array(5))).toThrow('row must hold 6 values, got 5');
    expect(() => scorer.margins(new Float64Array(11), 2)).toThrow('matrix must hold n × features = 12 values, got 11');
    expect(() => scorer.margins(new Float64Array(12), 2, new Float64Array(1))).toThrow('out must hold 2 values, got 1');
    expect(() => predictMargin(ensembles[0]!, [1])).toThrow('row must hold 6 values');
    const left = ensembles[0]!.left.slice();
    left[0] = 0;
    expect(() => compileTrees({ ...ensembles[0]!, left })).toThrow('node 0 leads astray');
  });
});

describe('probabilityOfMargin', () => {
  it('is the logistic function', () => {
    expect(probabilityOfMargin(0)).toBe(0.5);
    for (const margin of [-800, -30, -1, 2, 40, 800]) {
      expect(probabilityOfMargin(margin)).toBeCloseTo(1 / (1 + Math.exp(-margin)), 15);
    }
  });
});
