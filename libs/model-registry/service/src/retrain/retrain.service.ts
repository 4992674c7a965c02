import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type {
  ListRetrainJobsRequest,
  ListRetrainJobsResponse,
  ReproduceModelVersionRequest,
  RetrainJob,
  RetrainModelRequest,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { resolveHyperparameters } from '@bellwether/model-registry-core';
import type { Caller } from '@bellwether/platform/callers';
import { JOB_QUEUE, type Job, type JobQueue } from '@bellwether/platform/jobs';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';
import type { TrainingJobEntity } from '../database/training-job.entity.js';
import { ModelConfigs } from './model-config.js';
import { endedJobView, retrainJobView, waitingJobView } from './retrain-job-view.js';
import { TrainingIntake, type AskedTraining } from './training-intake.js';
import { TrainingLedger } from './training-ledger.js';
import { TrainingReconciler } from './training-reconciler.js';
import { untilOver } from './until-over.js';
import { VersionTrainings } from './version-trainings.js';

const DEFAULT_WAIT_MS = 110_000;
/** Of the caller's own time, what is kept for telling where the training stands, in milliseconds. */
const ANSWER_MS = 500;
/** Priority of what no one's production waits for. */
const LAST = 9;

/** Trains new versions of models, and old ones again, as jobs. */
@Injectable()
export class RetrainService implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    @Inject(MODEL_REGISTRY_CONFIG) private readonly config: ModelRegistryConfig,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    private readonly configs: ModelConfigs,
    private readonly versions: VersionTrainings,
    private readonly intake: TrainingIntake,
    private readonly ledger: TrainingLedger,
    private readonly reconciler: TrainingReconciler,
  ) {}

  /** Callers who wait for a training are answered with where it stands: it would outlast any drain. */
  beforeApplicationShutdown(): void {
    this.stopping.abort(new DomainError('DEADLINE_EXCEEDED', 'the server is stopping'));
  }

  /** @throws NOT_FOUND, INVALID_ARGUMENT with the hyperparameters at fault, RESOURCE_EXHAUSTED when too many wait. */
  async retrain(request: RetrainModelRequest, caller: Caller): Promise<RetrainJob> {
    const { model_name, training_data_range, source, test_share, cv_folds, priority } = request;
    const config = await this.configs.of(model_name);
    const entry = await this.begin({
      payload: {
        model_name,
        hyperparameters: resolveHyperparameters(request.hyperparameters, config.hyperparameters),
        ...(training_data_range !== undefined && { training_data_range }),
        ...(source !== undefined && { source }),
        ...(test_share !== undefined && { test_share }),
        ...(cv_folds !== undefined && { cv: cv_folds }),
      },
      priority,
      configuredMinutes: config.estimated_minutes,
    });
    return request.async ? this.accepted(entry) : this.waitFor(entry, caller);
  }

  /**
   * Trains a version again as it was trained, to compare.
   *
   * @throws NOT_FOUND, FAILED_PRECONDITION for a version that was not trained through this registry, RESOURCE_EXHAUSTED.
   */
  async reproduce({ model_name, version }: ReproduceModelVersionRequest): Promise<RetrainJob> {
    const { estimated_minutes } = await this.configs.of(model_name);
    const payload = await this.versions.trainingOf(model_name, version);
    const entry = await this.begin({
      payload: { ...payload, reproduces: version },
      priority: LAST,
      configuredMinutes: estimated_minutes,
    });
    return this.accepted(entry);
  }

  /** @throws NOT_FOUND */
  async get(jobId: string): Promise<RetrainJob> {
    return this.standing(await this.ledger.find(jobId));
  }

  async list(request: ListRetrainJobsRequest): Promise<ListRetrainJobsResponse> {
    const entries = await this.ledger.list(request);
    return { jobs: await Promise.all(entries.map((entry) => this.standing(entry))) };
  }

  /** One that waits for another ends at once, one under way at its next step. @throws NOT_FOUND */
  async cancel(jobId: string): Promise<RetrainJob> {
    const entry = await this.ledger.find(jobId);
    if (entry.outcome === null) await this.ledger.cancelAsked(entry);
    if (isWaiting(entry) && (await this.ledger.withdraw(entry))) return this.get(jobId);
    return this.standing(await this.ledger.find(jobId), () => this.queue.cancel(jobId));
  }

  /** From here on it is accepted: it reaches the queue sooner or later, whatever fails now. */
  private async begin(asked: AskedTraining): Promise<TrainingJobEntity> {
    const entry = await this.intake.take(asked);
    await this.reconciler.reconcile();
    return entry;
  }

  /** A refusal would make the caller order it again. */
  private accepted(entry: TrainingJobEntity): Promise<RetrainJob> {
    return this.get(entry.job_id).catch(() => waitingJobView(entry));
  }

  /** How a training stands by its queue; by the ledger where the queue does not have it yet, or has forgotten it. */
  private async standing(
    entry: TrainingJobEntity,
    ask: () => Promise<Job> = () => this.queue.get(entry.job_id),
  ): Promise<RetrainJob> {
    if (isWaiting(entry)) return waitingJobView(entry);
    try {
      const job = await ask();
      if (await this.ledger.settle(entry, job)) void this.reconciler.reconcile();
      return retrainJobView(entry, job);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
      if (entry.outcome === null) return waitingJobView(entry);
      return endedJobView(entry, entry.outcome);
    }
  }

  /** Waits for the end of a training, as long as a caller may be kept waiting; then it goes on without them. */
  private waitFor({ job_id }: TrainingJobEntity, { signal, timeLeftMs }: Caller): Promise<RetrainJob> {
    const timeoutMs = Math.min(this.config.retrainWaitMs ?? DEFAULT_WAIT_MS, timeLeftMs - ANSWER_MS);
    return untilOver(() => this.get(job_id), { timeoutMs, signal, stopping: this.stopping.signal });
  }
}

function isWaiting({ outcome, dispatched_at }: TrainingJobEntity): boolean {
  return outcome === null && dispatched_at === null;
}
