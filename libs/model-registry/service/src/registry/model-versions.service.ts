import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { CHAMPION_ALIAS, type mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  canonicalModelName,
  canonicalStage,
  checkTag,
  checkTransition,
  MODEL_VERSION_PAGE,
  MODEL_VERSION_SEARCH,
  parseFilter,
  parseOrderBy,
} from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import { Not, type DataSource, type EntityManager } from 'typeorm';
import { downloadUri, isInStore } from '../artifacts/artifact-uri.js';
import { withKnownOutcome } from '../database/known-outcome.js';
import { ModelVersionEntity, ModelVersionTagEntity } from '../database/model-version.entity.js';
import { RegisteredModelEntity } from '../database/registered-model.entity.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { ModelInspection } from '../onnx/model-inspection.js';
import { AliasWriter } from '../promotion/alias-writer.js';
import { PromotionService } from '../promotion/promotion.service.js';
import { RolloutWriter } from '../rollout/rollout-writer.js';
import { addFilter, compileOrder, type SearchTarget } from '../search/compile-filter.js';
import { Page, queryOf } from '../search/page.js';
import { SqlConditions } from '../search/sql-conditions.js';
import { WebhookEvents } from '../webhooks/webhook-events.js';
import { SourceResolver } from './source-resolver.js';
import { VersionRepository } from './version-repository.js';
import { versionView, type VersionView } from './version-view.js';

const TARGET: SearchTarget = {
  columns: {
    name: 'v.name',
    version_number: 'v.version',
    run_id: 'v.run_id',
    source_path: 'v.source',
    creation_timestamp: 'v.creation_timestamp',
    last_updated_timestamp: 'v.last_updated_timestamp',
  },
  texts: ['name', 'run_id', 'source_path'],
  tag: { table: 'model_version_tag', joined: 'kv.name = v.name AND kv.version = v.version' },
};

