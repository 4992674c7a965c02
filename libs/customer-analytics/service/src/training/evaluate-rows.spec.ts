import { describe, expect, it } from '@jest/globals';
import { classConditionalScores } from '@bellwether/model-kernel/conformal';
import { createRng } from '@bellwether/model-kernel/numerics';
import { evaluateRows } from './evaluate-rows.js';

const PROFIT = { true_positive: 0.25, false_positive: -0.05, true_negative: 0, false_negative: 0 };

/** Outcomes drawn from their own probabilities. */
function drawn(rows: number, seed: number): { labels: Float64Array; probabilities: Float64Array } {
  const rng = createRng(seed);
  const probabilities = Float64Array.from({ length: rows }, () => rng.beta(1, 3));
  return { probabilities, labels: probabilities.map((p) => (rng.next() < p ? 1 : 0)) };
}

describe('evaluating rows', () => {
  it('finds true probabilities calibrated, and worth acting on from cost / (cost + benefit) on', () => {
    const { labels, probabilities } = drawn(20_000, 1);
    const metrics = evaluateRows(labels, probabilities, PROFIT);
    expect(metrics['calibration_slope']).toBeCloseTo(1, 1);
    expect(metrics['ece']).toBeLessThan(0.02);
    // Acting pays where 0.25 p > 0.05 (1 − p), p > 1/6.
    expect(metrics['profit_threshold']).toBeGreaterThan(0.12);
    expect(metrics['profit_threshold']).toBeLessThan(0.21);
    expect(metrics['base_rate']).toBeCloseTo(0.25, 1);
  });

  it('covers nine outcomes in ten with sets at 90 % from rows alike', () => {
    const calibration = drawn(4_000, 2);
    const scores = classConditionalScores(calibration.probabilities, calibration.labels);
    const { labels, probabilities } = drawn(20_000, 3);
    expect(evaluateRows(labels, probabilities, PROFIT, scores)['conformal_coverage_90']).toBeCloseTo(0.9, 1);
  });

  it('leaves out the calibration line of a constant probability, which has none', () => {
    const metrics = evaluateRows(Float64Array.of(0, 1, 0), Float64Array.of(0.3, 0.3, 0.3), PROFIT);
    expect(metrics).not.toHaveProperty('calibration_slope');
    expect(metrics['auc']).toBe(0.5);
  });
});
