import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng, type Rng } from '../numerics/rng.js';
import { absoluteResidualInterval, fitAbsoluteResidual } from './absolute-residual.js';
import type { ConformalClassifier, ConformalSetParams } from './conformal-classifier.js';
import { conformalClassifiers } from './conformal-classifiers.js';
import { conformalPValue } from './conformal-p-value.js';
import { conformalQuantile } from './conformal-quantile.js';
import { mondrian } from './mondrian.js';

describe('conformalQuantile', () => {
  it('is the ⌈(n + 1)(1 − α)⌉-th smallest, also where the product is whole: n = 9, 19, 99', () => {
    const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);
    expect(conformalQuantile(upTo(9), 0.1)).toBe(9);
    expect(conformalQuantile(upTo(19), 0.05)).toBe(19);
    expect(conformalQuantile(upTo(99), 0.1)).toBe(90);
    expect(conformalQuantile(upTo(99), 0.3)).toBe(70);
    expect(conformalQuantile(upTo(100), 0.1)).toBe(91);
  });

  it('bounds nothing from fewer than 1/α − 1 scores', () => {
    expect([conformalQuantile([1, 2], 0.1), conformalQuantile([], 0.5)]).toEqual([Infinity, Infinity]);
    expect(() => fitAbsoluteResidual([1, 2], 0.1)).toThrow('residuals must be at least 1/alpha − 1 = 9 rows');
  });

  it('refuses what is no score or no level', () => {
    expect(() => conformalQuantile([1, NaN], 0.1)).toThrow('scores must not hold NaN');
    expect(() => conformalQuantile([1], 0)).toThrow('alpha must be in (0, 1), got 0');
  });
});

describe('conformalPValue', () => {
  it('counts scores at least as strange, itself among them, by brute force', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 0, max: 9 }), (scores, score) => {
        const sorted = scores.toSorted((a, b) => a - b);
        const count = scores.filter((other) => other >= score).length;
        expect(conformalPValue(sorted, score)).toBe((count + 1) / (scores.length + 1));
      }),
    );
  });

  it('is above α just where the score is at most the conformal quantile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 99 }),
        (scores, score, percent) => {
          const alpha = percent / 100;
          const p = conformalPValue(Float64Array.from(scores).sort(), score);
          fc.pre(Math.abs(p - alpha) > 1e-9);
          expect(p > alpha).toBe(score <= conformalQuantile(scores, alpha));
        },
      ),
    );
  });
});

describe('absolute-residual intervals', () => {
  it.each([0.5, 0.1, 0.05])(
    'cover exchangeable rows 1 − %p of the time, with skewed noise and a bad model',
    (alpha) => {
      const rng = createRng(17);
      const noise = () => rng.exponential() ** 2;
      let covered = 0;
      const [runs, tests] = [400, 25];
      for (let run = 0; run < runs; run++) {
        const params = fitAbsoluteResidual(Float64Array.from({ length: 59 }, noise), alpha);
        for (let i = 0; i < tests; i++) {
          const { lower, upper } = absoluteResidualInterval(params, 100);
          const y = 100 + noise();
          if (lower <= y && y <= upper) covered += 1;
        }
      }
      // Exact: ⌈60(1 − α)⌉/60; the runs are correlated within a calibration set, so four standard errors of Beta means.
      const exact = Math.ceil(60 * (1 - alpha) - 1e-9) / 60;
      const error = Math.sqrt((exact * (1 - exact)) / 61 / runs + (exact * (1 - exact)) / (runs * tests));
      expect(Math.abs(covered / (runs * tests) - exact)).toBeLessThan(4 * error);
    },
  );

  it('is plain data around the prediction', () => {
    const params = fitAbsoluteResidual([-3, 1, 2, -1, 0, 1, 1, 2, 1], 0.1);
    expect(params).toEqual({ kind: 'absolute-residual', coverage: 0.9, halfWidth: 3, calibrationRows: 9 });
    expect(absoluteResidualInterval(params, 10)).toEqual({ lower: 7, upper: 13 });
  });
});

