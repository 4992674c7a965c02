import type { JobStatus, RetryPolicy } from './job-queue.js';

/** What a worker has to know of a job to run it. */
export interface ClaimedJob {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempt: number;
  /** Tries that ended in an error that may pass. */
  readonly failures: number;
  readonly progress: number;
  readonly message: string;
  /** What an earlier attempt saved, null if none did. */
  readonly checkpoint: unknown;
  readonly retry: RetryPolicy | null;
  readonly traceparent: string | null;
}

export interface Claim {
  readonly job: ClaimedJob;
  /** Token without which nothing about the running job can be written. */
  readonly lease: string;
}

export type JobOutcome =
  | { readonly status: 'succeeded'; readonly resultJson: string }
  | { readonly status: 'failed'; readonly error: string }
  | { readonly status: 'cancelled' };

/** A job that its worker had left. */
export interface RecoveredJob {
  readonly id: string;
  readonly kind: string;
  /** What became of it: queued again, or ended. */
  readonly status: JobStatus;
}

/** How long jobs that have ended are kept. */
export interface Retention {
  readonly maxAgeMs: number;
  readonly maxCount: number;
}

/**
 * Who runs what. A worker holds a lease on each job that it runs and renews it; the job of a worker that died is queued
 * again when its lease runs out. Everything that is said about a job by a lease that was lost is ABORTED.
 */
export interface JobLeases {
  /** Takes the first queued job of these kinds; workers that ask at the same time get different ones. */
  claim(kinds: readonly string[], leaseMs: number): Promise<Claim | null>;
  /**
   * Renews a lease and writes the progress made.
   *
   * @returns whether the job is to be cancelled.
   * @throws ABORTED when the lease was lost: another worker may run the job by now.
   */
  renew(claim: Claim, leaseMs: number, progress: number, message: string): Promise<boolean>;
  /** @throws ABORTED when the lease was lost. */
  checkpoint(claim: Claim, stateJson: string): Promise<void>;
  /** @throws ABORTED when the lease was lost. */
  finish(claim: Claim, outcome: JobOutcome): Promise<void>;
  /** Queues a job again whose task failed of something that may pass. @throws ABORTED when the lease was lost. */
  retry(claim: Claim, delayMs: number): Promise<void>;
  /** Gives a job back that its worker has no time or place left for; the try does not count. */
  giveBack(claim: Claim, delayMs?: number): Promise<void>;
  /** Queues the jobs of dead workers again; one that was left `maxStalls` times has failed. */
  recoverStalled(maxStalls: number): Promise<RecoveredJob[]>;
  /** Forgets jobs that ended long ago, and the oldest where too many are kept; a bounded number of them at a time. */
  prune(retention: Retention): Promise<void>;
}