@Injectable()
export class ModelVersionsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly versions: VersionRepository,
    private readonly sources: SourceResolver,
    private readonly inspection: ModelInspection,
    private readonly aliases: AliasWriter,
    private readonly promotion: PromotionService,
    private readonly webhooks: WebhookEvents,
    private readonly rollouts: RolloutWriter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes the next version of a model. The number comes from a counter in the model's row, which the update locks: of any
   * number of callers at once each gets its own, without gaps, and none is ever used again. An ONNX file is inspected
   * before, outside of the transaction: what is refused leaves no version.
   */
  async create(request: mlflow.MlflowRequest<typeof mlflow.createModelVersion>): Promise<VersionView> {
    const name = canonicalModelName(request.name);
    for (const tag of request.tags) checkTag(tag.key, tag.value);
    const tags = [...new Map(request.tags.map(({ key, value }) => [key, value]))];
    const written = { source: request.source, runId: request.run_id ?? '', modelId: request.model_id ?? '' };
    const { storagePath, runId, modelId } = await this.sources.resolve(written, this.dataSource.manager);
    const onnx_sha256 = isInStore(storagePath) ? await this.inspection.inspect(storagePath) : null;
    const created = await withKnownOutcome(this.dataSource, async (manager) => {
      const now = this.clock().getTime();
      const version: ModelVersionEntity = {
        name,
        version: await this.nextNumber(manager, name, now),
        creation_timestamp: now,
        last_updated_timestamp: now,
        description: request.description ?? '',
        current_stage: 'None',
        source: request.source,
        storage_path: storagePath,
        run_id: runId,
        model_id: modelId,
        run_link: request.run_link ?? '',
        onnx_sha256,
      };
      await manager.insert(ModelVersionEntity, { ...version });
      const tagRows = tags.map(([key, value]) => ({ name, version: version.version, key, value }));
      await manager.insert(ModelVersionTagEntity, tagRows);
      await this.webhooks.record(manager, 'model_version.created', {
        ...{ name, version: String(version.version), source: version.source, run_id: request.run_id ?? null },
        ...{ tags: Object.fromEntries(tags), description: request.description ?? null },
      });
      return versionView(
        version,
        tags.map(([key, value]) => ({ key, value })),
        [],
      );
    });
    this.webhooks.wake();
    return created;
  }

  async get(name: string, version: string): Promise<VersionView> {
    return this.versions.view(await this.versions.find(name, version));
  }

  async byAlias(name: string, alias: string): Promise<VersionView> {
    return this.versions.view(await this.versions.byAlias(name, alias));
  }

  async downloadUri(name: string, version: string): Promise<string> {
    return downloadUri((await this.versions.find(name, version)).storage_path);
  }

  async update(name: string, version: string, description: string | undefined): Promise<VersionView> {
    const found = await this.versions.find(name, version);
    const change = {
      ...(description !== undefined && { description }),
      last_updated_timestamp: this.clock().getTime(),
    };
    await this.dataSource.manager.update(ModelVersionEntity, keyOf(found), change);
    return this.versions.view({ ...found, ...change });
  }

  async delete(name: string, version: string): Promise<void> {
    await this.promotion.changing(async (manager) => {
      await this.takeModel(manager, name, this.clock().getTime());
      const found = await this.versions.find(name, version, manager);
      await this.aliases.deleteOf(manager, found);
      await this.rollouts.stopOf(manager, found);
      await manager.delete(ModelVersionEntity, keyOf(found));
    });
  }

  async setTag(name: string, version: string, key: string, value: string): Promise<void> {
    checkTag(key, value);
    await inTransaction(this.dataSource, async (manager) => {
      const tag = { ...keyOf(await this.versions.find(name, version, manager)), key };
      await manager.upsert(ModelVersionTagEntity, { ...tag, value }, ['name', 'version', 'key']);
      const told = { ...tag, version: String(tag.version), value };
      await this.webhooks.record(manager, 'model_version_tag.set', told);
    });
    this.webhooks.wake();
  }

  async deleteTag(name: string, version: string, key: string): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      const tag = { ...keyOf(await this.versions.find(name, version, manager)), key };
      const { affected } = await manager.delete(ModelVersionTagEntity, tag);
      if (affected === 0) return;
      await this.webhooks.record(manager, 'model_version_tag.deleted', { ...tag, version: String(tag.version) });
    });
    this.webhooks.wake();
  }

  /**
   * Moves a version to a stage. Production is what the champion alias means, so it moves with it. Transitions of one model
   * take turns: what one archives, the next finds archived, and no two versions are left where one was asked for.
   */
  async transition(request: mlflow.MlflowRequest<typeof mlflow.transitionModelVersionStage>): Promise<VersionView> {
    const stage = canonicalStage(request.stage);
    checkTransition(stage, request.archive_existing_versions);
    return this.promotion.changing(async (manager) => {
      const now = this.clock().getTime();
      await this.takeModel(manager, request.name, now);
      const found = await this.versions.find(request.name, request.version, manager);
      const change = { current_stage: stage, last_updated_timestamp: now };
      if (request.archive_existing_versions) {
        const others = { name: found.name, current_stage: stage, version: Not(found.version) };
        await manager.update(ModelVersionEntity, others, { ...change, current_stage: 'Archived' });
      }
      await manager.update(ModelVersionEntity, keyOf(found), change);
      if (stage === 'Production') await this.aliases.set(manager, found, CHAMPION_ALIAS);
      return this.versions.view({ ...found, ...change }, manager);
    });
  }

  async search(request: mlflow.MlflowRequest<typeof mlflow.searchModelVersions>) {
    const page = new Page(request, MODEL_VERSION_PAGE, queryOf(request));
    const conditions = new SqlConditions();
    addFilter(parseFilter(request.filter, MODEL_VERSION_SEARCH), TARGET, conditions);
    const order = parseOrderBy(request.order_by, MODEL_VERSION_SEARCH);
    const byDefault =
      order.length === 0
        ? 'v.last_updated_timestamp DESC, v.name COLLATE "C", v.version DESC'
        : 'v.name COLLATE "C", v.version DESC';
    const { joins, orderBy } = compileOrder(order, TARGET, conditions, byDefault);
    const found = await rows<{ name: string; version: number }>(
      this.dataSource.manager,
      `SELECT v.name, v.version FROM model_version v ${joins} WHERE ${conditions.where} ORDER BY ${orderBy}
       LIMIT ${conditions.bind(page.limit)} OFFSET ${conditions.bind(page.offset)}`,
      conditions.values,
    );
    const { rows: shown, next } = page.cut(found);
    return { model_versions: await this.versions.views(await this.inOrder(shown)), ...next };
  }

  private async inOrder(keys: readonly { name: string; version: number }[]): Promise<ModelVersionEntity[]> {
    if (keys.length === 0) return [];
    const found = await this.dataSource.manager
      .createQueryBuilder(ModelVersionEntity, 'v')
      .where('(v.name, v.version) IN (SELECT * FROM unnest(:names::text[], :versions::int[]))', {
        names: keys.map((key) => key.name),
        versions: keys.map((key) => key.version),
      })
      .getMany();
    const byKey = new Map(found.map((version) => [`${version.version}/${version.name}`, version]));
    return keys.flatMap((key) => byKey.get(`${key.version}/${key.name}`) ?? []);
  }

  /** Takes a model for a change of its versions: others wait for this one to end. One that is not there is not taken. */
  private async takeModel(manager: EntityManager, name: string, now: number): Promise<void> {
    const key = { name: canonicalModelName(name) };
    await manager.update(RegisteredModelEntity, key, { last_updated_timestamp: now });
  }

  private async nextNumber(manager: EntityManager, name: string, now: number): Promise<number> {
    const [model] = await rows<{ last_version: number }>(
      manager,
      `UPDATE registered_model SET last_version = last_version + 1, last_updated_timestamp = $2
       WHERE name = $1 RETURNING last_version`,
      [name, now],
    );
    if (model === undefined) throw new DomainError('NOT_FOUND', `Registered Model with name=${name} not found`);
    return model.last_version;
  }
}

function keyOf({ name, version }: ModelVersionEntity): { name: string; version: number } {
  return { name, version };
}
