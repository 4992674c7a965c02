import { z } from 'zod';
import { Reproduction } from './retrain.js';

/** Kind of the jobs that train a model: the registry orders them, a worker runs them. */
export const TRAIN_JOB = 'train';

/** What a training job is asked. */
export const TrainPayload = z.strictObject({
  model_name: z.string(),
  /** The MLflow run that the training logs to; the version it registers names it. */
  run_id: z.string(),
  /** Over the model's defaults. */
  hyperparameters: z.record(z.string(), z.number()).default({}),
  /** Decisions from the first day to the last, whose outcome was known by the end of it. */
  training_data_range: z.strictObject({ start: z.iso.date(), end: z.iso.date() }).optional(),
  /** The model's own when absent. */
  source: z.string().optional(),
  /** Share of the decisions, the newest, to measure on; the model's own when absent. */
  test_share: z.number().gt(0).lt(1).optional(),
  /** Number of rolling-origin folds to cross-validate on beside; none when absent. */
  cv: z.int().min(2).max(20).optional(),
  /** The version to come to again and compare with; nothing is registered then. */
  reproduces: z.string().optional(),
});
export type TrainPayload = z.output<typeof TrainPayload>;

/** What a training answers. */
export const TrainResult = z.object({
  /** What was registered; nothing where a version was only reproduced. */
  model_version: z.coerce.string().optional(),
  promoted: z.boolean().optional(),
  metrics: z.record(z.string(), z.number()),
  reproduction: Reproduction.optional(),
});
export type TrainResult = z.output<typeof TrainResult>;
