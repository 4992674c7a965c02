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
import { storeUri } from '../artifacts/artifact-uri.js';
import { ModelVersionEntity, ModelVersionTagEntity } from '../database/model-version.entity.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { AliasWriter } from '../promotion/alias-writer.js';
import { PromotionService } from '../promotion/promotion.service.js';
import { RolloutWriter } from '../rollout/rollout-writer.js';
import { addFilter, compileOrder, type SearchTarget } from '../search/compile-filter.js';
import { Page, queryOf } from '../search/page.js';
import { SqlConditions } from '../search/sql-conditions.js';
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
  tag: { table: 'model_version_tag', joined: 'kv.name = v.name AND kv.version = v.version' },
};

@Injectable()
export class ModelVersionsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly versions: VersionRepository,
    private readonly sources: SourceResolver,
    private readonly aliases: AliasWriter,
    private readonly promotion: PromotionService,
    private readonly rollouts: RolloutWriter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes the next version of a model. The number comes from a counter in the model's row, which the update locks: of any
   * number of callers at once each gets its own, without gaps, and none is ever used again.
   */
  async create(request: mlflow.MlflowRequest<typeof mlflow.createModelVersion>): Promise<VersionView> {
    const name = canonicalModelName(request.name);
    for (const tag of request.tags) checkTag(tag.key, tag.value);
    const tags = [...new Map(request.tags.map(({ key, value }) => [key, value]))];
    const run_id = request.run_id ?? '';
    return inTransaction(this.dataSource, async (manager) => {
      const storage_path = await this.sources.storagePath(request.source, run_id, manager);
      const now = this.clock().getTime();
      const version: ModelVersionEntity = {
        name,
        version: await this.nextNumber(manager, name, now),
        creation_timestamp: now,
        last_updated_timestamp: now,
        description: request.description ?? '',
        current_stage: 'None',
        source: request.source,
        storage_path,
        run_id,
        run_link: request.run_link ?? '',
        onnx_sha256: null,
      };
      await manager.insert(ModelVersionEntity, { ...version });
      const tagRows = tags.map(([key, value]) => ({ name, version: version.version, key, value }));
      await manager.insert(ModelVersionTagEntity, tagRows);
      return versionView(
        version,
        tags.map(([key, value]) => ({ key, value })),
        [],
      );
    });
  }

  async get(name: string, version: string): Promise<VersionView> {
    return this.versions.view(await this.versions.find(name, version));
  }

  async byAlias(name: string, alias: string): Promise<VersionView> {
    return this.versions.view(await this.versions.byAlias(name, alias));
  }

  async downloadUri(name: string, version: string): Promise<string> {
    return storeUri((await this.versions.find(name, version)).storage_path);
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
      const found = await this.versions.find(name, version, manager);
      await this.aliases.deleteOf(manager, found);
      await this.rollouts.stopOf(manager, found);
      await manager.delete(ModelVersionEntity, keyOf(found));
    });
  }

  async setTag(name: string, version: string, key: string, value: string): Promise<void> {
    checkTag(key, value);
    const found = await this.versions.find(name, version);
    await this.dataSource.manager.upsert(ModelVersionTagEntity, { ...keyOf(found), key, value }, [
      'name',
      'version',
      'key',
    ]);
  }

  async deleteTag(name: string, version: string, key: string): Promise<void> {
    const found = await this.versions.find(name, version);
    await this.dataSource.manager.delete(ModelVersionTagEntity, { ...keyOf(found), key });
  }

  /** Moves a version to a stage. Production is what the champion alias means, so it moves with it. */
  async transition(request: mlflow.MlflowRequest<typeof mlflow.transitionModelVersionStage>): Promise<VersionView> {
    const stage = canonicalStage(request.stage);
    checkTransition(stage, request.archive_existing_versions);
    return this.promotion.changing(async (manager) => {
      const found = await this.versions.find(request.name, request.version, manager);
      const change = { current_stage: stage, last_updated_timestamp: this.clock().getTime() };
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
      order.length === 0 ? 'v.last_updated_timestamp DESC, v.name, v.version DESC' : 'v.name, v.version DESC';
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
