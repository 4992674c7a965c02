export type RiskLevel = 'low' | 'medium' | 'high';

/** From which probability on a booking counts as of medium and of high risk; 0 ≤ medium ≤ high ≤ 1. */
export interface RiskThresholds {
  readonly medium: number;
  readonly high: number;
}

export const DEFAULT_RISK_THRESHOLDS: RiskThresholds = { medium: 0.3, high: 0.6 };

/** low < medium threshold ≤ medium < high threshold ≤ high. */
export function riskLevel(probability: number, { medium, high }: RiskThresholds): RiskLevel {
  if (probability < medium) return 'low';
  return probability < high ? 'medium' : 'high';
}
