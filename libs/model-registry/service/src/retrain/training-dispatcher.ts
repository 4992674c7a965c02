import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { TRAIN_JOB } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { JOB_QUEUE, type Job, type JobQueue } from '@bellwether/platform/jobs';
import { withDomainErrors } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { TrainingJobEntity } from '../database/training-job.entity.js';
import { DOMAIN } from '../domain.js';

/** The first in line of each model that has none with the job queue. */
const NEXT = `
  SELECT DISTINCT ON (model_name) job_id FROM training_job waiting
  WHERE outcome IS NULL AND dispatched_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM training_job busy
    WHERE busy.model_name = waiting.model_name AND busy.outcome IS NULL AND busy.dispatched_at IS NOT NULL)
  ORDER BY model_name, priority, created_at, job_id`;

/** Gives the job queue the trainings whose turn it is: one of a model at a time. */
@Injectable()
export class TrainingDispatcher {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Dispatches the next training of every model that has none under way. The turn is committed before the queue has the
   * job: what a crash leaves in between, {@link give} gives again.
   */
  async dispatch(): Promise<void> {
    const next = await rows<{ job_id: string }>(this.dataSource.manager, NEXT);
    for (const { job_id } of next) {
      if (await this.takeTurn(job_id)) await this.give(await this.entry(job_id));
    }
  }

  /** Gives a job to the queue; a second time changes nothing. */
  give(entry: TrainingJobEntity): Promise<Job> {
    return this.queue.enqueue(TRAIN_JOB, entry.payload, { id: entry.job_id, priority: entry.priority });
  }

  /** @returns false when another replica gave the model's turn away first. */
  private async takeTurn(job_id: string): Promise<boolean> {
    const turn = `UPDATE training_job SET dispatched_at = $2
      WHERE job_id = $1 AND dispatched_at IS NULL AND outcome IS NULL RETURNING job_id`;
    try {
      return (await rows(this.dataSource.manager, turn, [job_id, this.clock().getTime()])).length === 1;
    } catch (error) {
      // The unique index: one of its model is under way.
      if (error instanceof DomainError && error.code === 'ALREADY_EXISTS') return false;
      throw error;
    }
  }

  private entry(job_id: string): Promise<TrainingJobEntity> {
    return withDomainErrors(() => this.dataSource.manager.findOneByOrFail(TrainingJobEntity, { job_id }));
  }
}
