import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@bellwether/errors';
import type { Job, JobQueue } from './job-queue.js';

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Default: as long as it takes. */
  readonly timeoutMs?: number;
  /** Default 250 ms. */
  readonly pollMs?: number;
  /** Told of the job each time it is looked at, for a progress bar. */
  readonly onProgress?: (job: Job) => void;
}

/**
 * Waits until a job has ended, whichever way.
 *
 * @throws NOT_FOUND, DEADLINE_EXCEEDED after `timeoutMs`, or the reason of the signal.
 */
export async function waitForJob(queue: JobQueue, id: string, options: WaitOptions = {}): Promise<Job> {
  const { signal, timeoutMs = Infinity, pollMs = 250, onProgress } = options;
  const start = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const job = await queue.get(id);
    onProgress?.(job);
    if (job.status !== 'queued' && job.status !== 'running') return job;
    if (performance.now() - start > timeoutMs) {
      throw new DomainError('DEADLINE_EXCEEDED', `job '${id}' must end within ${timeoutMs} ms, and is ${job.status}`);
    }
    await sleep(pollMs, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
  }
}
