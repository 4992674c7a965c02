import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixture } from '../../test/metrics-fixture.js';
import { brierLoss } from '../metrics/brier-loss.js';
import { expectedCalibrationError } from '../metrics/expected-calibration-error.js';
import { logistic } from '../numerics/logistic.js';
import { createRng } from '../numerics/rng.js';
import { calibrateAll } from './calibrator.js';
import { calibrate, calibrators, type Calibration, type CalibrationKind } from './calibrators.js';
import { isotonic } from './isotonic.js';
import { platt } from './platt.js';

/** Fits by name, as a caller that reads the kind from a configuration does. */
function fit(kind: CalibrationKind, margins: number[], labels: number[], weights?: number[]): Calibration {
  return calibrators[kind].fit(margins, labels, weights);
}

const sample = fixture.binary[0]!;
const margin = fc.double({ min: -50, max: 50, noNaN: true });

describe.each(Object.keys(calibrators) as CalibrationKind[])('the %s calibrator', (kind) => {
  const params = fit(kind, sample.margins, sample.labels);

  it('writes its own kind and survives JSON bit for bit', () => {
    expect(params.kind).toBe(kind);
    const read = JSON.parse(JSON.stringify(params)) as Calibration;
    fc.assert(fc.property(margin, (m) => Object.is(calibrate(read, m), calibrate(params, m))));
  });

  it('answers a probability that never falls as the margin grows', () => {
    fc.assert(
      fc.property(margin, margin, (a, b) => {
        const [low, high] = [calibrate(params, Math.min(a, b)), calibrate(params, Math.max(a, b))];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('gives the same bits one at a time and as a vector, in place too', () => {
    const margins = Float64Array.from(sample.margins);
    const one = margins.map((m) => calibrate(params, m));
    const calibrator = { fit: () => params, calibrate };
    expect(calibrateAll(calibrator, params, margins)).toEqual(one);
    expect(calibrateAll(calibrator, params, margins, margins)).toBe(margins);
    expect(margins).toEqual(one);
  });

  it('takes a weight as that many rows', () => {
    const c = fixture.binary[2]!;
    const rows = c.margins.flatMap((m, i) =>
      new Array<{ m: number; y: number }>(c.weights[i]!).fill({ m, y: c.labels[i]! }),
    );
    const weighted = fit(kind, c.margins, c.labels, c.weights);
    const repeated = fit(
      kind,
      rows.map((row) => row.m),
      rows.map((row) => row.y),
    );
    for (const m of [-6, -1, 0, 0.3, 5]) expect(calibrate(weighted, m)).toBeCloseTo(calibrate(repeated, m), 9);
  });
});

describe('platt', () => {
  it.each(fixture.binary)('agrees with SciPy on the corrected targets to 1e-8: $name', (c) => {
    const { slope, intercept } = platt.fit(c.margins, c.labels, c.weights);
    expect(slope).toBeCloseTo(c.platt.slope, 8);
    expect(intercept).toBeCloseTo(c.platt.intercept, 8);
  });

  it('stays finite on separated margins, which is what the target correction is for (Platt 1999)', () => {
    const { slope, intercept } = platt.fit([-2, -1, 1, 2], [0, 0, 1, 1]);
    expect([slope > 0, Number.isFinite(slope), Math.abs(intercept) < 1e-9]).toEqual([true, true, true]);
  });

  it('recovers a known distortion of the log-odds', () => {
    const rng = createRng(11);
    const truth = Float64Array.from({ length: 20000 }, () => rng.normal(-1, 1.5));
    const labels = truth.map((m) => (rng.next() < logistic(m) ? 1 : 0));
    const { slope, intercept } = platt.fit(
      truth.map((m) => 2 * m + 1),
      labels,
    );
    // m = (margin − 1)/2; the slope's standard error is about 0.008 here, the intercept's 0.02.
    expect(Math.abs(slope - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(intercept + 0.5)).toBeLessThan(0.08);
  });
});

describe('isotonic', () => {
  it.each(fixture.binary)('agrees with scikit-learn, knots and interpolation: $name', (c) => {
    const params = isotonic.fit(c.margins, c.labels, c.weights);
    expect(params.margins).toEqual(c.isotonic.margins.map((m) => expect.closeTo(m, 12)));
    expect(params.probabilities).toEqual(c.isotonic.probabilities.map((p) => expect.closeTo(p, 12)));
    c.isotonic.grid.forEach((m, i) => expect(isotonic.calibrate(params, m)).toBeCloseTo(c.isotonic.onGrid[i]!, 12));
  });

  it('never raises the Brier loss of its own rows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.boolean()), { minLength: 1 }), (rows) => {
        const margins = rows.map(([m]) => m);
        const labels = rows.map(([, y]) => Number(y));
        const params = isotonic.fit(margins, labels);
        const after = margins.map((m) => isotonic.calibrate(params, m));
        expect(brierLoss(labels, after)).toBeLessThanOrEqual(brierLoss(labels, margins.map(logistic)) + 1e-12);
        // The fit keeps the mean of the labels: every block is the mean of its own.
        const sum = (x: number[]) => x.reduce((total, value) => total + value, 0);
        expect(sum(after)).toBeCloseTo(sum(labels), 9);
      }),
    );
  });

  it('calibrates new rows that a distorted margin miscalibrates: ECE falls below 0.02', () => {
    const rng = createRng(5);
    const draw = () => {
      const truth = Float64Array.from({ length: 20000 }, () => rng.normal(-0.5, 1.2));
      const labels = truth.map((m) => (rng.next() < logistic(m) ? 1 : 0));
      return { margins: truth.map((m) => m ** 3), labels };
    };
    const [train, test] = [draw(), draw()];
    const params = isotonic.fit(train.margins, train.labels);
    const before = expectedCalibrationError(test.labels, test.margins.map(logistic));
    const after = expectedCalibrationError(test.labels, calibrateAll(isotonic, params, test.margins));
    expect([before > 0.05, after < 0.02]).toEqual([true, true]);
  });

  it('is one level for one margin, and refuses rows that weigh nothing', () => {
    const params = isotonic.fit([2, 2, 2], [0, 1, 1]);
    expect([-1, 2, 3].map((m) => isotonic.calibrate(params, m))).toEqual([2 / 3, 2 / 3, 2 / 3]);
    expect(() => isotonic.fit([1, 2], [0, 1], [0, 0])).toThrow('weights must not all be 0');
    expect(isotonic.calibrate(params, NaN)).toBeNaN();
  });
});
