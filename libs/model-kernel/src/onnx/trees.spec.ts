import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@bellwether/errors';
import fc from 'fast-check';
import { FEATURES, treeData } from '../../test/tree-data.js';
import { fitTrees, predictMargins, probabilityOfMargin, type TreeEnsemble } from '../trees/index.js';
import { decodeTreeEnsemble, encodeTreeEnsemble, inspectOnnx, type EncodeTreesOptions } from './index.js';

const featureNames = ['room', 'channel', 'lead', 'price', 'nights', 'day'];
const binary = fitTrees(
  { ...treeData({ rows: 1200, seed: 31, missing: 0.2 }), featureNames },
  { trees: 40, minCategoryGroup: 10 },
);
const squared = fitTrees(treeData({ rows: 600, seed: 32, objective: 'squared', categorical: false }), {
  ...{ objective: 'squared', trees: 30 },
});
const singleLeaf = fitTrees({ rows: 3, features: 2, matrix: new Float64Array(6), labels: [0, 1, 1] });

/** Rows with missing values, infinities and unseen categories. */
function awkwardRows(rows: number): Float64Array {
  const matrix = Float64Array.from(treeData({ rows, seed: 33, missing: 0.3 }).matrix);
  for (let i = 0; i < rows; i += 7) {
    matrix[i * FEATURES] = 77;
    matrix[i * FEATURES + 1] = NaN;
    matrix[i * FEATURES + 3] = i % 2 === 0 ? Infinity : -Infinity;
  }
  return matrix;
}

const RUNNER = fileURLToPath(new URL('../../test/run-onnx.mjs', import.meta.url));

/** Outputs of ONNX Runtime by name. */
function runOnnx(model: Uint8Array, matrix: Float64Array, width: number): Record<string, number[]> {
  const input = Buffer.from(Float32Array.from(matrix).buffer).toString('base64');
  const request = JSON.stringify({ model: Buffer.from(model).toString('base64'), input, width });
  const answer = execFileSync(process.execPath, [RUNNER], { input: request, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return JSON.parse(answer) as Record<string, number[]>;
}

describe('encodeTreeEnsemble', () => {
  it.each<[string, TreeEnsemble]>([
    ['missing values and categories', binary],
    ['numbers alone', squared],
    ['trees of one leaf', singleLeaf],
  ])('gives ONNX Runtime the margins of the kernel: %s', (_name, ensemble) => {
    const width = ensemble.featureCount;
    const matrix = width === FEATURES ? awkwardRows(2000) : Float64Array.of(1, 2, NaN, 4);
    const expected = predictMargins(ensemble, matrix, matrix.length / width);
    const { margin } = runOnnx(encodeTreeEnsemble(ensemble), matrix, width);
    expect(margin!.length).toBe(expected.length);
    expected.forEach((m, i) => expect(Math.abs(margin![i]! - m)).toBeLessThan(1e-5));
  });

  it.each<[string, EncodeTreesOptions, (margin: number) => number]>([
    ['logistic', {}, probabilityOfMargin],
    [
      'platt',
      { probability: { kind: 'platt', slope: 0.8, intercept: -0.3 } },
      (m) => probabilityOfMargin(0.8 * m - 0.3),
    ],
  ])('gives ONNX Runtime the probability of the kernel: %s', (_name, options, expected) => {
    const matrix = awkwardRows(500);
    const { probability } = runOnnx(encodeTreeEnsemble(binary, options), matrix, FEATURES);
    predictMargins(binary, matrix, 500).forEach((margin, i) =>
      expect(Math.abs(probability![i]! - expected(margin))).toBeLessThan(1e-6),
    );
  });

  it('leaves the probability out where the graph cannot express it, and says so', () => {
    const reason = 'isotonic calibration is applied by the caller';
    const { outputs, metadata } = inspectOnnx(encodeTreeEnsemble(binary, { probability: { kind: 'none', reason } }));
    expect(outputs.map(({ name }) => name)).toEqual(['margin']);
    expect(JSON.parse(metadata['bellwether.trees']!)).toMatchObject({ probability: { kind: 'none', reason } });
  });

  it('writes the same bytes for the same model', () => {
    expect(encodeTreeEnsemble(structuredClone(binary))).toEqual(encodeTreeEnsemble(binary));
  });

  it('refuses names that do not match and a probability of a squared margin', () => {
    expect(() => encodeTreeEnsemble(binary, { featureNames: ['a'] })).toThrow('featureNames must hold 6 names, got 1');
    expect(() => encodeTreeEnsemble(squared, { probability: { kind: 'logistic' } })).toThrow(
      'probability must be none',
    );
    const probability = { kind: 'platt', slope: NaN, intercept: 0 } as const;
    expect(() => encodeTreeEnsemble(binary, { probability })).toThrow('finite slope and intercept, got NaN and 0');
  });
});

describe('decodeTreeEnsemble', () => {
  it('restores every bit', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.boolean(), fc.constantFrom(2, 9), (seed, categorical, leaves) => {
        const ensemble = fitTrees(treeData({ rows: 200, seed, categorical }), {
          trees: 4,
          leaves,
          minCategoryGroup: 5,
        });
        expect(decodeTreeEnsemble(encodeTreeEnsemble(ensemble))).toEqual(ensemble);
      }),
      { numRuns: 20 },
    );
    expect(decodeTreeEnsemble(encodeTreeEnsemble(binary))).toEqual(binary);
    expect(decodeTreeEnsemble(encodeTreeEnsemble(singleLeaf))).toEqual(singleLeaf);
  });

  it('answers damaged bytes with INVALID_ARGUMENT or a well-formed ensemble, never anything else', () => {
    const bytes = encodeTreeEnsemble(fitTrees(treeData({ rows: 100, seed: 1 }), { trees: 2, leaves: 4 }));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const damaged = cut ? bytes.slice(0, at) : bytes.with(at, byte);
        for (const read of [decodeTreeEnsemble, inspectOnnx]) {
          try {
            read(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
            expect((error as DomainError).code).toBe('INVALID_ARGUMENT');
          }
        }
      }),
      { numRuns: 1500 },
    );
  });
});
