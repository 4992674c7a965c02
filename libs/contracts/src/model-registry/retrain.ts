import { z } from 'zod';
import { Identifier, Instant, IsoDate } from '../fields.js';
import { operation } from '../operation.js';

const training = { domain: 'model-registry', service: 'TrainingService' } as const;

export const RetrainModelRequest = z.strictObject({
  model_name: Identifier,
  training_data_range: z
    .strictObject({ start: IsoDate, end: IsoDate })
    .refine(({ start, end }) => start < end, { path: ['end'], message: 'must be after start' })
    .optional(),
  /** Known to the model and in its range; what is left out keeps the model's default. */
  hyperparameters: z.record(z.string().max(64), z.number()).default({}),
  /** Which imported or simulated data to train on; the model's own default when left out. */
  source: z.string().min(1).max(64).optional(),
  /** Share of the newest matured rows that is held out to measure the model; the model's own default when left out. */
  test_share: z.number().min(0.05).max(0.5).optional(),
  /** Also measures the model on this many consecutive later periods, each trained on what was known before it. */
  cv_folds: z.int().min(2).max(20).optional(),
  async: z.boolean().default(true),
});
export type RetrainModelRequest = z.output<typeof RetrainModelRequest>;

export const RetrainJob = z.strictObject({
  job_id: z.string(),
  model_name: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  /** Share done, in [0, 1]. */
  progress: z.number(),
  /** What it is doing. */
  message: z.string(),
  estimated_duration_minutes: z.number(),
  mlflow_run_id: z.string(),
  created_at: Instant,
  finished_at: Instant.optional(),
  metrics: z.record(z.string(), z.number()).optional(),
  model_version: z.string().optional(),
  promoted: z.boolean().optional(),
  error: z.string().optional(),
});
export type RetrainJob = z.output<typeof RetrainJob>;

export const RetrainModelResponse = RetrainJob;

export const retrainModel = operation({
  ...training,
  method: 'RetrainModel',
  load: 'waits',
  verb: 'POST',
  path: '/retrain/{model_name}',
  status: 202,
  access: 'engineer',
  summary: 'Trains a new version of a model as a job; promotes it when it is no worse than the one in production',
  request: RetrainModelRequest,
  response: RetrainModelResponse,
});

export const GetRetrainJobRequest = z.strictObject({ job_id: Identifier });
export const GetRetrainJobResponse = RetrainJob;

export const getRetrainJob = operation({
  ...training,
  method: 'GetRetrainJob',
  verb: 'GET',
  path: '/retrain/jobs/{job_id}',
  access: 'reader',
  summary: 'How a training job stands',
  request: GetRetrainJobRequest,
  response: GetRetrainJobResponse,
});

export const CancelRetrainJobRequest = z.strictObject({ job_id: Identifier });
export const CancelRetrainJobResponse = RetrainJob;

export const cancelRetrainJob = operation({
  ...training,
  method: 'CancelRetrainJob',
  verb: 'POST',
  path: '/retrain/jobs/{job_id}/cancel',
  access: 'engineer',
  summary: 'Asks a training job to stop',
  request: CancelRetrainJobRequest,
  response: CancelRetrainJobResponse,
});
