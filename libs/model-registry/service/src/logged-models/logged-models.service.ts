import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  checkBatchSize,
  checkParam,
  checkRunId,
  checkTag,
  finalStatus,
  nameOfNewModel,
  newParams,
  type Param,
} from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { LoggedModelEntity, LoggedModelParamEntity, LoggedModelTagEntity } from '../database/logged-model.entity.js';
import { DOMAIN } from '../domain.js';
import { ExperimentsService } from '../tracking/experiments.service.js';
import { LoggedModelRepository } from './logged-model-repository.js';
import { loggedModelView, type LoggedModelView } from './logged-model-view.js';

type Tag = mlflow.MlflowRequest<typeof mlflow.setLoggedModelTags>['tags'][number];

/** The type of a model is one word of its client's. */
const MAX_MODEL_TYPE_LENGTH = 500;

/** Logged models from their creation to their deletion; their files go through the artifact proxy. */
@Injectable()
export class LoggedModelsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly experiments: ExperimentsService,
    private readonly models: LoggedModelRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes a model whose files are yet to come; as for runs, nothing here can fail once it is committed. */
  async create(request: mlflow.MlflowRequest<typeof mlflow.createLoggedModel>): Promise<LoggedModelView> {
    const { params, tags, model_type = '', source_run_id = '' } = request;
    checkTexts(params, tags);
    if (source_run_id !== '') checkRunId(source_run_id);
    if (model_type.length > MAX_MODEL_TYPE_LENGTH) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `model_type must be at most ${MAX_MODEL_TYPE_LENGTH} characters, got ${model_type.length}`,
      );
    }
    const model_id = `m-${randomUUID().replaceAll('-', '')}`;
    const now = this.clock().getTime();
    return inTransaction(this.dataSource, async (manager) => {
      const { experiment_id } = await this.experiments.findActive(request.experiment_id, manager);
      const model: LoggedModelEntity = {
        model_id,
        experiment_id,
        name: nameOfNewModel(model_id, request.name),
        model_type,
        source_run_id,
        status: 'PENDING',
        lifecycle_stage: 'active',
        creation_timestamp: now,
        last_updated_timestamp: now,
      };
      const data = { params: newParams(params, new Map()), tags: lastOfEachKey(tags) };
      await manager.insert(LoggedModelEntity, { ...model });
      await manager.insert(LoggedModelParamEntity, ofModel(model_id, data.params));
      await manager.insert(LoggedModelTagEntity, ofModel(model_id, data.tags));
      return loggedModelView(model, { ...data, metrics: [], registrations: [] });
    });
  }

  /** @throws NOT_FOUND, for a deleted model unless those are asked for too. */
  async get(modelId: string, allowDeleted: boolean): Promise<LoggedModelView> {
    return this.models.view(await (allowDeleted ? this.models.findAny(modelId) : this.models.find(modelId)));
  }

  /** Says how the upload of a model's files ended. */
  async finalize(modelId: string, written: mlflow.LoggedModelStatus): Promise<LoggedModelView> {
    const status = finalStatus(written);
    return inTransaction(this.dataSource, async (manager) => {
      const model = await this.models.lock(modelId, manager);
      const change = { status, last_updated_timestamp: this.clock().getTime() };
      await manager.update(LoggedModelEntity, { model_id: modelId }, change);
      return this.models.view({ ...model, ...change }, manager);
    });
  }

  /** Hides a model; a version that was registered from it keeps its files. */
  async delete(modelId: string): Promise<void> {
    const { model_id } = await this.models.findAny(modelId);
    const change = { lifecycle_stage: 'deleted', last_updated_timestamp: this.clock().getTime() } as const;
    await this.dataSource.manager.update(LoggedModelEntity, { model_id }, change);
  }

  /** Adds parameters; one that is there may be sent again with the same value. */
  async logParams(modelId: string, params: readonly Param[]): Promise<void> {
    checkTexts(params, []);
    await inTransaction(this.dataSource, async (manager) => {
      const { model_id } = await this.models.lock(modelId, manager);
      const key = In(params.map((param) => param.key));
      const stored = await manager.findBy(LoggedModelParamEntity, { model_id, key });
      const added = newParams(params, new Map(stored.map(({ key, value }) => [key, value])));
      await manager.insert(LoggedModelParamEntity, ofModel(model_id, added));
      await this.touch(manager, model_id);
    });
  }

  async setTags(modelId: string, tags: readonly Tag[]): Promise<void> {
    checkTexts([], tags);
    await inTransaction(this.dataSource, async (manager) => {
      const { model_id } = await this.models.lock(modelId, manager);
      await manager.upsert(LoggedModelTagEntity, ofModel(model_id, lastOfEachKey(tags)), ['model_id', 'key']);
      await this.touch(manager, model_id);
    });
  }

  /** @throws NOT_FOUND for a tag that is not there. */
  async deleteTag(modelId: string, key: string): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      const { model_id } = await this.models.lock(modelId, manager);
      const { affected } = await manager.delete(LoggedModelTagEntity, { model_id, key });
      if (affected === 0) {
        throw new DomainError('NOT_FOUND', `No tag with key '${key}' found for model with ID '${model_id}'.`);
      }
      await this.touch(manager, model_id);
    });
  }

  private async touch(manager: EntityManager, model_id: string): Promise<void> {
    const last_updated_timestamp = this.clock().getTime();
    await manager.update(LoggedModelEntity, { model_id }, { last_updated_timestamp });
  }
}

function checkTexts(params: readonly Param[], tags: readonly Tag[]): void {
  checkBatchSize({ metrics: 0, params: params.length, tags: tags.length });
  for (const { key, value } of params) checkParam(key, value);
  for (const { key, value } of tags) checkTag(key, value);
}

function ofModel<Pair extends object>(model_id: string, pairs: readonly Pair[]): (Pair & { model_id: string })[] {
  return pairs.map((pair) => ({ ...pair, model_id }));
}

/** The last of several tags of one key holds. */
function lastOfEachKey(tags: readonly Tag[]): Tag[] {
  return [...new Map(tags.map((tag) => [tag.key, tag])).values()];
}
