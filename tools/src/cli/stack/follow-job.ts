import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@bellwether/errors';
import { CommandError } from '../command-error.js';
import type { Session } from '../session.js';
import { showing } from '../terminal/progress.js';

/** What jobs of any kind tell of themselves. */
export interface JobState {
  readonly job_id: string;
  readonly status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly progress: number;
  readonly message: string;
  readonly error?: string | undefined;
}

/** How to start, ask after and stop one kind of job. */
export interface JobCalls<Job extends JobState> {
  start(): Promise<Job>;
  get(jobId: string): Promise<Job>;
  cancel(jobId: string): Promise<unknown>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 500;
/** Questions in a row that a stack too busy to answer may leave open: more than half a minute. */
const MOST_UNANSWERED = 60;

/**
 * Starts a job and shows it until it has ended. Ctrl-C asks the job to stop.
 *
 * @param outcome what to say of a job that succeeded.
 * @throws FAILED_PRECONDITION with the job's own error when it fails, ABORTED when somebody else cancels it.
 */
export function followJob<Job extends JobState>(
  { host, report }: Session,
  title: string,
  calls: JobCalls<Job>,
  outcome: (job: Job) => string,
): Promise<Job> {
  return showing(report.progress, title, async (progress) => {
    let job = await calls.start();
    for (let pause = FIRST_PAUSE_MS; isOpen(job); pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
      progress.update(job.progress, job.status === 'queued' ? 'waiting for a worker' : job.message);
      await pauseOrCancel(host.signal, pause, () => calls.cancel(job.job_id));
      job = await stateOf(job, calls, host.signal);
    }
    if (job.status === 'failed') {
      const message = job.error ?? 'the job failed and does not say why';
      throw new CommandError('FAILED_PRECONDITION', message, `That was job ${job.job_id}; the stack's log has more.`);
    }
    if (job.status === 'cancelled') {
      throw new CommandError('ABORTED', `job ${job.job_id} was cancelled`, 'Nothing of it was kept. Start it again.');
    }
    return { value: job, outcome: outcome(job) };
  });
}

/** How the job stands. The stack may be too busy to say for a while, with this very job: that ends no job. */
async function stateOf<Job extends JobState>(last: Job, calls: JobCalls<Job>, signal: AbortSignal): Promise<Job> {
  for (let unanswered = 1; ; unanswered++) {
    try {
      return await calls.get(last.job_id);
    } catch (error) {
      if (!isTooBusy(error) || unanswered === MOST_UNANSWERED) throw error;
      await pauseOrCancel(signal, LONGEST_PAUSE_MS, () => calls.cancel(last.job_id));
    }
  }
}

function isTooBusy(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'RESOURCE_EXHAUSTED';
}

function isOpen({ status }: JobState): boolean {
  return status === 'queued' || status === 'running';
}

async function pauseOrCancel(signal: AbortSignal, pause: number, cancel: () => Promise<unknown>): Promise<void> {
  try {
    await delay(pause, undefined, { signal });
  } catch (error) {
    if (signal.aborted) await cancel();
    throw error;
  }
}
