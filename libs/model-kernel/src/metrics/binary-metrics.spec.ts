import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binarySample, repeated } from '../../test/binary-sample.js';
import { fixture } from '../../test/metrics-fixture.js';
import { logistic } from '../numerics/logistic.js';
import { averagePrecision } from './average-precision.js';
import { brierLoss } from './brier-loss.js';
import { calibrationSlopeIntercept } from './calibration-slope.js';
import { expectedCalibrationError } from './expected-calibration-error.js';
import { logLoss } from './log-loss.js';
import { rocAuc } from './roc-auc.js';
import type { Column } from './sample.js';

/** Every metric of a binary outcome and its probability, under one signature, so that a new one is under test here. */
const binaryMetrics = {
  rocAuc,
  averagePrecision,
  logLoss,
  brierLoss,
  expectedCalibrationError: (labels: Column, p: Column, weights?: Column) =>
    expectedCalibrationError(labels, p, 10, weights),
};

describe.each(Object.entries(binaryMetrics))('%s', (name, metric) => {
  it.each(fixture.binary)('agrees with scikit-learn: $name', (c) => {
    const probabilities = c.margins.map(logistic);
    expect(metric(c.labels, probabilities, c.weights)).toBeCloseTo(c[name as keyof typeof binaryMetrics], 12);
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(binarySample, ({ labels, scores }) => {
        expect(metric(labels.toReversed(), scores.toReversed())).toBeCloseTo(metric(labels, scores), 12);
      }),
    );
  });

  it('takes a weight as that many rows, and weight 0 as no row', () => {
    fc.assert(
      fc.property(binarySample, fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 60 }), (sample, drawn) => {
        const weights = drawn.slice(0, sample.labels.length);
        const [labels, scores] = [repeated(sample.labels, weights), repeated(sample.scores, weights)];
        fc.pre(new Set(labels).size === 2);
        expect(metric(sample.labels, sample.scores, weights)).toBeCloseTo(metric(labels, scores), 12);
      }),
    );
  });

  it('names the argument, the row and the value at fault', () => {
    expect(() => metric([], [])).toThrow('labels must hold at least one row, got none');
    expect(() => metric([0, 1], [0.5])).toThrow('as long as labels (2 rows), got 1');
    expect(() => metric([0, 2], [0.5, 0.5])).toThrow('labels[1] must be 0 or 1, got 2');
    expect(() => metric([0, 1], [0.5, NaN])).toThrow('[1] must be finite, got NaN');
    expect(() => metric([0, 1], [0.5, 0.5], [1, -1])).toThrow('weights[1] must be finite and ≥ 0, got -1');
  });
});

describe('rocAuc', () => {
  it('is the share of pairs in order, ties one half (Hanley & McNeil 1982), by brute force', () => {
    fc.assert(
      fc.property(binarySample, ({ labels, scores }) => {
        let [won, pairs] = [0, 0];
        labels.forEach((label, i) => {
          labels.forEach((other, j) => {
            if (label !== 1 || other !== 0) return;
            pairs += 1;
            won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
          });
        });
        expect(rocAuc(labels, scores)).toBeCloseTo(won / pairs, 12);
      }),
    );
  });

  it('turns round with the scores, AUC(−s) = 1 − AUC(s), and sees only their order', () => {
    fc.assert(
      fc.property(binarySample, ({ labels, scores }) => {
        const auc = rocAuc(labels, scores);
        expect(
          rocAuc(
            labels,
            scores.map((s) => -s),
          ),
        ).toBeCloseTo(1 - auc, 12);
        expect(
          rocAuc(
            labels,
            scores.map((s) => Math.exp(3 * s)),
          ),
        ).toBe(auc);
      }),
    );
  });

  it('refuses a sample of one class', () => {
    expect(() => rocAuc([1, 1], [0.2, 0.3])).toThrow('labels must hold at least one 0');
    expect(() => rocAuc([0, 0], [0.2, 0.3])).toThrow('labels must hold at least one 1');
    expect(() => rocAuc([0, 1], [0.2, 0.3], [1, 0])).toThrow('labels must hold at least one 1');
  });
});

describe('losses', () => {
  it('a constant forecast of the base rate loses ȳ(1 − ȳ) by Brier, H(ȳ) by log loss, nothing by ECE', () => {
    const [labels, p] = [
      [1, 0, 0, 0],
      [0.25, 0.25, 0.25, 0.25],
    ];
    expect(brierLoss(labels, p)).toBeCloseTo(0.1875, 15);
    expect(logLoss(labels, p)).toBeCloseTo(0.5623351446188083, 12);
    expect(expectedCalibrationError(labels, p)).toBe(0);
  });

  it('one certain mistake costs −ln 1e-15 and not infinity', () => {
    expect(logLoss([1], [0])).toBeCloseTo(34.538776394910684, 10);
    expect(logLoss([0], [1])).toBeCloseTo(34.5, 0);
  });

  it('refuses what is no probability', () => {
    expect(() => logLoss([1], [1.5])).toThrow('probabilities[0] must be in [0, 1], got 1.5');
    expect(() => brierLoss([1], [-0.5])).toThrow('probabilities[0] must be in [0, 1], got -0.5');
  });
});

describe('calibrationSlopeIntercept', () => {
  it.each(fixture.binary)('agrees with SciPy: $name', (c) => {
    const line = calibrationSlopeIntercept(c.labels, c.margins.map(logistic), c.weights);
    // p is rounded to a double before its log-odds are taken back.
    expect(line.slope).toBeCloseTo(c.calibrationLine.slope, 8);
    expect(line.intercept).toBeCloseTo(c.calibrationLine.intercept, 8);
  });

  it('halves when the log-odds are doubled (over-confidence)', () => {
    const c = fixture.binary[0]!;
    const honest = calibrationSlopeIntercept(c.labels, c.margins.map(logistic));
    const extreme = calibrationSlopeIntercept(
      c.labels,
      c.margins.map((margin) => logistic(2 * margin)),
    );
    expect(extreme.slope).toBeCloseTo(honest.slope / 2, 6);
  });
});
