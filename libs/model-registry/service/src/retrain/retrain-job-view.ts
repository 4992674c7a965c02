import { TrainResult, type RetrainJob } from '@bellwether/contracts';
import type { Job } from '@bellwether/platform/jobs';
import type { TrainingJobEntity } from '../database/training-job.entity.js';

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

/** A training that is over and that its queue has forgotten; its metrics are in its run. */
export function forgottenJobView(
  entry: TrainingJobEntity,
  outcome: NonNullable<TrainingJobEntity['outcome']>,
): RetrainJob {
  return {
    job_id: entry.job_id,
    model_name: entry.model_name,
    status: outcome,
    progress: outcome === 'succeeded' ? 1 : 0,
    message: 'over for so long that only the outcome is kept',
    estimated_duration_minutes: entry.estimated_minutes,
    mlflow_run_id: entry.run_id,
    created_at: new Date(entry.created_at).toISOString(),
  };
}
