export { coherentSamples, sampleIntervals } from './coherent-samples.js';
export { ERROR_COVARIANCES, type ErrorCovariance, type NodeErrors } from './covariance.js';
export { aggregate, hierarchyOf, type Hierarchy } from './hierarchy.js';
export {
  fitReconciliation,
  reconcile,
  type ReconciliationFit,
  type ReconciliationName,
  type ReconcileOptions,
} from './reconcile.js';
export { averageProportions, topDown, topDownForecastProportions } from './top-down.js';
export { treeOf, type HierarchyTree } from './tree.js';
export { roundCoherently } from './whole-numbers.js';
