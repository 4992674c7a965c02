import type { JobView } from '@bellwether/contracts';
import type { Job } from '@bellwether/platform/jobs';

/** A job as callers see it. */
export function jobView(job: Job): JobView {
  return {
    job_id: job.id,
    kind: job.kind,
    status: job.status,
    progress: job.progress,
    message: job.message,
    ...(job.status === 'succeeded' && { result: counts(job.result) }),
    ...(job.error !== null && { error: job.error }),
    created_at: job.created_at,
    ...(job.finished_at !== null && { finished_at: job.finished_at }),
  };
}

/** The numbers of a task's result: what was read, accepted, rejected. */
function counts(result: unknown): Record<string, number> {
  if (typeof result !== 'object' || result === null) return {};
  return Object.fromEntries(
    Object.entries(result).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
