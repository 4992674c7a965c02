import type { RetrainJob } from '@bellwether/contracts';
import type { Job } from '@bellwether/platform/jobs';
import type { TrainingJobEntity } from '../database/training-job.entity.js';
import { TrainResult } from './train-payload.js';

/** A training as callers see it. */
export function retrainJobView(entry: TrainingJobEntity, job: Job): RetrainJob {
  const result = job.status === 'succeeded' ? TrainResult.safeParse(job.result) : undefined;
  return {
    job_id: entry.job_id,
    model_name: entry.model_name,
    status: job.status,
    progress: job.progress,
    message: job.message,
    estimated_duration_minutes: entry.estimated_minutes,
    mlflow_run_id: entry.run_id,
    created_at: job.created_at,
    ...(job.finished_at !== null && { finished_at: job.finished_at }),
    ...result?.data,
    ...(job.error !== null && { error: job.error }),
  };
}
