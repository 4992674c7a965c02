import { FEATURE_VIEWS } from '@bellwether/feature-engineering';
import {
  HyperparameterRange,
  parseModelFile,
  readModelFile,
  resolveHyperparameters as resolve,
} from '@bellwether/platform/training';
import { z } from 'zod';

/**
 * How the trees are grown. `class_weight` is the power of the classes' ratio that a positive weighs: 0 is none, 1 balances
 * them. `half_life_days` is the age at which a row weighs half; 0 weighs all alike.
 */
const HYPERPARAMETERS = [
  'learning_rate',
  'n_estimators',
  'num_leaves',
  'max_depth',
  'min_child_samples',
  'feature_fraction',
  'bagging_fraction',
  'lambda_l2',
  'early_stopping_rounds',
  'class_weight',
  'half_life_days',
  'min_category_rows',
  'seed',
] as const;
export type HyperparameterName = (typeof HYPERPARAMETERS)[number];
export type Hyperparameters = Readonly<Record<HyperparameterName, number>>;

/** `models/<name>/model.json`: how a model is trained and on what; when it may go into production is in its `gate.json`. */
export const ModelConfig = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  description: z.string(),
  /** Which trainer of the worker makes it. */
  trainer: z.literal('booking_risk'),
  model_type: z.string(),
  view: z.enum(Object.keys(FEATURE_VIEWS) as [string, ...string[]]),
  /** Trained on unless a job says otherwise. */
  source: z.string(),
  /** Sources whose bookings are decided on once more between booking and arrival. */
  landmark_sources: z.array(z.string()),
  estimated_minutes: z.number().positive(),
  hyperparameters: z.strictObject(
    Object.fromEntries(HYPERPARAMETERS.map((name) => [name, HyperparameterRange])) as Record<
      HyperparameterName,
      typeof HyperparameterRange
    >,
  ),
  /** Share of the decisions, the newest, that the model is measured on. */
  test_share: z.number().gt(0).lt(1),
  /** The last periods before the test: each is predicted by a model of what was known before it. */
  validation: z.strictObject({ folds: z.int().min(1).max(12), fold_days: z.number().positive() }),
  /** What acting on a booking earns by its outcome, as a share of its price; a cost is negative. */
  profit: z.strictObject({
    true_positive: z.number(),
    false_positive: z.number(),
    true_negative: z.number(),
    false_negative: z.number(),
  }),
});
export type ModelConfig = z.output<typeof ModelConfig>;

/** @throws NOT_FOUND for a model without a configuration, INVALID_ARGUMENT naming what is wrong in a malformed one. */
export function readModelConfig(modelsDir: string, modelName: string): Promise<ModelConfig> {
  return readModelFile(modelsDir, modelName, ModelConfig);
}

/** @throws INVALID_ARGUMENT naming what is wrong. */
export function parseModelConfig(text: string, modelName: string): ModelConfig {
  return parseModelFile(text, modelName, ModelConfig);
}

/** The model's defaults under what a job sets. @throws INVALID_ARGUMENT naming `hyperparameters.<name>` for each at fault. */
export function resolveHyperparameters(
  config: ModelConfig,
  set: Readonly<Record<string, number>> = {},
): Hyperparameters {
  return resolve(config.hyperparameters, set);
}