/** Rows of three classes, one of them rare, with probabilities that a poor model would give. */
function drawRows(rng: Rng, n: number, classes: number): { probabilities: Float64Array; labels: Float64Array } {
  const probabilities = new Float64Array(n * classes);
  const labels = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const u = rng.next();
    const label = u < 0.1 ? 0 : u < 0.5 ? 1 : classes - 1;
    labels[i] = label;
    let total = 0;
    for (let k = 0; k < classes; k++) total += probabilities[i * classes + k] = rng.gamma(k === label ? 2 : 0.8);
    for (let k = 0; k < classes; k++) probabilities[i * classes + k]! /= total;
  }
  return { probabilities, labels };
}

/** Share of rows whose set holds the true label; only of one class when given. */
function coverageOf(
  classifier: ConformalClassifier<ConformalSetParams>,
  params: ConformalSetParams,
  rows: ReturnType<typeof drawRows>,
  classes: number,
  only?: number,
): number {
  let [covered, count] = [0, 0];
  rows.labels.forEach((label, i) => {
    if (only !== undefined && label !== only) return;
    count += 1;
    const row = rows.probabilities.subarray(i * classes, (i + 1) * classes);
    if (classifier.predictSet(params, row).includes(label)) covered += 1;
  });
  return covered / count;
}

describe.each(Object.entries(conformalClassifiers) as unknown as [string, ConformalClassifier<ConformalSetParams>][])(
  'the %s classifier',
  (kind, classifier) => {
    const CLASSES = 3;

    it.each([0.2, 0.1])('covers exchangeable rows at least 1 − %p of the time', (alpha) => {
      const rng = createRng(23);
      const calibration = drawRows(rng, 4000, CLASSES);
      const params = classifier.fit(calibration.probabilities, CLASSES, calibration.labels, alpha);
      const covered = coverageOf(classifier, params, drawRows(rng, 20000, CLASSES), CLASSES);
      // Spread from 4,000 calibration and 20,000 test rows: four standard errors of 0.4/√3333.
      expect(covered).toBeGreaterThan(1 - alpha - 0.028);
      if (kind !== 'adaptive-sets') expect(covered).toBeLessThan(1 - alpha + 0.028);
    });

    it('writes its own kind, survives JSON, and its sets grow with coverage', () => {
      const rng = createRng(29);
      const rows = drawRows(rng, 500, CLASSES);
      const at = (alpha: number) => {
        const params = classifier.fit(rows.probabilities, CLASSES, rows.labels, alpha);
        return JSON.parse(JSON.stringify(params)) as ConformalSetParams;
      };
      const [narrow, wide] = [at(0.4), at(0.05)];
      expect([narrow.kind, narrow.calibrationRows]).toEqual([kind, 500]);
      for (let i = 0; i < 200; i++) {
        const row = rows.probabilities.subarray(i * CLASSES, (i + 1) * CLASSES);
        const wider = classifier.predictSet(wide, row);
        for (const label of classifier.predictSet(narrow, row)) expect(wider).toContain(label);
      }
    });

    it('lets every label in when the calibration rows are too few', () => {
      const params = classifier.fit([0.7, 0.3, 0.2, 0.8], 2, [0, 1], 0.05);
      expect(classifier.predictSet(params, [1, 0])).toEqual([0, 1]);
    });

    it('refuses shapes, labels and probabilities that do not fit', () => {
      expect(() => classifier.fit([0.5, 0.5], 1, [0, 0], 0.1)).toThrow('classes must be an integer ≥ 2, got 1');
      expect(() => classifier.fit([0.5, 0.5], 2, [0, 1], 0.1)).toThrow('labels × classes = 4 values, got 2');
      expect(() => classifier.fit([0.5, 0.5], 2, [2], 0.1)).toThrow('labels[0] must be an integer in 0–1, got 2');
      expect(() => classifier.fit([1.5, 0.5], 2, [1], 0.1)).toThrow('probabilities[0] must be in [0, 1], got 1.5');
    });
  },
);

describe('mondrian', () => {
  it('covers within every class, where marginal sets sacrifice the rare one', () => {
    const rng = createRng(31);
    const calibration = drawRows(rng, 6000, 3);
    const test = drawRows(rng, 20000, 3);
    const params = mondrian.fit(calibration.probabilities, 3, calibration.labels, 0.1);
    for (const label of [0, 1, 2]) {
      // The rarest class has about 600 calibration and 2,000 test rows: 4 · 0.3 · √(1/600 + 1/2000) = 0.056.
      expect(Math.abs(coverageOf(mondrian, params, test, 3, label) - 0.9)).toBeLessThan(0.056);
    }
  });
});
