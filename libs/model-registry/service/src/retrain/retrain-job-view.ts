import { TrainResult, type RetrainJob } from '@bellwether/contracts';
import type { Job } from '@bellwether/platform/jobs';
import type { TrainingJobEntity } from '../database/training-job.entity.js';

/** A training that the job queue has, as callers see it. */
export function retrainJobView(entry: TrainingJobEntity, job: Job): RetrainJob {
  const result = job.status === 'succeeded' ? TrainResult.safeParse(job.result) : undefined;
  return {
    ...entryView(entry),
    status: job.status,
    progress: job.progress,
    message: job.message,
    ...(job.finished_at !== null && { finished_at: job.finished_at }),
    ...result?.data,
    ...(job.error !== null && { error: job.error }),
  };
}

/** A training that waits for another of its model. */
export function waitingJobView(entry: TrainingJobEntity): RetrainJob {
  return {
    ...entryView(entry),
    status: 'queued',
    progress: 0,
    message: `waits for the training of ${entry.model_name} before it`,
  };
}

/** A training that is over, as the ledger keeps it; its metrics are in its run. */
export function endedJobView(entry: TrainingJobEntity, outcome: NonNullable<TrainingJobEntity['outcome']>): RetrainJob {
  return {
    ...entryView(entry),
    status: outcome,
    progress: outcome === 'succeeded' ? 1 : 0,
    message: 'over; its metrics and its log are in its run',
    ...(entry.finished_at !== null && { finished_at: new Date(entry.finished_at).toISOString() }),
    ...(entry.error !== null && { error: entry.error }),
  };
}

function entryView(
  entry: TrainingJobEntity,
): Pick<RetrainJob, 'job_id' | 'model_name' | 'estimated_duration_minutes' | 'mlflow_run_id' | 'created_at'> {
  return {
    job_id: entry.job_id,
    model_name: entry.model_name,
    estimated_duration_minutes: entry.estimated_minutes,
    mlflow_run_id: entry.run_id,
    created_at: new Date(entry.created_at).toISOString(),
  };
}
