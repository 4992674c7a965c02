import { describe, expect, it } from '@jest/globals';
import { calibrate } from '@bellwether/model-kernel/calibration';
import { createRng, logistic, logit } from '@bellwether/model-kernel/numerics';
import { chooseCalibration, type ScoredFold } from './choose-calibration.js';

/** Rows whose true log-odds are a function of the margin that the model gives. */
function foldOf(seed: number, rows: number, truth: (margin: number) => number): ScoredFold {
  const rng = createRng(seed);
  const margins = Float64Array.from({ length: rows }, () => rng.normal(-1, 1.5));
  return { margins, labels: margins.map((margin) => (rng.next() < logistic(truth(margin)) ? 1 : 0)) };
}

const foldsOf = (rows: number, truth: (margin: number) => number): ScoredFold[] =>
  [1, 2, 3].map((seed) => foldOf(seed, rows, truth));

describe('choosing a calibration', () => {
  it('corrects the level alone where that is what is wrong, so that the mean is right', () => {
    const folds = foldsOf(2_000, (margin) => margin - 0.7);
    const { choice, calibration } = chooseCalibration(folds);
    expect(choice).toBe('offset');
    expect(calibration).toMatchObject({ kind: 'platt', slope: 1 });
    const all = folds.flatMap(({ margins }) => [...margins]);
    const observed = folds.flatMap(({ labels }) => [...labels]).reduce((sum, y) => sum + y, 0);
    expect(all.reduce((sum, margin) => sum + calibrate(calibration, margin), 0)).toBeCloseTo(observed, 6);
  });

  it('takes a line where margins are too extreme', () => {
    const { choice, calibration } = chooseCalibration(foldsOf(2_000, (margin) => margin / 3));
    expect(choice).toBe('platt');
    expect(calibration).toMatchObject({ slope: expect.closeTo(1 / 3, 1) });
  });

  it('takes steps where the truth is no line, and never answers 0 or 1', () => {
    const { choice, calibration } = chooseCalibration(foldsOf(4_000, (margin) => (margin > -1 ? logit(0.9) : -12)));
    expect(choice).toBe('isotonic');
    for (const margin of [-100, 100]) {
      expect(calibrate(calibration, margin)).toBeGreaterThan(0);
      expect(calibrate(calibration, margin)).toBeLessThan(1);
    }
  });

  it('does not trust a flexible fit that the next period contradicts', () => {
    const drifting = [foldOf(1, 60, (m) => m), foldOf(2, 60, (m) => 0.4 * m), foldOf(3, 60, (m) => 1.6 * m)];
    expect(chooseCalibration(drifting).choice).not.toBe('isotonic');
  });

  it('corrects the level alone when one period is all there is', () => {
    expect(chooseCalibration([foldOf(1, 500, (margin) => margin / 3)]).choice).toBe('offset');
  });
});
