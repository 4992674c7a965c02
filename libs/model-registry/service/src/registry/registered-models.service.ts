import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { CHAMPION_ALIAS, type mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  canonicalModelName,
  canonicalStage,
  checkTag,
  parseFilter,
  parseOrderBy,
  REGISTERED_MODEL_PAGE,
  REGISTERED_MODEL_SEARCH,
} from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { groupBy } from '../database/group-by.js';
import { ModelVersionEntity } from '../database/model-version.entity.js';
import {
  AliasHistoryEntity,
  RegisteredModelAliasEntity,
  RegisteredModelEntity,
  RegisteredModelTagEntity,
} from '../database/registered-model.entity.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { addFilter, compileOrder, type SearchTarget } from '../search/compile-filter.js';
import { Page, queryOf } from '../search/page.js';
import { SqlConditions } from '../search/sql-conditions.js';
import { PromotionGate } from '../gate/promotion-gate.js';
import { WebhookEvents } from '../webhooks/webhook-events.js';
import { VersionRepository } from './version-repository.js';
import type { VersionView } from './version-view.js';

type ModelView = mlflow.MlflowResponseInput<typeof mlflow.getRegisteredModel>['registered_model'];

const TARGET: SearchTarget = {
  columns: {
    name: 'm.name',
    creation_timestamp: 'm.creation_timestamp',
    last_updated_timestamp: 'm.last_updated_timestamp',
  },
  texts: ['name'],
  tag: { table: 'registered_model_tag', joined: 'kv.name = m.name' },
};

