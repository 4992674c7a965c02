export {
  actionPriority,
  ACTIONS,
  proposeActions,
  rankActions,
  type ActionCandidate,
  type ActionPriority,
  type ActionSubject,
  type ScoredAction,
} from './actions.js';
export { describeFactor, DESCRIBED_FEATURES, type FactorText, type FeatureValue } from './factor-texts.js';
export { probabilityPerMargin, type ScoredMargin } from './probability-impacts.js';
export { DEFAULT_RISK_THRESHOLDS, riskLevel, type RiskLevel, type RiskThresholds } from './risk-level.js';
export { DEFAULT_FACTOR_LIMITS, shownFactors, type FactorLimits, type ShownFactors } from './shown-factors.js';
export * from './value/index.js';
export * from './attribution/index.js';
export * from './cohorts/index.js';
export * from './journeys/index.js';
export * from './segments/index.js';
