import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RISK_THRESHOLDS, riskLevel } from './risk-level.js';

describe('a risk level', () => {
  it('is low below the first threshold, high from the second on', () => {
    const levels = [0, 0.2999, 0.3, 0.5999, 0.6, 1].map((p) => riskLevel(p, DEFAULT_RISK_THRESHOLDS));
    expect(levels).toEqual(['low', 'low', 'medium', 'medium', 'high', 'high']);
  });

  it('follows other thresholds', () => {
    expect(riskLevel(0.15, { medium: 0.1, high: 0.2 })).toBe('medium');
  });
});
