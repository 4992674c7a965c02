import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import { LOGGER } from '@bellwether/platform/bootstrap';
import { JOB_QUEUE, type Job, type JobQueue } from '@bellwether/platform/jobs';
import type { Logger } from 'pino';
import type { TrainingJobEntity } from '../database/training-job.entity.js';
import { TrainingDispatcher } from './training-dispatcher.js';
import { TrainingLedger } from './training-ledger.js';

/** How often ledger and queue are compared, in milliseconds; sooner while a training waits for the end of another. */
const SWEEP_MS = 30_000;
const SWEEP_WHILE_WAITING_MS = 1_000;

/**
 * Brings ledger and queue together at start and every so often: what one knows and the other does not, after a crash, and
 * whose turn it is when a training has ended.
 */
@Injectable()
export class TrainingReconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private again = false;
  private isStopped = false;

  constructor(
    private readonly ledger: TrainingLedger,
    private readonly dispatcher: TrainingDispatcher,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    void this.reconcile();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  /**
   * Compares, and gives out the turns that are free; a look under way is followed by another. Never fails: what did not
   * work is tried at the next look.
   */
  reconcile(): Promise<void> {
    this.again = true;
    this.sweeping ??= this.sweepUntilCalm().finally(() => (this.sweeping = undefined));
    return this.sweeping;
  }

  private async sweepUntilCalm(): Promise<void> {
    clearTimeout(this.timer);
    let waiting = 0;
    while (this.again) {
      this.again = false;
      waiting = await this.sweep();
    }
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.reconcile(), waiting > 0 ? SWEEP_WHILE_WAITING_MS : SWEEP_MS);
  }

  /** @returns how many still wait. */
  private async sweep(): Promise<number> {
    try {
      for (const entry of await this.ledger.dispatched()) await this.ledger.settle(entry, await this.jobOf(entry));
      await this.dispatcher.dispatch();
      return await this.ledger.countWaiting();
    } catch (error) {
      this.logger.warn({ err: error }, 'training jobs could not be reconciled');
      return 0;
    }
  }

  /** The job of an entry; one that the queue has never seen was dispatched just before a crash, and is given to it now. */
  private async jobOf(entry: TrainingJobEntity): Promise<Job> {
    try {
      return await this.queue.get(entry.job_id);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
      this.logger.warn({ job_id: entry.job_id }, 'a training had not reached the queue: giving it again');
      return this.dispatcher.give(entry);
    }
  }
}
