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
  /** 0 goes first, 9 last; among equals the oldest. */
  priority: z.int().min(0).max(9).default(5),
  async: z.boolean().default(true),
});
export type RetrainModelRequest = z.output<typeof RetrainModelRequest>;

/** How a version compares with what the same training makes now. */
export const Reproduction = z.strictObject({
  /** The version that was to be reproduced. */
  version: z.string(),
  /** Whether every file of the bundle came out the same, byte for byte. */
  identical: z.boolean(),
  /** What differs, with both sides; the first 50. */
  differences: z.array(z.string()),
});
export type Reproduction = z.output<typeof Reproduction>;

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
  /** Of a job that was to reproduce a version; it registers none. */
  reproduction: Reproduction.optional(),
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

export const ListRetrainJobsRequest = z.strictObject({
  model_name: Identifier.optional(),
  status: z.enum(['open', 'succeeded', 'failed', 'cancelled']).optional(),
  limit: z.int().min(1).max(100).default(20),
});
export const ListRetrainJobsResponse = z.strictObject({ jobs: z.array(RetrainJob) });
export type ListRetrainJobsRequest = z.output<typeof ListRetrainJobsRequest>;
export type ListRetrainJobsResponse = z.output<typeof ListRetrainJobsResponse>;

export const listRetrainJobs = operation({
  ...training,
  method: 'ListRetrainJobs',
  verb: 'GET',
  path: '/retrain/jobs',
  access: 'reader',
  summary: 'Training jobs, newest first',
  request: ListRetrainJobsRequest,
  response: ListRetrainJobsResponse,
});

export const ReproduceModelVersionRequest = z.strictObject({
  model_name: Identifier,
  version: z.string().regex(/^[1-9]\d{0,8}$/, 'must be the number of a version'),
});
export type ReproduceModelVersionRequest = z.output<typeof ReproduceModelVersionRequest>;
export const ReproduceModelVersionResponse = RetrainJob;

export const reproduceModelVersion = operation({
  ...training,
  method: 'ReproduceModelVersion',
  verb: 'POST',
  path: '/models/{model_name}/versions/{version}/reproduce',
  status: 202,
  access: 'engineer',
  summary: 'Trains a version again as a job and compares the bytes; registers nothing',
  request: ReproduceModelVersionRequest,
  response: ReproduceModelVersionResponse,
});
