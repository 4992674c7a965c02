import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import type { Job } from '@bellwether/platform/jobs';
import { IsNull, type DataSource } from 'typeorm';
import { RunEntity } from '../database/run.entity.js';
import { TrainingJobEntity } from '../database/training-job.entity.js';
import { DOMAIN } from '../domain.js';

type Outcome = NonNullable<TrainingJobEntity['outcome']>;

const RUN_STATUS: Record<Outcome, RunEntity['status']> = {
  succeeded: 'FINISHED',
  failed: 'FAILED',
  cancelled: 'KILLED',
};

/** The registry's own record of trainings, which outlives the queue's. */
@Injectable()
export class TrainingLedger {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async find(jobId: string): Promise<TrainingJobEntity> {
    const found = await this.dataSource.manager.findOneBy(TrainingJobEntity, { job_id: jobId });
    if (found === null) throw new DomainError('NOT_FOUND', `no training job '${jobId}'`);
    return found;
  }

  open(): Promise<TrainingJobEntity[]> {
    return this.dataSource.manager.find(TrainingJobEntity, {
      where: { outcome: IsNull() },
      order: { created_at: 'ASC' },
    });
  }

  /** How long the recent trainings of a model took, most recent first, in milliseconds. */
  async durationsOf(modelName: string): Promise<number[]> {
    const recent = await this.dataSource.manager.find(TrainingJobEntity, {
      where: { model_name: modelName, outcome: 'succeeded' },
      order: { created_at: 'DESC' },
      take: 10,
    });
    return recent.flatMap((job) => job.duration_ms ?? []);
  }

  /**
   * Writes down how a job ended, and ends its run where the trainer could not: a run that is still RUNNING after its job
   * is over belongs to a worker that died.
   */
  async settle(entry: TrainingJobEntity, job: Job): Promise<void> {
    const outcome = outcomeOf(job);
    if (outcome === null || entry.outcome !== null) return;
    const duration_ms = outcome === 'succeeded' ? durationOf(job) : null;
    await inTransaction(this.dataSource, async (manager) => {
      await manager.update(TrainingJobEntity, { job_id: entry.job_id, outcome: IsNull() }, { outcome, duration_ms });
      await manager.update(
        RunEntity,
        { run_id: entry.run_id, status: 'RUNNING' },
        { status: RUN_STATUS[outcome], end_time: this.clock().getTime() },
      );
    });
  }
}

function outcomeOf(job: Job): Outcome | null {
  return job.status === 'queued' || job.status === 'running' ? null : job.status;
}

function durationOf(job: Job): number | null {
  if (job.started_at === null || job.finished_at === null) return null;
  return Math.max(0, Date.parse(job.finished_at) - Date.parse(job.started_at));
}
