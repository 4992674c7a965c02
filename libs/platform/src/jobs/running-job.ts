import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { ResourceLimits } from 'node:worker_threads';
import type { AnalyticsStore } from '../analytics/index.js';
import type { OnlineStore } from '../online-store/index.js';
import type { Claim, JobOutcome } from './job-leases.js';
import type { FanOut, TaskLocation } from './job-queue.js';
import type { JobStore } from './job-store.js';
import { retryDelayMs } from './retry.js';
import { cancelShards, runShards } from './run-shards.js';
import type { Slots } from './slots.js';
import { TaskThread, type TaskOutcome } from './task-thread.js';

export interface RunningJobOptions {
  readonly location: TaskLocation;
  readonly analytics: AnalyticsStore;
  /** Of this process; undefined where it has none. */
  readonly online: OnlineStore | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly leaseMs: number;
  readonly beatMs: number;
  readonly graceMs: number;
  readonly resourceLimits: ResourceLimits;
  /** Of the back-off's chance, uniform in [0, 1). */
  readonly random: () => number;
  /** A place of these is taken for the job, and free when it has ended. */
  readonly slots: Slots;
  /** Whether one more job may wait for its shards here. */
  readonly mayPark: () => boolean;
  /** How long a job that may not is left in the queue, in milliseconds. */
  readonly parkRetryMs: number;
  /** Told that the job has freed its place: another may be taken. */
  readonly onFree: () => void;
}

/** How a job ended here, for the log of numbers. */
export type JobEnding = JobOutcome['status'] | 'retried' | 'given back' | 'lost';

/** How soon a checkpoint is tried again. */
const SAVE_PAUSE_MS = 250;
/** How often the shards of a waiting job are looked at. */
const SHARD_POLL_MS = 250;

/**
 * A job between its claim and its end. Its beat writes progress, renews the lease and learns of a cancellation; a job
 * whose lease is lost, or could not be renewed in time, is stopped without a word, because another worker may have it.
 * While it waits for its shards it keeps its thread and its lease but gives its place to others, so that parents alone
 * can never fill a worker.
 */
export class RunningJob {
  readonly id: string;
  /** Resolves when nothing of the job runs here any more and its end is written; never rejects. */
  readonly ended: Promise<JobEnding>;
  /** Whether it waits for its shards. */
  isParked = false;
  private readonly thread: TaskThread;
  private readonly beat: NodeJS.Timeout;
  /** Ends the waiting for shards and for a place. */
  private readonly stopped = new AbortController();
  private holdsSlot = true;
  private hasShards = false;
  private progress: { share: number; message: string };
  private renewedAt = performance.now();
  private ending: 'cancel' | 'give back' | 'put off' | 'lost' | null = null;

  constructor(
    private readonly claim: Claim,
    private readonly store: JobStore,
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
      traceparent: job.traceparent,
      payload: job.payload,
      restored: job.checkpoint ?? undefined,
      settings: options.settings,
      analytics: options.analytics,
      online: options.online,
      resourceLimits: options.resourceLimits,
      onProgress: (share, message) => (this.progress = { share, message }),
      onCheckpoint: (stateJson) => this.save(stateJson),
      onFanOut: (work) => this.fanOut(work),
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
    this.stopped.abort(new DomainError('ABORTED', `job '${this.id}' was asked to stop`));
    this.thread.cancel();
    const grace = setTimeout(() => void this.thread.terminate(), this.options.graceMs);
    void this.thread.outcome.then(() => clearTimeout(grace));
  }

  /**
   * Saves a place to resume from. A queue that is away is waited for as long as the lease may still be this job's: a task
   * is not to fail of what its worker outlives.
   */
  private async save(stateJson: string): Promise<void> {
    const until = performance.now() + this.options.leaseMs;
    for (;;) {
      try {
        return await this.store.leases.checkpoint(this.claim, stateJson);
      } catch (error) {
        const passes = error instanceof DomainError && error.code === 'UNAVAILABLE';
        if (!passes || this.ending !== null || performance.now() > until) throw error;
        await sleep(SAVE_PAUSE_MS);
      }
    }
  }

