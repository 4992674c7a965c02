import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../numerics/rng.js';
import { classConditionalScores, conformalConfidence, mondrianConfidence } from './confidence.js';
import { conformalPValue } from './conformal-p-value.js';
import { leastAmbiguous } from './least-ambiguous.js';

/** Multiples of 1/128, for which 1 − p is exact and ties stay ties. */
const probability = fc.integer({ min: 0, max: 128 }).map((part) => part / 128);

describe('conformalConfidence', () => {
  it('computes both p-values by hand: scores .1 .2 .3 .9, p = 0.8', () => {
    // Label 1 scores 0.2 → p-value 4/5; label 0 scores 0.8 → 2/5.
    expect(conformalConfidence([0.1, 0.2, 0.3, 0.9], 0.85)).toEqual({
      confidence: expect.closeTo(0.6, 12),
      credibility: 0.8,
    });
  });

  it('is the largest coverage at which the prediction set is a single label', () => {
    fc.assert(
      fc.property(fc.array(probability, { minLength: 5, maxLength: 40 }), probability, (scores, p) => {
        const { confidence } = conformalConfidence(Float64Array.from(scores).sort(), p);
        // Calibration rows of class 1 with these scores; fitted a little below and above that coverage.
        const table = scores.flatMap((score) => [score, 1 - score]);
        const sizeAt = (coverage: number) => {
          const params = leastAmbiguous.fit(
            table,
            2,
            scores.map(() => 1),
            1 - coverage,
          );
          return leastAmbiguous.predictSet(params, [1 - p, p]).length;
        };
        if (confidence > 0.01) expect(sizeAt(confidence - 0.005)).toBeLessThanOrEqual(1);
        if (confidence < 0.99) expect(sizeAt(confidence + 0.005)).toBe(2);
      }),
    );
  });

  it('says the same of p and 1 − p, and is surer the further p is from one half', () => {
    fc.assert(
      fc.property(fc.array(probability), (scores) => {
        const sorted = Float64Array.from(scores).sort();
        const answers = [0.5, 0.625, 0.75, 0.875, 1].map((p) => conformalConfidence(sorted, p).confidence);
        expect(answers).toEqual(answers.toSorted((a, b) => a - b));
        expect(conformalConfidence(sorted, 0.25)).toEqual(conformalConfidence(sorted, 0.75));
      }),
    );
  });

  it('refuses what is no probability', () => {
    expect(() => conformalConfidence([], 1.2)).toThrow('p must be in [0, 1], got 1.2');
  });
});

describe('mondrianConfidence', () => {
  const rng = createRng(41);
  const p = Float64Array.from({ length: 5000 }, () => rng.beta(1, 3));
  const labels = p.map((chance) => (rng.next() < chance ? 1 : 0));
  const scores = classConditionalScores(p.subarray(0, 4000), labels.subarray(0, 4000), 4000);

  it('errs at most ε of the time within each class where confidence is at least 1 − ε', () => {
    for (const label of [0, 1]) {
      let [rows, wrong] = [0, 0];
      for (let i = 4000; i < 5000; i++) {
        if (labels[i] !== label) continue;
        rows += 1;
        const [negative, positive] = [
          conformalPValue(scores.negative, p[i]!),
          conformalPValue(scores.positive, 1 - p[i]!),
        ];
        const predictsOther = label === 1 ? negative > positive : positive > negative;
        if (predictsOther && mondrianConfidence(scores, p[i]!).confidence >= 0.8) wrong += 1;
      }
      // At most 20 %, and four standard errors of the rarer class (about 250 rows).
      expect(wrong / rows).toBeLessThan(0.2 + 0.1);
    }
  });

  it('thins the scores evenly: p-values move by at most 1/limit', () => {
    const few = classConditionalScores(p.subarray(0, 4000), labels.subarray(0, 4000), 100);
    expect([few.negative.length, few.positive.length]).toEqual([100, 100]);
    for (let chance = 0; chance <= 1; chance += 0.01) {
      const [fine, coarse] = [mondrianConfidence(scores, chance), mondrianConfidence(few, chance)];
      expect(Math.abs(fine.confidence - coarse.confidence)).toBeLessThan(0.021);
    }
  });
});
