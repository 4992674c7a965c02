export type { LoggedFeature, LoggedModel, WaitingPrediction } from './prediction-batch.js';
export { PredictionLog, type LoggingOutcome, type PredictionLogOptions } from './prediction-log.js';
export { PredictionLogModule } from './prediction-log.module.js';
export { parseSamplingRules, type SamplingRules } from './sampling-rules.js';