  private async fanOut(work: FanOut): Promise<unknown[]> {
    if (!this.options.mayPark()) return this.putOff();
    this.isParked = true;
    this.hasShards = true;
    this.freeSlot();
    const from = this.progress.share;
    const { upTo = 1 } = work;
    try {
      return await runShards(this.store.queue, this.id, work, {
        signal: this.stopped.signal,
        traceparent: this.claim.job.traceparent,
        pollMs: SHARD_POLL_MS,
        onProgress: (share, message) => (this.progress = { share: from + share * Math.max(0, upTo - from), message }),
      });
    } finally {
      // One that is to stop has to tidy up at most, and needs no place for that.
      this.holdsSlot = await this.options.slots.takeBack(this.stopped.signal);
      this.isParked = false;
    }
  }

  /** With every waiting place taken, the job makes room rather than wait in a place of those that run. */
  private putOff(): Promise<never> {
    this.ending ??= 'put off';
    void this.thread.terminate();
    return new Promise<never>(() => {});
  }

  private async renew(): Promise<void> {
    const { leaseMs } = this.options;
    try {
      const { share, message } = this.progress;
      const cancelled = await this.store.leases.renew(this.claim, leaseMs, share, message);
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
    this.stopped.abort(error);
    void this.thread.terminate();
  }

  private async conclude(outcome: TaskOutcome): Promise<JobEnding> {
    clearInterval(this.beat);
    await this.thread.terminate();
    this.stopped.abort(new DomainError('ABORTED', `job '${this.id}' has ended`));
    try {
      const ending = await this.write(outcome);
      // Succeeded, it may have gone on without some of them; given back, it will wait for them again.
      if (this.hasShards && (ending === 'failed' || ending === 'cancelled'))
        await cancelShards(this.store.queue, this.id);
      return ending;
    } catch (error) {
      // The lease runs out and the job is run again: better than a job that never ends.
      this.logger.error(`the end of job ${this.id} was not written: ${String(error)}`);
      return 'lost';
    } finally {
      if (this.holdsSlot) this.freeSlot();
    }
  }

  private freeSlot(): void {
    this.holdsSlot = false;
    this.options.slots.free();
    this.options.onFree();
  }

  private async write(outcome: TaskOutcome): Promise<JobEnding> {
    const { leases } = this.store;
    if (this.ending === 'lost') return 'lost';
    if (outcome.kind === 'failed' && (this.ending === 'give back' || this.ending === 'put off')) {
      await leases.giveBack(this.claim, this.ending === 'put off' ? this.options.parkRetryMs : 0);
      return 'given back';
    }
    await leases.renew(this.claim, this.options.leaseMs, this.progress.share, this.progress.message);
    const delayMs = this.retryDelay(outcome);
    if (delayMs !== null) {
      await leases.retry(this.claim, delayMs);
      return 'retried';
    }
    const end = this.outcomeOf(outcome);
    await leases.finish(this.claim, end);
    return end.status;
  }

  private retryDelay(outcome: TaskOutcome): number | null {
    const { id, kind, retry, failures } = this.claim.job;
    if (outcome.kind !== 'failed' || this.ending === 'cancel') return null;
    const delayMs = retryDelayMs(retry, outcome.code, failures, this.options.random);
    if (delayMs !== null) this.logger.warn(`job ${id} (${kind}) is tried again in ${delayMs} ms: ${outcome.report}`);
    return delayMs;
  }

  private outcomeOf(outcome: TaskOutcome): JobOutcome {
    if (outcome.kind === 'succeeded') return { status: 'succeeded', resultJson: outcome.resultJson };
    if (this.ending === 'cancel') return { status: 'cancelled' };
    if (outcome.error === undefined)
      this.logger.error(`job ${this.id} (${this.claim.job.kind}) failed: ${outcome.report}`);
    return { status: 'failed', error: outcome.error ?? 'internal error' };
  }
}
