import { describe, expect, it } from '@jest/globals';
import { judge, type ChampionScore } from './champion-gate.js';

const GATE = { auc_tolerance: 0.005, calibration_slope: { min: 0.7, max: 1.4 }, max_calibration_error: 0.08 };
const FINE = { auc: 0.8, ece: 0.02, calibration_slope: 1 };
const scored = (auc: number): ChampionScore => ({ kind: 'scored', version: '3', auc });

describe('the champion gate', () => {
  it.each([
    ['there is no champion', FINE, { kind: 'none' } as const, true],
    ['it ranks better', FINE, scored(0.7), true],
    ['it ranks worse within the tolerance', FINE, scored(0.805), true],
    ['it ranks worse beyond the tolerance', FINE, scored(0.8051), false],
    [
      'the champion cannot be compared',
      FINE,
      { kind: 'incomparable', version: '3', reason: 'no manifest' } as const,
      false,
    ],
    ['it is not calibrated', { ...FINE, ece: 0.081 }, { kind: 'none' } as const, false],
    ['it is too sure', { ...FINE, calibration_slope: 0.69 }, { kind: 'none' } as const, false],
    ['it is too timid', { ...FINE, calibration_slope: 1.41 }, { kind: 'none' } as const, false],
    ['its calibration error is no number', { ...FINE, ece: NaN }, { kind: 'none' } as const, false],
  ])('when %s', (_, metrics, champion, promote) => {
    expect(judge(metrics, champion, GATE).promote).toBe(promote);
  });

  it('says why it holds', () => {
    expect(judge(FINE, scored(0.9), GATE).reason).toBe(
      'its AUC 0.8000 against 0.9000 of champion 3, more than 0.005 lower',
    );
  });
});
