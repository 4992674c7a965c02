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
import { BUNDLE_DIGEST_TAG } from '@bellwether/platform/model-runtime';
import { inTransaction } from '@bellwether/platform/relational';
import { Not, type DataSource, type EntityManager } from 'typeorm';
import { downloadUri, isInStore } from '../artifacts/artifact-uri.js';
import { AuditLog } from '../audit/audit-log.js';
import { withKnownOutcome } from '../database/known-outcome.js';
import { ModelVersionEntity, ModelVersionTagEntity } from '../database/model-version.entity.js';
import { RegisteredModelEntity } from '../database/registered-model.entity.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { ArtifactClaims } from '../garbage/artifact-claims.js';
import { StageWriter } from '../history/stage-writer.js';
import { ModelInspection } from '../onnx/model-inspection.js';
import { AliasWriter } from '../promotion/alias-writer.js';
import { PromotionService } from '../promotion/promotion.service.js';
import { RolloutWriter } from '../rollout/rollout-writer.js';
import { addFilter, compileOrder, type SearchTarget } from '../search/compile-filter.js';
import { Page, queryOf } from '../search/page.js';
import { SqlConditions } from '../search/sql-conditions.js';
import { WebhookEvents } from '../webhooks/webhook-events.js';
import { SourceResolver, type WrittenSource } from './source-resolver.js';
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
    private readonly stages: StageWriter,
    private readonly claims: ArtifactClaims,
    private readonly audit: AuditLog,
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
      if (isInStore(storagePath)) await this.claim(manager, written, storagePath);
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
      const about = { source: version.source, description: version.description, tags: Object.fromEntries(tags) };
      await this.webhooks.record(manager, 'model_version.created', {
        ...{ name, version: String(version.version), ...about, run_id: request.run_id ?? null },
        description: request.description ?? null,
      });
      const after = { ...about, run_id: runId };
      await this.audit.record(manager, { action: 'version.created', model: name, version: version.version, after });
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
    return inTransaction(this.dataSource, async (manager) => {
      const found = await this.versions.find(name, version, manager);
      const change = {
        ...(description !== undefined && { description }),
        last_updated_timestamp: this.clock().getTime(),
      };
      await manager.update(ModelVersionEntity, keyOf(found), change);
      if (description !== undefined) {
        const [before, after] = [{ description: found.description }, { description }];
        await this.audit.record(manager, { action: 'version.described', ...aboutOf(found), before, after });
      }
      return this.versions.view({ ...found, ...change }, manager);
    });
  }

  async delete(name: string, version: string): Promise<void> {
    await this.promotion.changing(async (manager) => {
      await this.takeModel(manager, name, this.clock().getTime());
      const found = await this.versions.find(name, version, manager);
      await this.aliases.deleteOf(manager, found);
      await this.rollouts.stopOf(manager, found);
      await this.stages.ended(manager, found);
      await manager.delete(ModelVersionEntity, keyOf(found));
      const { source, run_id, current_stage } = found;
      const before = { source, run_id, stage: current_stage };
      await this.audit.record(manager, { action: 'version.deleted', ...aboutOf(found), before });
    });
  }

  async setTag(name: string, version: string, key: string, value: string): Promise<void> {
    checkTag(key, value);
    await this.changeTag(name, version, key, value);
  }

  async deleteTag(name: string, version: string, key: string): Promise<void> {
    await this.changeTag(name, version, key, undefined);
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
        const archived = await manager.findBy(ModelVersionEntity, others);
        await manager.update(ModelVersionEntity, others, { ...change, current_stage: 'Archived' });
        for (const other of archived) await this.stages.moved(manager, other, 'Archived');
      }
      await manager.update(ModelVersionEntity, keyOf(found), change);
      await this.stages.moved(manager, found, stage);
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

  /**
   * Claims the files of a source that was resolved before this transaction.
   *
   * @throws FAILED_PRECONDITION, NOT_FOUND for one that is being deleted, or was meanwhile.
   */
  private async claim(manager: EntityManager, written: WrittenSource, storagePath: string): Promise<void> {
    await this.claims.claim(manager, storagePath);
    const { storagePath: now } = await this.sources.resolve(written, manager);
    if (now === storagePath) return;
    throw new DomainError('FAILED_PRECONDITION', `the source ${written.source.slice(0, 200)} was changed meanwhile`);
  }

  /** Takes a model for a change of its versions: others wait for this one to end. One that is not there is not taken. */
  private async takeModel(manager: EntityManager, name: string, now: number): Promise<void> {
    const key = { name: canonicalModelName(name) };
    await manager.update(RegisteredModelEntity, key, { last_updated_timestamp: now });
  }

  /** Sets a tag, or takes it away where there is no value. */
  private async changeTag(name: string, version: string, key: string, value: string | undefined): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      await this.aliases.lock(manager, canonicalModelName(name));
      const found = await this.versions.find(name, version, manager);
      const row = { ...keyOf(found), key };
      const known = await manager.findOneBy(ModelVersionTagEntity, row);
      if (known !== null && known.value !== value) checkChangeable(key, found);
      if (value === undefined) await manager.delete(ModelVersionTagEntity, row);
      else await manager.upsert(ModelVersionTagEntity, { ...row, value }, ['name', 'version', 'key']);
      if (known === null && value === undefined) return;
      await this.tellOfTag(manager, found, key, { before: known?.value, after: value });
    });
    this.webhooks.wake();
  }

  /** Records a change of a tag for the audit log and for webhooks. */
  private async tellOfTag(
    manager: EntityManager,
    version: ModelVersionEntity,
    key: string,
    { before, after }: { readonly before: string | undefined; readonly after: string | undefined },
  ): Promise<void> {
    await this.audit.record(manager, {
      action: after === undefined ? 'version.tag-deleted' : 'version.tag-set',
      ...aboutOf(version),
      subject: key,
      ...(before !== undefined && { before: { value: before } }),
      ...(after !== undefined && { after: { value: after } }),
    });
    const told = { name: version.name, version: String(version.version), key };
    if (after === undefined) await this.webhooks.record(manager, 'model_version_tag.deleted', told);
    else await this.webhooks.record(manager, 'model_version_tag.set', { ...told, value: after });
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

/** What a version's bytes are is said once. @throws PERMISSION_DENIED */
function checkChangeable(key: string, { name, version }: ModelVersionEntity): void {
  if (key !== BUNDLE_DIGEST_TAG) return;
  throw new DomainError('PERMISSION_DENIED', `${key} of ${name} version ${version} is set once and cannot be changed`);
}

/** The version as the audit log names it. */
function aboutOf({ name, version }: ModelVersionEntity): { model: string; version: number } {
  return { model: name, version };
}
