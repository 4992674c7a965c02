import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { treeData } from '../../test/tree-data.js';
import { openEngine } from './engine.js';
import { fitTrees, predictionOfMargin, predictMargins, treeCount, tweedieLoss } from './index.js';

/** g and h of single rows by the kernel of an engine. */
function gradientsOf(engine: 'wasm' | 'javascript', score: number, label: number, power: number): [number, number] {
  const { kernels, buffer } = openEngine(engine, 4096);
  const doubles = new Float64Array(buffer);
  // Scores at byte 64, labels at 128, weights at 192, gradients at 256.
  doubles.set([score, score], 8);
  doubles.set([label, label], 16);
  doubles.set([1, 3], 24);
  kernels.tweedieGradients(64, 128, 192, 2, power, 256);
  const [g, h, heavyG, heavyH] = doubles.subarray(32, 36);
  expect([heavyG, heavyH]).toEqual([3 * g!, 3 * h!]);
  return [g!, h!];
}

const margin = fc.double({ min: -6, max: 6, noNaN: true });
const label = fc.double({ min: 0, max: 50, noNaN: true });
const power = fc.double({ min: 1.05, max: 1.95, noNaN: true });

describe('the Tweedie objective', () => {
  it('has the loss and gradients worked out by hand', () => {
    // p = 1.5, y = 2. At s = 0: 2/0.5 + 1/0.5 = 6, g = −2 + 1, h = 2 · 0.5 + 0.5. At s = ln 4 with e^{−s/2} = 1/2, e^{s/2} = 2:
    // 1/0.5 + 2/0.5 = 6, g = −1 + 2, h = 0.5 + 1.
    expect(tweedieLoss(0, 2, 1.5)).toBeCloseTo(6, 12);
    expect(tweedieLoss(Math.log(4), 2, 1.5)).toBeCloseTo(6, 12);
    for (const engine of ['wasm', 'javascript'] as const) {
      expect(gradientsOf(engine, 0, 2, 1.5)).toEqual([-1, 1.5]);
      const [g, h] = gradientsOf(engine, Math.log(4), 2, 1.5);
      expect([g, h]).toEqual([expect.closeTo(1, 11), expect.closeTo(1.5, 11)]);
    }
  });

  it('has the derivatives of its loss as gradients, least at the label', () => {
    fc.assert(
      fc.property(margin, label, power, (s, y, p) => {
        const [g, h] = gradientsOf('javascript', s, y, p);
        const at = (shift: number): number => tweedieLoss(s + shift, y, p);
        const scale = 1 + Math.abs(at(0));
        expect(Math.abs((at(1e-5) - at(-1e-5)) / 2e-5 - g) / scale).toBeLessThan(1e-6);
        expect(Math.abs((at(1e-3) - 2 * at(0) + at(-1e-3)) / 1e-6 - h) / scale).toBeLessThan(1e-4);
        expect(h).toBeGreaterThan(0);
        if (y > 0) expect(tweedieLoss(Math.log(y), y, p)).toBeLessThanOrEqual(at(0) * (1 + 1e-12) + 1e-12);
      }),
    );
  });

  it('takes the Newton step worked out by hand', () => {
    // Labels 0 and 4, p = 1.5: s = ln 2, and −g/h is −√2 / (√2/2) = −2 for the first, √2 / (3√2/2) = 2/3 for the other.
    const data = { rows: 2, features: 1, matrix: Float64Array.of(0, 1), labels: [0, 4] };
    const ensemble = fitTrees(data, {
      ...{
        objective: 'tweedie',
        trees: 1,
        leaves: 2,
        learningRate: 1,
        lambda: 0,
        minChildSamples: 0,
        minChildWeight: 0,
      },
    });
    const [low, high] = predictMargins(ensemble, data.matrix, 2);
    expect([low, high]).toEqual([expect.closeTo(Math.log(2) - 2, 6), expect.closeTo(Math.log(2) + 2 / 3, 6)]);
    expect(predictionOfMargin('tweedie', low!)).toBeCloseTo(2 * Math.exp(-2), 6);
  });

  it('predicts nothing below zero, and the mean label altogether', () => {
    const data = treeData({ rows: 800, seed: 3, objective: 'tweedie' });
    const ensemble = fitTrees(data, { objective: 'tweedie', variancePower: 1.1, trees: 200 });
    const predicted = predictMargins(ensemble, data.matrix, data.rows).map((s) => predictionOfMargin('tweedie', s));
    expect(Math.min(...predicted)).toBeGreaterThanOrEqual(0);
    const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, y) => sum + y, 0) / data.rows;
    // Near p = 1 the gradient over a leaf is Σ (μ − y): what is left of it shrinks with every tree.
    expect(Math.abs(mean(predicted) / mean(data.labels) - 1)).toBeLessThan(0.02);
  });

  it('stops early by its deviance', () => {
    const validation = treeData({ rows: 300, seed: 5, objective: 'tweedie' });
    const seen: number[] = [];
    const fitted = fitTrees(treeData({ rows: 300, seed: 4, objective: 'tweedie' }), {
      ...{ objective: 'tweedie', trees: 300, learningRate: 0.3, earlyStopping: { validation, rounds: 10 } },
      onProgress: (_, value) => void seen.push(value!),
    });
    expect(treeCount(fitted)).toBe(seen.indexOf(Math.min(...seen)) + 1);
    const margins = predictMargins(fitted, validation.matrix, validation.rows);
    const loss = margins.reduce((sum, s, i) => sum + tweedieLoss(s, validation.labels[i]!, 1.5), 0) / validation.rows;
    expect(loss).toBeCloseTo(Math.min(...seen), 10);
  });

  it.each([
    [{ labels: [-1, 2] }, {}, 'dataset.labels must be finite and not negative, got -1 in row 0'],
    [{ labels: [0, 0] }, {}, 'dataset.labels must hold a positive label, got zeros only'],
    [{}, { variancePower: 2 }, 'variancePower must be in (1, 2), got 2'],
    [{}, { classWeight: 'balanced' as const }, 'classWeight must be none for the objective tweedie'],
  ])('refuses %j with %j', (change, options, message) => {
    const data = { rows: 2, features: 1, matrix: Float64Array.of(0, 1), labels: [1, 2], ...change };
    expect(() => fitTrees(data, { objective: 'tweedie', ...options })).toThrow(message);
  });
});
