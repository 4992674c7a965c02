import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import {
  checkTag,
  DEFAULT_EXPERIMENT_ID,
  nameOfNewRun,
  RUN_NAME_TAG,
  RUN_USER_TAG,
} from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';
import { runFolder, storeUri } from '../artifacts/artifact-uri.js';
import { withKnownOutcome } from '../database/known-outcome.js';
import { NO_LINKS } from '../datasets/run-links.js';
import { RunEntity, RunTagEntity } from '../database/run.entity.js';
import { DOMAIN } from '../domain.js';
import { ArtifactClaims } from '../garbage/artifact-claims.js';
import { ExperimentsService } from './experiments.service.js';
import { RunRepository } from './run-repository.js';
import { runInfo, runView, type RunInfoView, type RunView } from './run-view.js';

/** Runs from their creation to their end. */
@Injectable()
export class RunsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly experiments: ExperimentsService,
    private readonly runs: RunRepository,
    private readonly claims: ArtifactClaims,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes a run. A client repeats what it did not see succeed, so nothing here can fail once the run is committed: the
   * answer is made of what was written, not read back, and a commit whose answer was lost is asked for.
   */
  async create(request: mlflow.MlflowRequest<typeof mlflow.createRun>): Promise<RunView> {
    return withKnownOutcome(this.dataSource, (manager) => this.createIn(manager, request));
  }

  /** Makes a run as part of a transaction of the caller's. */
  async createIn(manager: EntityManager, request: mlflow.MlflowRequest<typeof mlflow.createRun>): Promise<RunView> {
    for (const tag of request.tags) checkTag(tag.key, tag.value);
    const tags = new Map(request.tags.map(({ key, value }) => [key, value]));
    const { experiment_id } = await this.experiments.findActive(
      request.experiment_id ?? DEFAULT_EXPERIMENT_ID,
      manager,
    );
    const run_id = randomUUID().replaceAll('-', '');
    const run: RunEntity = {
      run_id,
      experiment_id,
      run_name: nameOfNewRun(run_id, request.run_name, tags.get(RUN_NAME_TAG)),
      user_id: request.user_id ?? tags.get(RUN_USER_TAG) ?? '',
      status: 'RUNNING',
      start_time: request.start_time ?? this.clock().getTime(),
      end_time: null,
      lifecycle_stage: 'active',
      artifact_uri: storeUri(runFolder(experiment_id, run_id)),
    };
    tags.set(RUN_NAME_TAG, run.run_name);
    const tagRows = [...tags].map(([key, value]) => ({ run_id, key, value }));
    await manager.insert(RunEntity, { ...run });
    await manager.insert(RunTagEntity, tagRows);
    return runView(run, { metrics: [], params: [], tags: tagRows }, NO_LINKS);
  }

  async update(request: mlflow.MlflowRequest<typeof mlflow.updateRun>): Promise<RunInfoView> {
    const { run_id, status, end_time, run_name } = request;
    return inTransaction(this.dataSource, async (manager) => {
      const run = await this.runs.lockActive(run_id, manager);
      const changed: RunEntity = {
        ...run,
        ...(status !== undefined && { status }),
        ...(end_time !== undefined && { end_time }),
        ...(run_name && { run_name }),
      };
      await manager.update(RunEntity, { run_id }, { ...changed });
      if (run_name) {
        await manager.upsert(RunTagEntity, { run_id, key: RUN_NAME_TAG, value: run_name }, ['run_id', 'key']);
      }
      return runInfo(changed);
    });
  }

  async delete(runId: string): Promise<void> {
    await this.runs.delete(runId, this.clock().getTime());
  }

  /** @throws NOT_FOUND, FAILED_PRECONDITION once its artifacts are being deleted. */
  async restore(runId: string): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      const run = await this.runs.find(runId, manager);
      await this.claims.claim(manager, runFolder(run.experiment_id, run.run_id));
      await this.runs.restore(run.run_id, manager);
    });
  }
}
