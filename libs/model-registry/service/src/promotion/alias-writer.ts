import { CHAMPION_ALIAS, MODEL_PROMOTED, type ModelPromoted, type PromotionKind } from '@bellwether/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import type { EntityManager } from 'typeorm';
import { currentActor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { downloadUri } from '../artifacts/artifact-uri.js';
import type { ModelVersionEntity } from '../database/model-version.entity.js';
import {
  AliasHistoryEntity,
  RegisteredModelAliasEntity,
  RegisteredModelEntity,
} from '../database/registered-model.entity.js';
import { SignaturePolicy } from '../gate/signature-policy.js';
import { PromotionGate } from '../gate/promotion-gate.js';
import { RolloutWriter } from '../rollout/rollout-writer.js';
import { WebhookEvents } from '../webhooks/webhook-events.js';
import { Outbox } from './outbox.js';

/** The one place where an alias changes: with its history, and when it is the champion's through its gate and with an event. */
@Injectable()
export class AliasWriter {
  constructor(
    private readonly outbox: Outbox,
    private readonly gate: PromotionGate,
    private readonly signatures: SignaturePolicy,
    private readonly audit: AuditLog,
    private readonly webhooks: WebhookEvents,
    private readonly rollouts: RolloutWriter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes an alias name a version. Setting it to where it is changes nothing and tells nobody.
   *
   * @param kind of the alias `champion`: `forced` passes whatever its gate says, `rollback` is not asked.
   * @returns the version that it named before, or null.
   * @throws FAILED_PRECONDITION where the gate refuses a version that would be champion.
   */
  async set(
    manager: EntityManager,
    version: ModelVersionEntity,
    alias: string,
    kind: PromotionKind = 'promotion',
  ): Promise<number | null> {
    const { name } = version;
    await this.lock(manager, name);
    const known = await manager.findOneBy(RegisteredModelAliasEntity, { name, alias });
    const previous = known?.version ?? null;
    if (previous === version.version) return previous;
    const isChampion = alias === CHAMPION_ALIAS;
    const rollback = kind === 'rollback';
    // No force and no way back makes up for it: replicas would not load what they cannot verify.
    if (isChampion) await this.signatures.check(manager, version);
    const forced = isChampion && !rollback && (await this.gate.pass(manager, version, previous, kind === 'forced'));
    await manager.upsert(RegisteredModelAliasEntity, { name, alias, version: version.version }, ['name', 'alias']);
    await this.record(manager, { name, alias, version: version.version, rollback, forced }, previous);
    const told = { name, alias, version: String(version.version) };
    await this.webhooks.record(manager, 'model_version_alias.created', told);
    if (isChampion) {
      await this.outbox.add(manager, MODEL_PROMOTED, promoted(version, previous));
      await this.rollouts.endOf(manager, name, `version ${version.version} was put into production`);
    }
    return previous;
  }

  /** Takes an alias away; one that is not there is no error. */
  async delete(manager: EntityManager, name: string, alias: string): Promise<void> {
    await this.lock(manager, name);
    const known = await manager.findOneBy(RegisteredModelAliasEntity, { name, alias });
    if (known === null) return;
    await manager.delete(RegisteredModelAliasEntity, { name, alias });
    await this.record(manager, { name, alias, version: null, rollback: false, forced: false }, known.version);
    await this.webhooks.record(manager, 'model_version_alias.deleted', { name, alias });
    if (alias === CHAMPION_ALIAS) await this.rollouts.endOf(manager, name, 'no version is in production any more');
  }

  /** Takes away every alias of a version that is about to go. */
  async deleteOf(manager: EntityManager, { name, version }: ModelVersionEntity): Promise<void> {
    const aliases = await manager.findBy(RegisteredModelAliasEntity, { name, version });
    for (const { alias } of aliases) await this.delete(manager, name, alias);
  }

  /** Changes of one model's aliases and stages take turns, so that their history is the order in which they came to hold. */
  async lock(manager: EntityManager, name: string): Promise<void> {
    const model = await manager.findOne(RegisteredModelEntity, {
      where: { name },
      lock: { mode: 'for_no_key_update' },
    });
    if (model === null) throw new DomainError('NOT_FOUND', `Registered Model with name=${name} not found`);
  }

  private async record(
    manager: EntityManager,
    change: Pick<AliasHistoryEntity, 'name' | 'alias' | 'version' | 'rollback' | 'forced'>,
    previous: number | null,
  ): Promise<void> {
    const { id, reason } = currentActor();
    await manager.insert(AliasHistoryEntity, {
      ...change,
      changed_by: id,
      reason,
      changed_at: this.clock().getTime(),
    });
    const { name, alias, version, rollback, forced } = change;
    const touched = version ?? previous;
    await this.audit.record(manager, {
      action: version === null ? 'alias.deleted' : 'alias.set',
      model: name,
      subject: alias,
      ...(touched !== null && { version: touched }),
      ...(previous !== null && { before: { version: previous } }),
      ...(version !== null && { after: { version, ...(rollback && { rollback }), ...(forced && { forced }) } }),
    });
  }
}

function promoted(version: ModelVersionEntity, previous: number | null): ModelPromoted {
  return {
    name: version.name,
    version: String(version.version),
    source: downloadUri(version.storage_path),
    run_id: version.run_id,
    previous_version: previous === null ? null : String(previous),
  };
}
