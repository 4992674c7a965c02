import { Inject, Injectable } from '@nestjs/common';
import type { Stage } from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import type { EntityManager } from 'typeorm';
import { currentActor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import type { ModelVersionEntity } from '../database/model-version.entity.js';
import { StageHistoryEntity } from '../database/stage-history.entity.js';

/** Keeps the history of stages. */
@Injectable()
export class StageWriter {
  constructor(
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Records that a version went to a stage; being moved to where it is changes nothing. @param from as it stood. */
  async moved(manager: EntityManager, from: ModelVersionEntity, stage: Stage): Promise<void> {
    const { name, version, current_stage } = from;
    if (current_stage === stage) return;
    await this.insert(manager, from, stage);
    await this.audit.record(manager, {
      action: 'version.stage-changed',
      model: name,
      version,
      before: { stage: current_stage },
      after: { stage },
    });
  }

  /** Records the end of a version's last stage with the version. */
  async ended(manager: EntityManager, version: ModelVersionEntity): Promise<void> {
    if (version.current_stage !== 'None') await this.insert(manager, version, null);
  }

  private async insert(manager: EntityManager, version: ModelVersionEntity, stage: Stage | null): Promise<void> {
    const { id, reason } = currentActor();
    await manager.insert(StageHistoryEntity, {
      name: version.name,
      version: version.version,
      stage,
      changed_at: this.clock().getTime(),
      changed_by: id,
      reason,
    });
  }
}
