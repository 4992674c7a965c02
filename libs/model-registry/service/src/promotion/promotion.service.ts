import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  CHAMPION_ALIAS,
  type ListPromotionsRequest,
  type ListPromotionsResponse,
  type PromoteModelRequest,
  type PromoteModelResponse,
  type PromotionKind,
  type RollbackModelRequest,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { canonicalModelName, checkAlias, versionBefore } from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';
import { withReason } from '../audit/actor.js';
import { ModelVersionEntity } from '../database/model-version.entity.js';
import { AliasHistoryEntity, RegisteredModelEntity } from '../database/registered-model.entity.js';
import { DOMAIN } from '../domain.js';
import { VersionRepository } from '../registry/version-repository.js';
import { WebhookEvents } from '../webhooks/webhook-events.js';
import { AliasWriter } from './alias-writer.js';
import { Outbox } from './outbox.js';

/** Puts versions into production and back out of it. */
@Injectable()
export class PromotionService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly versions: VersionRepository,
    private readonly aliases: AliasWriter,
    private readonly outbox: Outbox,
    private readonly webhooks: WebhookEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async setAlias(name: string, alias: string, version: string): Promise<void> {
    checkAlias(alias);
    await this.changing(async (manager) => {
      await this.aliases.set(manager, await this.versions.find(name, version, manager), alias);
    });
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    checkAlias(alias);
    await this.changing((manager) => this.aliases.delete(manager, canonicalModelName(name), alias));
  }

  /** @throws NOT_FOUND, FAILED_PRECONDITION where the gate refuses and nobody forces it. */
  promote({ model_name, version, reason, force }: PromoteModelRequest): Promise<PromoteModelResponse> {
    const promoting = async (manager: EntityManager) => {
      const found = await this.versions.find(model_name, version, manager);
      return this.makeChampion(manager, found, force ? 'forced' : 'promotion');
    };
    return withReason(reason, () => this.changing(promoting));
  }

  /**
   * Puts the version back that was in production before the present one.
   *
   * @throws NOT_FOUND for an unknown model, FAILED_PRECONDITION when there was no earlier version.
   */
  rollback({ model_name, reason }: RollbackModelRequest): Promise<PromoteModelResponse> {
    const name = canonicalModelName(model_name);
    const rollingBack = async (manager: EntityManager) => {
      const model = await manager.findOne(RegisteredModelEntity, {
        where: { name },
        lock: { mode: 'for_no_key_update' },
      });
      if (model === null) throw new DomainError('NOT_FOUND', `Registered Model with name=${name} not found`);
      const before = await this.championBefore(manager, name);
      if (before === undefined) {
        throw new DomainError('FAILED_PRECONDITION', `${name} has no earlier version in production to go back to`);
      }
      return this.makeChampion(manager, await this.versions.find(name, before, manager), 'rollback');
    };
    return withReason(reason, () => this.changing(rollingBack));
  }

  /** Which version was in production when, newest first. @throws NOT_FOUND for an unknown model. */
  async history({ model_name, limit }: ListPromotionsRequest): Promise<ListPromotionsResponse> {
    const name = canonicalModelName(model_name);
    const { manager } = this.dataSource;
    if (!(await manager.existsBy(RegisteredModelEntity, { name }))) {
      throw new DomainError('NOT_FOUND', `Registered Model with name=${name} not found`);
    }
    const changes = await manager.find(AliasHistoryEntity, {
      where: { name, alias: CHAMPION_ALIAS },
      order: { id: 'DESC' },
      take: limit,
    });
    return {
      model_name: name,
      promotions: changes.map(({ version, changed_at }) => ({
        ...(version !== null && { version: String(version) }),
        promoted_at: new Date(changed_at).toISOString(),
      })),
    };
  }

  /** Runs a change of aliases, and sends on what it has to tell once it is committed. */
  async changing<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const result = await inTransaction(this.dataSource, work);
    void this.outbox.drain();
    this.webhooks.wake();
    return result;
  }

  private async makeChampion(
    manager: EntityManager,
    version: ModelVersionEntity,
    kind: PromotionKind,
  ): Promise<PromoteModelResponse> {
    const previous = await this.aliases.set(manager, version, CHAMPION_ALIAS, kind);
    return {
      model_name: version.name,
      version: String(version.version),
      ...(previous !== null && { previous_version: String(previous) }),
      promoted_at: this.clock().toISOString(),
    };
  }

  private async championBefore(manager: EntityManager, name: string): Promise<number | undefined> {
    const history = await manager.find(AliasHistoryEntity, {
      where: { name, alias: CHAMPION_ALIAS },
      order: { id: 'ASC' },
    });
    const standing = await manager.find(ModelVersionEntity, { where: { name }, select: { version: true } });
    const numbers = new Set(standing.map(({ version }) => version));
    return versionBefore(history, (version) => numbers.has(version));
  }
}
