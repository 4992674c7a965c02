export { judgeGate, type Evidence, type Rule, type RuleResult } from './governance/judge-gate.js';
export { mlflowErrorAnswer, type MlflowErrorAnswer } from './protocol/mlflow-error.js';
export {
  checkDatasetInputs,
  checkInputCount,
  checkMeasured,
  DATASET_CONTEXT_TAG,
  type DatasetInput,
} from './datasets/dataset.js';
export { checkExperimentCount, checkRunCount } from './datasets/counts.js';
export { parseModelOrder, type ModelOrder } from './logged-models/model-order.js';
export { isModelId, loggedModelNotFound, nameOfNewModel } from './logged-models/model-id.js';
export { finalStatus, STATUS_ON_THE_WIRE, type ModelStatus } from './logged-models/model-status.js';
export { pointsPerModel } from './logged-models/points-per-model.js';
export { checkAlias } from './registry/alias.js';
export { versionBefore, type AliasChange } from './registry/alias-history.js';
export { canonicalModelName } from './registry/model-name.js';
export { servingLatencyMs, type ServingReport } from './registry/serving-latency.js';
export { canonicalStage, checkTransition, STAGES, type Stage } from './registry/stage.js';
export { readVersion } from './registry/version-number.js';
export { estimateMinutes } from './retrain/estimate.js';
export { resolveHyperparameters, type HyperparameterRange } from './retrain/hyperparameters.js';
export { breachOf, type GuardLimits } from './rollout/guard.js';
export { addTraffic, faded, meanLatencyMs, NO_TRAFFIC, trafficSince, type Traffic } from './rollout/traffic.js';
export {
  EXPERIMENT_SEARCH,
  LOGGED_MODEL_SEARCH,
  MODEL_VERSION_SEARCH,
  REGISTERED_MODEL_SEARCH,
  RUN_SEARCH,
  type SearchDialect,
} from './search/dialect.js';
export {
  printFilter,
  type Comparison,
  type DatasetComparison,
  type DatasetField,
  type Filter,
  type ListAttribute,
  type NumericAttribute,
  type NumericComparator,
  type StringAttribute,
  type StringComparator,
} from './search/filter.js';
export {
  EXPERIMENT_PAGE,
  LOGGED_MODEL_PAGE,
  METRIC_HISTORY_BULK,
  METRIC_HISTORY_PAGE,
  METRIC_INTERVAL,
  MODEL_VERSION_PAGE,
  pageSize,
  REGISTERED_MODEL_PAGE,
  RUN_PAGE,
  WEBHOOK_PAGE,
  type PageSize,
} from './search/max-results.js';
export { readPageToken, writePageToken } from './search/page-token.js';
export { parseFilter } from './search/parse-filter.js';
export { parseOrderBy, type OrderBy } from './search/parse-order-by.js';
export { stagesOfView, type LifecycleStage } from './search/view-type.js';
export { checkExperimentId, checkExperimentName, checkRunId, DEFAULT_EXPERIMENT_ID } from './tracking/identifiers.js';
export { checkParam, checkTag } from './tracking/keys.js';
export { checkBatchBytes, checkBatchSize } from './tracking/limits.js';
export { stepRange } from './tracking/step-range.js';
export { checkMetric, compareMetrics, latestByKey, writeDouble, type Metric } from './tracking/metric.js';
export { newParams, type Param } from './tracking/params.js';
export { nameOfNewRun, RUN_NAME_TAG, RUN_USER_TAG } from './tracking/run-name.js';
export { mayTakeLater, MOST_ATTEMPTS, retryDelayMs } from './webhooks/retry-delay.js';
export {
  readWebhookEvent,
  readWebhookEvents,
  writeWebhookEvent,
  type WebhookEventName,
} from './webhooks/webhook-event.js';
export { checkWebhookName, checkWebhookSecret, readWebhookUrl } from './webhooks/webhook-fields.js';
