import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { TRAIN_JOB } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { LOGGER } from '@bellwether/platform/bootstrap';
import { JOB_QUEUE, type Job, type JobQueue } from '@bellwether/platform/jobs';
import type { Logger } from 'pino';
import type { TrainingJobEntity } from '../database/training-job.entity.js';
import { TrainingLedger } from './training-ledger.js';

const SWEEP_MS = 30_000;

/** Brings ledger and queue together at start and every so often: what one knows and the other does not, after a crash. */
@Injectable()
export class TrainingReconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly ledger: TrainingLedger,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.reconcile(), SWEEP_MS);
    void this.reconcile();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  reconcile(): Promise<void> {
    this.sweeping ??= this.sweep().finally(() => (this.sweeping = undefined));
    return this.sweeping;
  }

  private async sweep(): Promise<void> {
    try {
      for (const entry of await this.ledger.open()) await this.ledger.settle(entry, await this.jobOf(entry));
    } catch (error) {
      this.logger.warn({ err: error }, 'training jobs could not be reconciled');
    }
  }

  /** The job of an entry; one that the queue has never seen was accepted just before a crash, and is given to it now. */
  private async jobOf(entry: TrainingJobEntity): Promise<Job> {
    try {
      return await this.queue.get(entry.job_id);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
      this.logger.warn({ job_id: entry.job_id }, 'a training had not reached the queue: giving it again');
      return this.queue.enqueue(TRAIN_JOB, entry.payload, { id: entry.job_id });
    }
  }
}
