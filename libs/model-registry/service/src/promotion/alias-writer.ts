import { CHAMPION_ALIAS } from '@bellwether/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import type { EntityManager } from 'typeorm';
import { downloadUri } from '../artifacts/artifact-uri.js';
import type { ModelVersionEntity } from '../database/model-version.entity.js';
import {
  AliasHistoryEntity,
  RegisteredModelAliasEntity,
  RegisteredModelEntity,
} from '../database/registered-model.entity.js';
import { MODEL_PROMOTED, type ModelPromoted } from '@bellwether/contracts';
import { RolloutWriter } from '../rollout/rollout-writer.js';
import { WebhookEvents } from '../webhooks/webhook-events.js';
import { Outbox } from './outbox.js';

/** The one place where an alias changes: with its history, and with an event when it is the champion's. */
@Injectable()
export class AliasWriter {
  constructor(
    private readonly outbox: Outbox,
    private readonly webhooks: WebhookEvents,
    private readonly rollouts: RolloutWriter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes an alias name a version. Setting it to where it is changes nothing and tells nobody.
   *
   * @returns the version that it named before, or null.
   */
  async set(
    manager: EntityManager,
    version: ModelVersionEntity,
    alias: string,
    change: 'promotion' | 'rollback' = 'promotion',
  ): Promise<number | null> {
    const { name } = version;
    await this.lock(manager, name);
    const known = await manager.findOneBy(RegisteredModelAliasEntity, { name, alias });
    const previous = known?.version ?? null;
    if (previous === version.version) return previous;
    await manager.upsert(RegisteredModelAliasEntity, { name, alias, version: version.version }, ['name', 'alias']);
    await this.record(manager, { name, alias, version: version.version, rollback: change === 'rollback' });
    await this.webhooks.record(manager, 'model_version_alias.created', {
      name,
      alias,
      version: String(version.version),
    });
    if (alias === CHAMPION_ALIAS) {
      await this.outbox.add(manager, MODEL_PROMOTED, promoted(version, previous));
      await this.rollouts.endOf(manager, name, `version ${version.version} was put into production`);
    }
    return previous;
  }

  /** Takes an alias away; one that is not there is no error. */
  async delete(manager: EntityManager, name: string, alias: string): Promise<void> {
    await this.lock(manager, name);
    const { affected } = await manager.delete(RegisteredModelAliasEntity, { name, alias });
    if (affected === 0) return;
    await this.record(manager, { name, alias, version: null, rollback: false });
    await this.webhooks.record(manager, 'model_version_alias.deleted', { name, alias });
    if (alias === CHAMPION_ALIAS) await this.rollouts.endOf(manager, name, 'no version is in production any more');
  }

  /** Takes away every alias of a version that is about to go. */
  async deleteOf(manager: EntityManager, { name, version }: ModelVersionEntity): Promise<void> {
    const aliases = await manager.findBy(RegisteredModelAliasEntity, { name, version });
    for (const { alias } of aliases) await this.delete(manager, name, alias);
  }

  /** Changes of one model's aliases take turns, so that its history is the order in which they came to hold. */
  private async lock(manager: EntityManager, name: string): Promise<void> {
    const model = await manager.findOne(RegisteredModelEntity, {
      where: { name },
      lock: { mode: 'for_no_key_update' },
    });
    if (model === null) throw new DomainError('NOT_FOUND', `Registered Model with name=${name} not found`);
  }

  private async record(manager: EntityManager, change: Omit<AliasHistoryEntity, 'id' | 'changed_at'>): Promise<void> {
    await manager.insert(AliasHistoryEntity, { ...change, changed_at: this.clock().getTime() });
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
