import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomialTail, createRng } from '../numerics/index.js';
import { calibrationTest, meanCalibrationTest } from './calibration-test.js';
import { estimatedRocAuc } from './estimated-roc-auc.js';
import { rocAucVariance } from './roc-auc-variance.js';
import { rocAuc } from './roc-auc.js';

const fixture = JSON.parse(readFileSync(new URL('../../test/fixtures/monitoring.json', import.meta.url), 'utf8')) as {
  cases: {
    labels: number[];
    probabilities: number[];
    auc: number;
    auc_variance: number;
    estimated_auc: number;
    spiegelhalter: { z: number; p_value: number };
    in_the_large: { z: number; p_value: number };
  }[];
  binomial: { successes: number; trials: number; rate: number; p_value: number }[];
};

/** Equal to rounding: both sides are sums of a few hundred doubles. */
const near = (value: number) => expect.closeTo(value, 12) as unknown as number;

describe.each(fixture.cases)('of sample %#, by NumPy pair by pair,', (sample) => {
  const { labels, probabilities } = sample;
  it('the variance of the AUC is that of DeLong', () => {
    expect(rocAuc(labels, probabilities)).toEqual(near(sample.auc));
    expect(rocAucVariance(labels, probabilities)).toEqual(near(sample.auc_variance));
  });

  it('the AUC estimated without labels is the mean over pairs', () => {
    expect(estimatedRocAuc(probabilities)).toEqual(near(sample.estimated_auc));
  });

  it('the test of calibration is that of Spiegelhalter', () => {
    const { z, pValue } = calibrationTest(labels, probabilities);
    expect([z, pValue]).toEqual([near(sample.spiegelhalter.z), near(sample.spiegelhalter.p_value)]);
    const large = meanCalibrationTest(labels, probabilities);
    expect([large.z, large.pValue]).toEqual([near(sample.in_the_large.z), near(sample.in_the_large.p_value)]);
  });
});

it.each(fixture.binomial)('the binomial tail is SciPy’s: %j', ({ successes, trials, rate, p_value }) => {
  expect(Math.abs(binomialTail(successes, trials, rate) / p_value - 1)).toBeLessThan(1e-9);
});

describe('an AUC estimated without labels', () => {
  const probabilities = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 2, maxLength: 60 });

  it('is what labels drawn by the probabilities give in the mean', () => {
    const rng = createRng(3);
    const p = Float64Array.from({ length: 2_000 }, () => 0.05 + 0.9 * rng.next() ** 2);
    let [sum, squares] = [0, 0];
    for (let draw = 0; draw < 60; draw++) {
      const auc = rocAuc(
        p.map((one) => (rng.next() < one ? 1 : 0)),
        p,
      );
      sum += auc;
      squares += auc * auc;
    }
    const error = Math.sqrt((squares / 60 - (sum / 60) ** 2) / 60);
    expect(Math.abs(estimatedRocAuc(p) - sum / 60)).toBeLessThan(4 * error);
  });

  it('counts a row of weight w as w rows, lies between one half and one', () => {
    fc.assert(
      fc.property(probabilities, fc.integer({ min: 0, max: 59 }), (p, at) => {
        const row = at % p.length;
        const weights = p.map((_, i) => (i === row ? 2 : 1));
        expect(estimatedRocAuc(p, weights)).toBeCloseTo(estimatedRocAuc([...p, p[row]!]), 10);
        expect(estimatedRocAuc(p)).toBeGreaterThanOrEqual(0.5 - 1e-12);
        expect(estimatedRocAuc(p)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('is refused where nothing is uncertain, or one row is all there is', () => {
    for (const certain of [[1, 1], [0, 0, 0], [0.3]]) {
      expect(() => estimatedRocAuc(certain)).toThrow(expect.objectContaining({ code: 'FAILED_PRECONDITION' }));
    }
  });
});

describe('the tests of calibration', () => {
  const rejections = (test: typeof calibrationTest, bias: number) => {
    const rng = createRng(4);
    let rejected = 0;
    for (let run = 0; run < 1_000; run++) {
      const p = Float64Array.from({ length: 300 }, () => 0.15 + 0.7 * rng.next());
      const labels = p.map((one) => (rng.next() < one + bias ? 1 : 0));
      if (test(labels, p).pValue < 0.05) rejected += 1;
    }
    return rejected;
  };

  it.each([calibrationTest, meanCalibrationTest])('reject right probabilities as often as their level says', (test) => {
    // Binomial(1,000, 0.05): a standard deviation is 7.
    expect(Math.abs(rejections(test, 0) - 50)).toBeLessThan(28);
  });

  it('see together what one alone does not: a shift of all probabilities about one half', () => {
    expect(rejections(calibrationTest, 0.12)).toBeLessThan(200);
    expect(rejections(meanCalibrationTest, 0.12)).toBeGreaterThan(950);
  });
});