@Injectable()
export class RegisteredModelsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly versions: VersionRepository,
    private readonly webhooks: WebhookEvents,
    private readonly gate: PromotionGate,
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async create(request: mlflow.MlflowRequest<typeof mlflow.createRegisteredModel>): Promise<ModelView> {
    const name = canonicalModelName(request.name);
    for (const tag of request.tags) checkTag(tag.key, tag.value);
    const tags = new Map(request.tags.map(({ key, value }) => [key, value]));
    const description = request.description ?? '';
    const now = this.clock().getTime();
    await inTransaction(this.dataSource, async (manager) => {
      const made = await rows(
        manager,
        `INSERT INTO registered_model (name, creation_timestamp, last_updated_timestamp, description)
         VALUES ($1, $2, $2, $3) ON CONFLICT DO NOTHING RETURNING name`,
        [name, now, description],
      );
      if (made.length === 0) throw nameTaken(name);
      await manager.insert(
        RegisteredModelTagEntity,
        [...tags].map(([key, value]) => ({ name, key, value })),
      );
      const told = { name, tags: Object.fromEntries(tags), description: request.description ?? null };
      await this.webhooks.record(manager, 'registered_model.created', told);
      const after = { description, tags: Object.fromEntries(tags) };
      await this.audit.record(manager, { action: 'model.created', model: name, after });
    });
    this.webhooks.wake();
    return {
      name,
      creation_timestamp: now,
      last_updated_timestamp: now,
      description,
      tags: [...tags].map(([key, value]) => ({ key, value })),
    };
  }

  async get(name: string): Promise<ModelView> {
    const [view] = await this.views([await this.find(name)]);
    return view!;
  }

  async rename(name: string, newName: string): Promise<ModelView> {
    const model = await this.find(name);
    const target = canonicalModelName(newName);
    await inTransaction(this.dataSource, async (manager) => {
      if (target !== model.name && (await manager.existsBy(RegisteredModelEntity, { name: target }))) {
        throw nameTaken(target);
      }
      await this.refuseBesideGate(manager, model.name, target);
      // Foreign keys carry the name along: versions, tags, aliases and their history keep belonging to the model.
      const change = { name: target, last_updated_timestamp: this.clock().getTime() };
      await manager.update(RegisteredModelEntity, { name: model.name }, change);
      const [before, after] = [{ name: model.name }, { name: target }];
      await this.audit.record(manager, { action: 'model.renamed', model: model.name, before, after });
    });
    return this.get(target);
  }

  async update(name: string, description: string | undefined): Promise<ModelView> {
    const model = await this.find(name);
    if (description !== undefined) {
      await inTransaction(this.dataSource, async (manager) => {
        await this.touch(manager, model.name, { description });
        const [before, after] = [{ description: model.description }, { description }];
        await this.audit.record(manager, { action: 'model.described', model: model.name, before, after });
      });
    }
    return this.get(model.name);
  }

  async delete(name: string): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      const model = await this.find(name, manager);
      const { description, last_version } = model;
      const aliases = await manager.findBy(RegisteredModelAliasEntity, { name: model.name });
      await manager.delete(RegisteredModelEntity, { name: model.name });
      const before = {
        ...{ description, last_version },
        aliases: Object.fromEntries(aliases.map(({ alias, version }) => [alias, version])),
      };
      await this.audit.record(manager, { action: 'model.deleted', model: model.name, before });
    });
  }

  async setTag(name: string, key: string, value: string): Promise<void> {
    checkTag(key, value);
    await this.changeTag(name, key, value);
  }

  async deleteTag(name: string, key: string): Promise<void> {
    await this.changeTag(name, key, undefined);
  }

  async search(request: mlflow.MlflowRequest<typeof mlflow.searchRegisteredModels>) {
    const page = new Page(request, REGISTERED_MODEL_PAGE, queryOf(request));
    const conditions = new SqlConditions();
    addFilter(parseFilter(request.filter, REGISTERED_MODEL_SEARCH), TARGET, conditions);
    const order = parseOrderBy(request.order_by, REGISTERED_MODEL_SEARCH);
    const { joins, orderBy } = compileOrder(order, TARGET, conditions, 'm.name COLLATE "C"');
    const found = await rows<{ name: string }>(
      this.dataSource.manager,
      `SELECT m.name FROM registered_model m ${joins} WHERE ${conditions.where} ORDER BY ${orderBy}
       LIMIT ${conditions.bind(page.limit)} OFFSET ${conditions.bind(page.offset)}`,
      conditions.values,
    );
    const { rows: shown, next } = page.cut(found);
    const names = shown.map((row) => row.name);
    const models = await this.dataSource.manager.findBy(RegisteredModelEntity, { name: In(names) });
    const byName = new Map(models.map((model) => [model.name, model]));
    return { registered_models: await this.views(names.flatMap((name) => byName.get(name) ?? [])), ...next };
  }

  /** The newest version of each stage, or of the stages named. */
  async latestVersions(name: string, stages: readonly string[]): Promise<VersionView[]> {
    const model = await this.find(name);
    const wanted = stages.map(canonicalStage);
    const latest = await this.latestByStage([model.name]);
    return this.versions.views(
      latest.filter((version) => wanted.length === 0 || wanted.includes(version.current_stage)),
    );
  }

  /** @throws NOT_FOUND */
  async find(name: string, manager: EntityManager = this.dataSource.manager): Promise<RegisteredModelEntity> {
    const canonical = canonicalModelName(name);
    const model = await manager.findOneBy(RegisteredModelEntity, { name: canonical });
    if (model === null) throw new DomainError('NOT_FOUND', `Registered Model with name=${canonical} not found`);
    return model;
  }

  /** Sets a tag, or takes it away where there is no value. */
  private async changeTag(modelName: string, key: string, value: string | undefined): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      const { name } = await this.find(modelName, manager);
      await this.touch(manager, name, {});
      const known = await manager.findOneBy(RegisteredModelTagEntity, { name, key });
      if (value === undefined) await manager.delete(RegisteredModelTagEntity, { name, key });
      else await manager.upsert(RegisteredModelTagEntity, { name, key, value }, ['name', 'key']);
      if (known === null && value === undefined) return;
      await this.audit.record(manager, {
        action: value === undefined ? 'model.tag-deleted' : 'model.tag-set',
        model: name,
        subject: key,
        ...(known !== null && { before: { value: known.value } }),
        ...(value !== undefined && { after: { value } }),
      });
    });
  }

  /**
   * A name that has a gate is not taken by a model that has been in production without it: its versions would be there
   * unmeasured, and the way back to them is open.
   *
   * @throws FAILED_PRECONDITION
   */
  private async refuseBesideGate(manager: EntityManager, name: string, target: string): Promise<void> {
    if (target === name || !(await this.gate.guards(target))) return;
    if (!(await manager.existsBy(AliasHistoryEntity, { name, alias: CHAMPION_ALIAS }))) return;
    throw new DomainError(
      'FAILED_PRECONDITION',
      `${target} has a gate, and ${name} has been in production without it: register its versions as ${target}`,
    );
  }

  private async touch(manager: EntityManager, name: string, change: Partial<RegisteredModelEntity>): Promise<void> {
    const last_updated_timestamp = this.clock().getTime();
    await manager.update(RegisteredModelEntity, { name }, { ...change, last_updated_timestamp });
  }

  private latestByStage(names: readonly string[]): Promise<ModelVersionEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(ModelVersionEntity, 'v')
      .distinctOn(['v.name', 'v.current_stage'])
      .where('v.name = ANY(:names)', { names: [...names] })
      .orderBy('v.name')
      .addOrderBy('v.current_stage')
      .addOrderBy('v.version', 'DESC')
      .getMany();
  }

  private async views(models: readonly RegisteredModelEntity[]): Promise<ModelView[]> {
    if (models.length === 0) return [];
    const names = models.map((model) => model.name);
    const { manager } = this.dataSource;
    const byName = (row: { name: string }) => row.name;
    const versions = groupBy(await this.versions.views(await this.latestByStage(names)), byName);
    const tags = groupBy(
      await manager.find(RegisteredModelTagEntity, { where: { name: In(names) }, order: { key: 'ASC' } }),
      byName,
    );
    const aliases = groupBy(
      await manager.find(RegisteredModelAliasEntity, { where: { name: In(names) }, order: { alias: 'ASC' } }),
      byName,
    );
    return models.map(({ name, creation_timestamp, last_updated_timestamp, description }) => ({
      name,
      creation_timestamp,
      last_updated_timestamp,
      description,
      latest_versions: versions.get(name) ?? [],
      tags: (tags.get(name) ?? []).map(({ key, value }) => ({ key, value })),
      aliases: (aliases.get(name) ?? []).map(({ alias, version }) => ({ alias, version: String(version) })),
    }));
  }
}

function nameTaken(name: string): DomainError {
  return new DomainError('ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
}
