import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { ListRetrainJobsRequest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction, withDomainErrors } from '@bellwether/platform/relational';
import type { Job } from '@bellwether/platform/jobs';
import { IsNull, Not, type DataSource, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { RunEntity } from '../database/run.entity.js';
import { TrainingJobEntity } from '../database/training-job.entity.js';
import { DOMAIN } from '../domain.js';

export type Outcome = NonNullable<TrainingJobEntity['outcome']>;

/** How a training ended. */
interface Ending {
  readonly outcome: Outcome;
  readonly duration_ms: number | null;
  readonly error: string | null;
}

const RUN_STATUS: Record<Outcome, RunEntity['status']> = {
  succeeded: 'FINISHED',
  failed: 'FAILED',
  cancelled: 'KILLED',
};

/** Open, and not given to the job queue yet. */
const WAITING = { outcome: IsNull(), dispatched_at: IsNull() };

/** The registry's own record of trainings: those that wait their turn, and those over, which outlives the queue's. */
@Injectable()
export class TrainingLedger {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** Enters a training that is to come. */
  async enter(
    manager: EntityManager,
    asked: Pick<TrainingJobEntity, 'job_id' | 'model_name' | 'run_id' | 'payload' | 'estimated_minutes' | 'priority'>,
  ): Promise<TrainingJobEntity> {
    const open = { dispatched_at: null, outcome: null, duration_ms: null, finished_at: null, error: null };
    const entry: TrainingJobEntity = { ...asked, ...open, created_at: this.clock().getTime() };
    await manager.insert(TrainingJobEntity, { ...entry });
    return entry;
  }

  /** @throws NOT_FOUND */
  async find(jobId: string): Promise<TrainingJobEntity> {
    const found = await this.reading((manager) => manager.findOneBy(TrainingJobEntity, { job_id: jobId }));
    if (found === null) throw new DomainError('NOT_FOUND', `no training job '${jobId}'`);
    return found;
  }

  /** The training that a run belongs to, if it is one of ours. */
  ofRun(runId: string): Promise<TrainingJobEntity | null> {
    return this.reading((manager) => manager.findOneBy(TrainingJobEntity, { run_id: runId }));
  }

  /** Newest first. */
  list({ model_name, status, limit }: ListRetrainJobsRequest): Promise<TrainingJobEntity[]> {
    const where: FindOptionsWhere<TrainingJobEntity> = {
      ...(model_name !== undefined && { model_name }),
      ...(status !== undefined && { outcome: status === 'open' ? IsNull() : status }),
    };
    const order = { created_at: 'DESC', job_id: 'ASC' } as const;
    return this.reading((manager) => manager.find(TrainingJobEntity, { where, order, take: limit }));
  }

  /** Those that the job queue has and whose end is not written down. */
  dispatched(): Promise<TrainingJobEntity[]> {
    const where = { outcome: IsNull(), dispatched_at: Not(IsNull()) };
    return this.reading((manager) => manager.find(TrainingJobEntity, { where, order: { created_at: 'ASC' } }));
  }

  /** How many are not over. */
  countOpen(): Promise<number> {
    return this.reading((manager) => manager.countBy(TrainingJobEntity, { outcome: IsNull() }));
  }

  /** How many wait for another of their model. */
  countWaiting(): Promise<number> {
    return this.reading((manager) => manager.countBy(TrainingJobEntity, WAITING));
  }

  /** How long the recent trainings of a model took, most recent first, in milliseconds. */
  async durationsOf(modelName: string): Promise<number[]> {
    const where = { model_name: modelName, outcome: 'succeeded' } as const;
    const order = { created_at: 'DESC' } as const;
    const recent = await this.reading((manager) => manager.find(TrainingJobEntity, { where, order, take: 10 }));
    return recent.flatMap((job) => job.duration_ms ?? []);
  }

  /** Writes down how a job ended. @returns whether it has just been found to have ended, so that another may begin. */
  async settle(entry: TrainingJobEntity, job: Job): Promise<boolean> {
    const outcome = outcomeOf(job);
    if (outcome === null || entry.outcome !== null) return false;
    const duration_ms = outcome === 'succeeded' ? durationOf(job) : null;
    return this.close({ job_id: entry.job_id }, { outcome, duration_ms, error: job.error });
  }

  /** Keeps who wanted a training to end, and why: it may still succeed. */
  async cancelAsked({ model_name: model, job_id: subject }: TrainingJobEntity): Promise<void> {
    const change = { action: 'training.cancel-asked', model, subject } as const;
    await inTransaction(this.dataSource, (manager) => this.audit.record(manager, change));
  }

  /** Takes a training that waits out of the line. @returns whether it still waited. */
  withdraw(entry: TrainingJobEntity): Promise<boolean> {
    const cancelled = { outcome: 'cancelled', duration_ms: null, error: null } as const;
    return this.close({ job_id: entry.job_id, dispatched_at: IsNull() }, cancelled);
  }

  /** A database that is away is UNAVAILABLE, no fault of ours. */
  private reading<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return withDomainErrors(() => work(this.dataSource.manager));
  }

  /**
   * Ends an open entry, and its run where the trainer could not: a run that is still RUNNING after its job is over
   * belongs to a worker that died, or to a training that never began.
   */
  private close(where: FindOptionsWhere<TrainingJobEntity> & { job_id: string }, ending: Ending): Promise<boolean> {
    return inTransaction(this.dataSource, async (manager) => {
      const now = this.clock().getTime();
      const open = { ...where, outcome: IsNull() };
      const { affected } = await manager.update(TrainingJobEntity, open, { ...ending, finished_at: now });
      if (affected === 0) return false;
      const { run_id } = await manager.findOneByOrFail(TrainingJobEntity, { job_id: where.job_id });
      const ended = { status: RUN_STATUS[ending.outcome], end_time: now };
      await manager.update(RunEntity, { run_id, status: 'RUNNING' }, ended);
      return true;
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
