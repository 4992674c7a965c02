import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binarySample } from '../../test/binary-sample.js';
import { fixture } from '../../test/metrics-fixture.js';
import { logistic } from '../numerics/logistic.js';
import { confusion } from './confusion.js';
import { gainsCurve, liftAtK } from './gains.js';
import { precisionRecallF1 } from './precision-recall.js';
import { profitCurve } from './profit-curve.js';

describe('confusion and precisionRecallF1', () => {
  it.each(fixture.binary)('agree with scikit-learn at 0.4: $name', (c) => {
    const p = c.margins.map(logistic);
    expect(confusion(c.labels, p, 0.4, c.weights)).toEqual(c.confusion);
    const answer = precisionRecallF1(c.labels, p, 0.4, c.weights);
    expect(answer.precision).toBeCloseTo(c.precisionRecallF1.precision, 12);
    expect(answer.recall).toBeCloseTo(c.precisionRecallF1.recall, 12);
    expect(answer.f1).toBeCloseTo(c.precisionRecallF1.f1, 12);
  });

  it('answers 0 where nothing is predicted', () => {
    expect(precisionRecallF1([0, 1], [0.1, 0.2], 0.9)).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});

describe('profitCurve', () => {
  // An offer costs 10 and saves 60 from a guest who would leave; a lost guest costs 100.
  const values = { truePositive: -50, falsePositive: -10, trueNegative: 0, falseNegative: -100 };

  it('finds the threshold that a hand computation finds', () => {
    const { best, points } = profitCurve([1, 0, 1, 0, 0, 0, 0], [0.9, 0.8, 0.7, 0.3, 0.2, 0.2, 0.1], values);
    expect(best).toEqual({ threshold: 0.7, acted: 3, profit: -110 });
    expect(points[0]).toEqual({ threshold: null, acted: 0, profit: -200 });
    expect(points.map((point) => point.threshold)).toEqual([null, 0.9, 0.8, 0.7, 0.3, 0.2, 0.1]);
  });

  it('is the value of the confusion matrix at every threshold, and best is its maximum', () => {
    fc.assert(
      fc.property(binarySample, ({ labels, scores }) => {
        const { points, best } = profitCurve(labels, scores, values);
        for (const { threshold, acted, profit } of points) {
          const c = confusion(labels, scores, threshold ?? Infinity);
          expect(acted).toBe(c.truePositive + c.falsePositive);
          expect(profit).toBeCloseTo(-50 * c.truePositive - 10 * c.falsePositive - 100 * c.falseNegative, 9);
          expect(best.profit).toBeGreaterThanOrEqual(profit);
        }
      }),
    );
  });

  it('refuses a value that is no money', () => {
    expect(() => profitCurve([1], [1], { ...values, truePositive: NaN })).toThrow('values.truePositive must be finite');
  });
});

describe('gainsCurve and liftAtK', () => {
  it('a perfect ranking of 2 in 4 has lift 2 up to k = 2 and 1 at k = 4', () => {
    const [labels, scores] = [
      [1, 1, 0, 0],
      [4, 3, 2, 1],
    ];
    expect([1, 2, 3, 4].map((k) => liftAtK(labels, scores, k))).toEqual([2, 2, expect.closeTo(4 / 3, 12), 1]);
  });

  it('gains never fall, from (0, 0) to (1, 1); lift is 1 for all rows and where all scores tie', () => {
    fc.assert(
      fc.property(binarySample, fc.integer({ min: 1, max: 60 }), ({ labels, scores }, k) => {
        const curve = gainsCurve(labels, scores);
        expect([curve[0], curve.at(-1)]).toEqual([
          { rowShare: 0, positiveShare: 0 },
          { rowShare: 1, positiveShare: 1 },
        ]);
        curve.slice(1).forEach((point, i) => {
          expect(point.positiveShare).toBeGreaterThanOrEqual(curve[i]!.positiveShare);
        });
        const rows = Math.min(k, labels.length);
        expect(liftAtK(labels, scores, labels.length)).toBeCloseTo(1, 12);
        expect(
          liftAtK(
            labels,
            scores.map(() => 7),
            rows,
          ),
        ).toBeCloseTo(1, 12);
      }),
    );
  });

  it('refuses k outside the rows', () => {
    expect(() => liftAtK([1, 0], [1, 2], 3)).toThrow('k must be an integer in 1–2, got 3');
  });
});
