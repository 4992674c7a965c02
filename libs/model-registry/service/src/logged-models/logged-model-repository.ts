import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { isModelId, loggedModelNotFound, pointsPerModel } from '@bellwether/model-registry-core';
import type { DataSource, EntityManager } from 'typeorm';
import { groupBy } from '../database/group-by.js';
import { LoggedModelEntity } from '../database/logged-model.entity.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { loggedModelView, type LoggedModelView, type ModelMetricRow } from './logged-model-view.js';

interface KeyValueRow {
  readonly model_id: string;
  readonly key: string;
  readonly value: string;
}

interface RegistrationRow {
  readonly model_id: string;
  readonly name: string;
  readonly version: number;
}

/** Logged models as they lie in the database. */
@Injectable()
export class LoggedModelRepository {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** @throws NOT_FOUND, also for one that was deleted. */
  async find(modelId: string, manager: EntityManager = this.dataSource.manager): Promise<LoggedModelEntity> {
    const model = await this.findAny(modelId, manager);
    if (model.lifecycle_stage !== 'active') throw loggedModelNotFound(modelId);
    return model;
  }

  /** A model whether or not it was deleted. @throws NOT_FOUND */
  async findAny(modelId: string, manager: EntityManager = this.dataSource.manager): Promise<LoggedModelEntity> {
    const model = isModelId(modelId) ? await manager.findOneBy(LoggedModelEntity, { model_id: modelId }) : null;
    if (model === null) throw loggedModelNotFound(modelId);
    return model;
  }

  /** Takes a model for writing: its writers take turns. @throws NOT_FOUND */
  async lock(modelId: string, manager: EntityManager): Promise<LoggedModelEntity> {
    const model = await manager.findOne(LoggedModelEntity, {
      where: { model_id: modelId },
      lock: { mode: 'for_no_key_update' },
    });
    if (model === null) throw loggedModelNotFound(modelId);
    return model;
  }

  /** @throws NOT_FOUND naming the first that does not exist, or was deleted. */
  async requireAll(modelIds: readonly string[], manager: EntityManager): Promise<void> {
    const wanted = [...new Set(modelIds)];
    const found = await rows<{ model_id: string }>(
      manager,
      `SELECT model_id FROM logged_model WHERE model_id = ANY($1::text[]) AND lifecycle_stage = 'active'`,
      [wanted],
    );
    const known = new Set(found.map((row) => row.model_id));
    const missing = wanted.find((modelId) => !known.has(modelId));
    if (missing !== undefined) throw loggedModelNotFound(missing);
  }

  async view(model: LoggedModelEntity, manager?: EntityManager): Promise<LoggedModelView> {
    const [view] = await this.views([model], manager);
    return view!;
  }

  /** Models by their ids, in that order. */
  async viewsOf(modelIds: readonly string[]): Promise<LoggedModelView[]> {
    if (modelIds.length === 0) return [];
    const found = await this.dataSource.manager
      .createQueryBuilder(LoggedModelEntity, 'm')
      .where('m.model_id = ANY(:modelIds)', { modelIds: [...modelIds] })
      .getMany();
    const byId = new Map(found.map((model) => [model.model_id, model]));
    return this.views(modelIds.flatMap((modelId) => byId.get(modelId) ?? []));
  }

  /** Models with all their data: four queries, however many models. */
  private async views(
    models: readonly LoggedModelEntity[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<LoggedModelView[]> {
    const ids = models.map((model) => model.model_id);
    const params = await keyValues(manager, 'logged_model_param', ids);
    const tags = await keyValues(manager, 'logged_model_tag', ids);
    const metrics = groupBy(await metricsOf(manager, ids), (row) => row.model_id);
    const registrations = groupBy(await registrationsOf(manager, ids), (row) => row.model_id);
    return models.map((model) =>
      loggedModelView(model, {
        params: params.get(model.model_id) ?? [],
        tags: tags.get(model.model_id) ?? [],
        metrics: metrics.get(model.model_id) ?? [],
        registrations: registrations.get(model.model_id) ?? [],
      }),
    );
  }
}

async function keyValues(
  manager: EntityManager,
  table: 'logged_model_param' | 'logged_model_tag',
  modelIds: readonly string[],
): Promise<Map<string, KeyValueRow[]>> {
  const found = await rows<KeyValueRow>(
    manager,
    `SELECT model_id, key, value FROM ${table} WHERE model_id = ANY($1::text[]) ORDER BY key`,
    [modelIds],
  );
  return groupBy(found, (row) => row.model_id);
}

/** The newest points of each model, as many as an answer about so many models has room for. */
function metricsOf(manager: EntityManager, modelIds: readonly string[]): Promise<ModelMetricRow[]> {
  return rows<ModelMetricRow>(
    manager,
    `SELECT model_id, key, value, timestamp, step, run_id, dataset_name, dataset_digest
     FROM (
       SELECT *, row_number() OVER (PARTITION BY model_id ORDER BY timestamp DESC, step DESC, key, run_id) AS age
       FROM logged_model_metric WHERE model_id = ANY($1::text[])
     ) point
     WHERE age <= $2 ORDER BY key, timestamp, step, run_id, dataset_name, dataset_digest, value`,
    [modelIds, pointsPerModel(modelIds.length)],
  );
}

function registrationsOf(manager: EntityManager, modelIds: readonly string[]): Promise<RegistrationRow[]> {
  return rows<RegistrationRow>(
    manager,
    'SELECT model_id, name, version FROM model_version WHERE model_id = ANY($1::text[]) ORDER BY name, version',
    [modelIds],
  );
}
