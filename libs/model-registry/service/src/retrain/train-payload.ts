import { z } from 'zod';

/** Kind of the jobs that train a model. */
export const TRAIN_JOB = 'train';

/** What the train task is given. */
export interface TrainPayload {
  readonly model_name: string;
  readonly run_id: string;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly training_data_range?: { readonly start: string; readonly end: string };
  readonly source?: string;
  readonly test_share?: number;
  /** Number of folds to cross-validate on beside. */
  readonly cv?: number;
}

/** What the train task answers. */
export const TrainResult = z.object({
  model_version: z.coerce.string(),
  promoted: z.boolean(),
  metrics: z.record(z.string(), z.number()),
});
export type TrainResult = z.output<typeof TrainResult>;
