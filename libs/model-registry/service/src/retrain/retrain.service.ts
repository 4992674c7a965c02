import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { TRAIN_JOB, type RetrainJob, type RetrainModelRequest, type TrainPayload } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { estimateMinutes, resolveHyperparameters } from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import type { Caller } from '@bellwether/platform/callers';
import { JOB_QUEUE, waitForJob, type Job, type JobQueue } from '@bellwether/platform/jobs';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';
import { ExperimentEntity } from '../database/experiment.entity.js';
import { rows } from '../database/rows.js';
import { RunParamEntity } from '../database/run.entity.js';
import { TrainingJobEntity } from '../database/training-job.entity.js';
import { DOMAIN } from '../domain.js';
import { RunsService } from '../tracking/runs.service.js';
import { ModelConfigs } from './model-config.js';
import { forgottenJobView, retrainJobView } from './retrain-job-view.js';
import { TrainingLedger } from './training-ledger.js';

/** Experiment of the trainings started here. */
export const TRAINING_EXPERIMENT = 'hotel-ml';

const DEFAULT_MAX_WAITING = 20;
const DEFAULT_WAIT_MS = 110_000;
/** Of the caller's own time, what is kept for telling where the training stands, in milliseconds. */
const ANSWER_MS = 500;

/** Trains new versions of models, as jobs. */
@Injectable()
export class RetrainService implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(MODEL_REGISTRY_CONFIG) private readonly config: ModelRegistryConfig,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly configs: ModelConfigs,
    private readonly runs: RunsService,
    private readonly ledger: TrainingLedger,
  ) {}

  /** Callers who wait for a training are answered with where it stands: it would outlast any drain. */
  beforeApplicationShutdown(): void {
    this.stopping.abort(new DomainError('DEADLINE_EXCEEDED', 'the server is stopping'));
  }

  /**
   * Starts a training. Its run and its entry in the ledger are committed first, then the queue is given the job under the
   * entry's id; a crash in between leaves an entry that `TrainingReconciler` gives to the queue again.
   *
   * @throws NOT_FOUND, INVALID_ARGUMENT with the hyperparameters at fault, RESOURCE_EXHAUSTED when too many wait already.
   */
  async retrain(request: RetrainModelRequest, caller: Caller): Promise<RetrainJob> {
    const config = await this.configs.of(request.model_name);
    const hyperparameters = resolveHyperparameters(request.hyperparameters, config.hyperparameters);
    await this.refuseWhenFull();
    const estimated = estimateMinutes(await this.ledger.durationsOf(request.model_name), config.estimated_minutes);
    const entry = await this.enter(request, hyperparameters, estimated);
    const job = await this.queue.enqueue(TRAIN_JOB, entry.payload, { id: entry.job_id });
    return request.async ? retrainJobView(entry, job) : this.waitFor(entry, caller);
  }

  /** @throws NOT_FOUND */
  async get(jobId: string): Promise<RetrainJob> {
    const entry = await this.ledger.find(jobId);
    return this.standing(entry, () => this.queue.get(jobId));
  }

  /** @throws NOT_FOUND */
  async cancel(jobId: string): Promise<RetrainJob> {
    const entry = await this.ledger.find(jobId);
    return this.standing(entry, () => this.queue.cancel(jobId));
  }

  /** How a training stands by its queue, or, when that has forgotten it as long over, by the ledger. */
  private async standing(entry: TrainingJobEntity, ask: () => Promise<Job>): Promise<RetrainJob> {
    try {
      const job = await ask();
      await this.ledger.settle(entry, job);
      return retrainJobView(entry, job);
    } catch (error) {
      const isForgotten = error instanceof DomainError && error.code === 'NOT_FOUND';
      if (!isForgotten || entry.outcome === null) throw error;
      return forgottenJobView(entry, entry.outcome);
    }
  }

  private async refuseWhenFull(): Promise<void> {
    const most = this.config.maxWaitingTrainings ?? DEFAULT_MAX_WAITING;
    const waiting = await this.queue.list({ kind: TRAIN_JOB, status: 'queued', limit: most });
    if (waiting.length >= most) {
      throw new DomainError('RESOURCE_EXHAUSTED', `${most} trainings wait already; try again when one has started`, {
        retryAfterSeconds: 30,
      });
    }
  }

  private enter(
    request: RetrainModelRequest,
    hyperparameters: Record<string, number>,
    estimated_minutes: number,
  ): Promise<TrainingJobEntity> {
    const { model_name, training_data_range, source, test_share, cv_folds } = request;
    const job_id = `train_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
    return inTransaction(this.dataSource, async (manager) => {
      const now = this.clock().getTime();
      await rows(
        manager,
        `INSERT INTO experiment (name, lifecycle_stage, creation_time, last_update_time) VALUES ($1, 'active', $2, $2)
         ON CONFLICT (name) DO NOTHING`,
        [TRAINING_EXPERIMENT, now],
      );
      const { experiment_id } = await manager.findOneByOrFail(ExperimentEntity, { name: TRAINING_EXPERIMENT });
      const { info } = await this.runs.createIn(manager, {
        experiment_id,
        run_name: `${model_name} ${job_id}`,
        start_time: now,
        tags: [
          { key: 'bellwether.model_name', value: model_name },
          { key: 'bellwether.job_id', value: job_id },
        ],
      });
      const params = Object.entries(hyperparameters).map(([key, value]) => ({
        run_id: info.run_id,
        key,
        value: String(value),
      }));
      if (params.length > 0) await manager.insert(RunParamEntity, params);
      const payload: TrainPayload = {
        model_name,
        run_id: info.run_id,
        hyperparameters,
        ...(training_data_range !== undefined && { training_data_range }),
        ...(source !== undefined && { source }),
        ...(test_share !== undefined && { test_share }),
        ...(cv_folds !== undefined && { cv: cv_folds }),
      };
      const entry: TrainingJobEntity = {
        job_id,
        model_name,
        run_id: info.run_id,
        payload,
        estimated_minutes,
        created_at: now,
        outcome: null,
        duration_ms: null,
      };
      await manager.insert(TrainingJobEntity, { ...entry });
      return entry;
    });
  }

  /** Waits for the end of a job, as long as a caller may be kept waiting; then it goes on without them. */
  private async waitFor(entry: TrainingJobEntity, { signal, timeLeftMs }: Caller): Promise<RetrainJob> {
    try {
      const timeoutMs = Math.min(this.config.retrainWaitMs ?? DEFAULT_WAIT_MS, timeLeftMs - ANSWER_MS);
      const ends = AbortSignal.any([this.stopping.signal, signal]);
      await waitForJob(this.queue, entry.job_id, { timeoutMs, signal: ends });
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'DEADLINE_EXCEEDED') throw error;
    }
    return this.get(entry.job_id);
  }
}
