import type { Logger } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { ResourceLimits } from 'node:worker_threads';
import type { AnalyticsStore } from '../analytics/index.js';
import type { Claim, JobLeases, JobOutcome } from './job-leases.js';
import type { TaskLocation } from './job-queue.js';
import { TaskThread, type TaskOutcome } from './task-thread.js';

export interface RunningJobOptions {
  readonly location: TaskLocation;
  readonly analytics: AnalyticsStore;
  readonly settings: Readonly<Record<string, string>>;
  readonly leaseMs: number;
  readonly beatMs: number;
  readonly graceMs: number;
  readonly resourceLimits: ResourceLimits;
}

/**
 * A job between its claim and its end. Its beat writes progress, renews the lease and learns of a cancellation; a job
 * whose lease is lost, or could not be renewed in time, is stopped without a word, because another worker may have it.
 */
export class RunningJob {
  readonly id: string;
  /** Resolves when nothing of the job runs here any more and its end is written; never rejects. */
  readonly ended: Promise<void>;
  private readonly thread: TaskThread;
  private readonly beat: NodeJS.Timeout;
  private progress: { share: number; message: string };
  private renewedAt = performance.now();
  private ending: 'cancel' | 'give back' | 'lost' | null = null;

  constructor(
    private readonly claim: Claim,
    private readonly leases: JobLeases,
    private readonly options: RunningJobOptions,
    private readonly logger: Logger,
  ) {
    const { job } = claim;
    this.id = job.id;
    this.progress = { share: job.progress, message: job.message };
    this.thread = new TaskThread({
      location: options.location,
      jobId: job.id,
      attempt: job.attempt,
      payload: job.payload,
      restored: job.checkpoint ?? undefined,
      settings: options.settings,
      analytics: options.analytics,
      resourceLimits: options.resourceLimits,
      onProgress: (share, message) => (this.progress = { share, message }),
      onCheckpoint: (stateJson) => leases.checkpoint(claim, stateJson),
    });
    this.beat = setInterval(() => void this.renew(), options.beatMs);
    this.ended = this.thread.outcome.then((outcome) => this.conclude(outcome));
  }

  /** Asks the task to stop, and stops it when its grace is over. */
  cancel(): void {
    if (this.ending === null) this.wind('cancel');
  }

  /** Ends the job here so that it can go on elsewhere; one that ends by itself in its grace has ended. */
  async giveBack(): Promise<void> {
    if (this.ending === null) this.wind('give back');
    await this.ended;
  }

  private wind(how: 'cancel' | 'give back'): void {
    this.ending = how;
    this.thread.cancel();
    const grace = setTimeout(() => void this.thread.terminate(), this.options.graceMs);
    void this.thread.outcome.then(() => clearTimeout(grace));
  }

  private async renew(): Promise<void> {
    const { leaseMs } = this.options;
    try {
      const { share, message } = this.progress;
      const cancelled = await this.leases.renew(this.claim, leaseMs, share, message);
      this.renewedAt = performance.now();
      if (cancelled) this.cancel();
    } catch (error) {
      const isLost = error instanceof DomainError && error.code === 'ABORTED';
      if (!isLost && performance.now() - this.renewedAt < leaseMs) return;
      this.lose(error);
    }
  }

  private lose(error: unknown): void {
    if (this.ending === 'lost') return;
    this.ending = 'lost';
    this.logger.error(`job ${this.id} is stopped here: ${String(error)}`);
    void this.thread.terminate();
  }

  private async conclude(outcome: TaskOutcome): Promise<void> {
    clearInterval(this.beat);
    await this.thread.terminate();
    try {
      await this.write(outcome);
    } catch (error) {
      // The lease runs out and the job is run again: better than a job that never ends.
      this.logger.error(`the end of job ${this.id} was not written: ${String(error)}`);
    }
  }

  private async write(outcome: TaskOutcome): Promise<void> {
    if (this.ending === 'lost') return;
    if (this.ending === 'give back' && outcome.kind === 'failed') return this.leases.giveBack(this.claim);
    await this.leases.renew(this.claim, this.options.leaseMs, this.progress.share, this.progress.message);
    await this.leases.finish(this.claim, this.outcomeOf(outcome));
  }

  private outcomeOf(outcome: TaskOutcome): JobOutcome {
    if (outcome.kind === 'succeeded') return { status: 'succeeded', resultJson: outcome.resultJson };
    if (this.ending === 'cancel') return { status: 'cancelled' };
    if (outcome.error === undefined)
      this.logger.error(`job ${this.id} (${this.claim.job.kind}) failed: ${outcome.report}`);
    return { status: 'failed', error: outcome.error ?? 'internal error' };
  }
}
