import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { TrainPayload } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { estimateMinutes } from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';
import { ExperimentEntity } from '../database/experiment.entity.js';
import { rows } from '../database/rows.js';
import { RunParamEntity } from '../database/run.entity.js';
import type { TrainingJobEntity } from '../database/training-job.entity.js';
import { DOMAIN } from '../domain.js';
import { RunsService } from '../tracking/runs.service.js';
import { TrainingLedger } from './training-ledger.js';

/** Experiment of the trainings started here. */
export const TRAINING_EXPERIMENT = 'hotel-ml';

const DEFAULT_MAX_WAITING = 20;

/** A training before it has its run. */
export interface AskedTraining {
  readonly payload: Omit<TrainPayload, 'run_id'>;
  readonly priority: number;
  /** How long one takes by the model's configuration, in minutes. */
  readonly configuredMinutes: number;
}

/** Takes trainings in: each with a run of its own and a place in the line of its model. */
@Injectable()
export class TrainingIntake {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(MODEL_REGISTRY_CONFIG) private readonly config: ModelRegistryConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly runs: RunsService,
    private readonly ledger: TrainingLedger,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Commits the run of a training and its entry in the ledger, both or neither.
   *
   * @throws RESOURCE_EXHAUSTED when too many are open already.
   */
  async take({ payload, priority, configuredMinutes }: AskedTraining): Promise<TrainingJobEntity> {
    await this.refuseWhenFull();
    const { model_name } = payload;
    const estimated_minutes = estimateMinutes(await this.ledger.durationsOf(model_name), configuredMinutes);
    const job_id = `train_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
    return inTransaction(this.dataSource, async (manager) => {
      const run_id = await this.beginRun(manager, job_id, payload);
      const whole: TrainPayload = { ...payload, run_id };
      await this.audit.record(manager, { action: 'training.asked', model: model_name, subject: job_id, after: whole });
      return this.ledger.enter(manager, { job_id, model_name, run_id, payload: whole, estimated_minutes, priority });
    });
  }

  private async refuseWhenFull(): Promise<void> {
    const most = this.config.maxWaitingTrainings ?? DEFAULT_MAX_WAITING;
    if ((await this.ledger.countOpen()) < most) return;
    throw new DomainError('RESOURCE_EXHAUSTED', `${most} trainings are open already; try again when one has ended`, {
      retryAfterSeconds: 30,
    });
  }

  private async beginRun(
    manager: EntityManager,
    job_id: string,
    { model_name, hyperparameters, reproduces }: AskedTraining['payload'],
  ): Promise<string> {
    const { info } = await this.runs.createIn(manager, {
      experiment_id: await this.experiment(manager),
      run_name: `${model_name} ${job_id}`,
      start_time: this.clock().getTime(),
      tags: [
        { key: 'bellwether.model_name', value: model_name },
        { key: 'bellwether.job_id', value: job_id },
        ...(reproduces === undefined ? [] : [{ key: 'bellwether.reproduces', value: reproduces }]),
      ],
    });
    const { run_id } = info;
    const params = Object.entries(hyperparameters).map(([key, value]) => ({ run_id, key, value: String(value) }));
    if (params.length > 0) await manager.insert(RunParamEntity, params);
    return run_id;
  }

  private async experiment(manager: EntityManager): Promise<string> {
    await rows(
      manager,
      `INSERT INTO experiment (name, lifecycle_stage, creation_time, last_update_time) VALUES ($1, 'active', $2, $2)
       ON CONFLICT (name) DO NOTHING`,
      [TRAINING_EXPERIMENT, this.clock().getTime()],
    );
    const { experiment_id } = await manager.findOneByOrFail(ExperimentEntity, { name: TRAINING_EXPERIMENT });
    return experiment_id;
  }
}
