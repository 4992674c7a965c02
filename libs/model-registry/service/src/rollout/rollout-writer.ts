import { randomUUID } from 'node:crypto';
import { ROLLOUT_CHANGED, type RolloutChanged, type RolloutGuard, type RolloutMode } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { Inject, Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { withReason } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { RegisteredModelEntity } from '../database/registered-model.entity.js';
import {
  RolloutChangeEntity,
  RolloutEntity,
  type RolloutAction,
  type StoredChallenger,
} from '../database/rollout.entity.js';
import { Outbox } from '../promotion/outbox.js';

interface NewRollout {
  readonly name: string;
  readonly mode: RolloutMode;
  readonly challengers: StoredChallenger[];
  readonly guard: RolloutGuard;
  readonly reason: string;
}

interface Change {
  readonly action: RolloutAction;
  readonly reason: string;
  readonly challengers?: StoredChallenger[];
  readonly guard?: RolloutGuard;
}

/** The one place where a rollout changes: with its history and an event, in the transaction of whoever changes it. */
@Injectable()
export class RolloutWriter {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The rollout of a model that runs, and the model's turn until the transaction ends. @throws NOT_FOUND */
  async lockRunning(manager: EntityManager, name: string): Promise<RolloutEntity | null> {
    const lock = { mode: 'for_no_key_update' } as const;
    const model = await manager.findOne(RegisteredModelEntity, { where: { name }, lock });
    if (model === null) throw new DomainError('NOT_FOUND', `Registered Model with name=${name} not found`);
    return manager.findOneBy(RolloutEntity, { name, ended_at: IsNull() });
  }

  async start(manager: EntityManager, started: NewRollout): Promise<RolloutEntity> {
    const now = this.clock().getTime();
    const rollout: RolloutEntity = {
      rollout_id: randomUUID(),
      revision: 1,
      ...started,
      started_at: now,
      changed_at: now,
      ended_at: null,
    };
    await manager.insert(RolloutEntity, rollout);
    await this.record(manager, 'started', rollout);
    return rollout;
  }

  /** @throws ABORTED when it has changed since it was read. */
  async change(manager: EntityManager, rollout: RolloutEntity, { action, ...change }: Change): Promise<RolloutEntity> {
    const { rollout_id, revision } = rollout;
    const now = this.clock().getTime();
    const ended = action === 'ended' && { ended_at: now };
    const columns = { ...change, revision: revision + 1, changed_at: now, ...ended };
    const { affected } = await manager.update(RolloutEntity, { rollout_id, revision }, columns);
    if (affected !== 1)
      throw new DomainError('ABORTED', `rollout ${rollout_id} has changed since revision ${revision}`);
    const changed: RolloutEntity = { ...rollout, ...columns };
    await this.record(manager, action, changed, rollout);
    return changed;
  }

  /** Takes a challenger's share from it; without another that has one, the rollout ends. */
  async stop(manager: EntityManager, rollout: RolloutEntity, version: number, reason: string): Promise<RolloutEntity> {
    const challengers = rollout.challengers.map((one) =>
      one.version === version && one.stopped === undefined ? { version, share: 0, stopped: reason } : one,
    );
    const action = challengers.every(({ stopped }) => stopped !== undefined) ? 'ended' : 'stopped';
    return this.change(manager, rollout, { action, reason, challengers });
  }

  /** Ends the rollout of a model, where one runs. */
  async endOf(manager: EntityManager, name: string, reason: string): Promise<void> {
    const rollout = await this.lockRunning(manager, name);
    if (rollout !== null) await this.change(manager, rollout, { action: 'ended', reason });
  }

  /** Stops a challenger that is about to go, where one runs. */
  async stopOf(manager: EntityManager, { name, version }: { name: string; version: number }): Promise<void> {
    const rollout = await this.lockRunning(manager, name);
    if (rollout?.challengers.some((one) => one.version === version)) {
      await this.stop(manager, rollout, version, `version ${version} was deleted`);
    }
  }

  private async record(
    manager: EntityManager,
    action: RolloutAction,
    rollout: RolloutEntity,
    before?: RolloutEntity,
  ): Promise<void> {
    const { rollout_id, name, revision, challengers, reason, changed_at } = rollout;
    await manager.insert(RolloutChangeEntity, { rollout_id, revision, action, challengers, reason, changed_at });
    const change = { action: `rollout.${action}`, model: name, subject: rollout_id, after: trialOf(rollout) } as const;
    await withReason(reason === '' ? undefined : reason, () =>
      this.audit.record(manager, { ...change, ...(before && { before: trialOf(before) }) }),
    );
    const event: RolloutChanged = { name, rollout_id, revision };
    await this.outbox.add(manager, ROLLOUT_CHANGED, event);
  }
}

/** What the audit log keeps of a rollout. */
function trialOf({ revision, mode, challengers, guard }: RolloutEntity): object {
  return { revision, mode, challengers, guard };
}
