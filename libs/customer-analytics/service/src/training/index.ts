export {
  evaluateCancellation,
  type CancellationEvaluation,
  type EvaluateOptions,
} from './evaluate-cancellation.js';
export { readModelConfig, resolveHyperparameters, type ModelConfig } from './model-config.js';
