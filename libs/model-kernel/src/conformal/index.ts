export { absoluteResidualInterval, fitAbsoluteResidual, type AbsoluteResidualConformal } from './absolute-residual.js';
export { adaptiveSets, type AdaptiveSetsConformal } from './adaptive-sets.js';
export {
  classConditionalScores,
  conformalConfidence,
  mondrianConfidence,
  type ClassConditionalScores,
  type Confidence,
} from './confidence.js';
export type { ConformalClassifier, ConformalSetParams } from './conformal-classifier.js';
export { conformalClassifiers, type ConformalClassifierKind } from './conformal-classifiers.js';
export { conformalPValue } from './conformal-p-value.js';
export { conformalQuantile, sortedScores } from './conformal-quantile.js';
export { leastAmbiguous, type LeastAmbiguousConformal } from './least-ambiguous.js';
export { mondrian, type MondrianConformal } from './mondrian.js';
