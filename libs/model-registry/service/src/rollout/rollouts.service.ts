import {
  CHAMPION_ALIAS,
  RolloutGuard,
  sharesOf,
  type Challenger,
  type EndRolloutRequest,
  type GetRolloutRequest,
  type GetRolloutResponse,
  type Rollout,
  type StartRolloutRequest,
  type UpdateRolloutRequest,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { canonicalModelName, readVersion } from '@bellwether/model-registry-core';
import { inTransaction, withDomainErrors } from '@bellwether/platform/relational';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { RegisteredModelEntity } from '../database/registered-model.entity.js';
import { RolloutChangeEntity, RolloutEntity, type StoredChallenger } from '../database/rollout.entity.js';
import { withReason } from '../audit/actor.js';
import { DOMAIN } from '../domain.js';
import { PromotionGate } from '../gate/promotion-gate.js';
import { Outbox } from '../promotion/outbox.js';
import { VersionRepository } from '../registry/version-repository.js';
import { RolloutTrafficService } from './rollout-traffic.service.js';
import { changeView, rolloutView, trafficView } from './rollout-view.js';
import { RolloutWriter } from './rollout-writer.js';

/** Puts versions on trial beside the champion, changes their shares and takes them back. */
@Injectable()
export class RolloutsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly versions: VersionRepository,
    private readonly writer: RolloutWriter,
    private readonly traffic: RolloutTrafficService,
    private readonly outbox: Outbox,
    private readonly gate: PromotionGate,
  ) {}

  /**
   * @throws NOT_FOUND for an unknown model or version, ALREADY_EXISTS while a rollout of the model runs,
   *   FAILED_PRECONDITION without a champion and where the gate refuses a challenger and nobody forces it, INVALID_ARGUMENT
   *   for the champion as its own challenger; of a forced one PERMISSION_DENIED to all but an admin, INVALID_ARGUMENT
   *   without a reason.
   */
  start({ model_name, mode, challengers, guard, reason, force = false }: StartRolloutRequest): Promise<Rollout> {
    const name = canonicalModelName(model_name);
    const starting = async (manager: EntityManager) => {
      const running = await this.writer.lockRunning(manager, name);
      if (running !== null) {
        throw new DomainError('ALREADY_EXISTS', `a rollout of ${name} runs already: ${running.rollout_id}`);
      }
      const champion = await this.championOf(manager, name);
      const asked = challengers.map(storedChallenger);
      const stored: StoredChallenger[] = [];
      for (const challenger of asked) {
        const { version } = challenger;
        const found = await this.versions.find(name, version, manager);
        if (version === champion) throw refusedChallenger(version, 'is in production already');
        if (asked.filter((one) => one.version === version).length > 1)
          throw refusedChallenger(version, 'is named twice');
        const forced = await this.gate.passOnTrial(manager, found, champion, { mode, force });
        stored.push({ ...challenger, ...(forced && { forced }) });
      }
      const started = { name, mode, challengers: stored, guard: RolloutGuard.parse(guard ?? {}), reason };
      return this.writer.start(manager, started);
    };
    return withReason(reason === '' ? undefined : reason, () => this.changing(starting));
  }

  /**
   * @throws FAILED_PRECONDITION while no rollout runs, or for a challenger that was stopped, ABORTED when
   *   `expected_revision` is not the present one, INVALID_ARGUMENT for a version that is not in it or shares beyond 1;
   *   FAILED_PRECONDITION for a larger share of one that its gate has refused since it was put on trial.
   */
  update({ model_name, challengers, guard, expected_revision, reason }: UpdateRolloutRequest): Promise<Rollout> {
    if (challengers.length === 0 && guard === undefined) {
      throw new DomainError('INVALID_ARGUMENT', 'challengers or guard must be given: there is nothing to change');
    }
    return this.changing(async (manager) => {
      const rollout = await this.runningOf(manager, model_name, expected_revision);
      const changed = challengers.map(storedChallenger).reduce(withShare, rollout.challengers);
      if (rollout.mode !== 'shadow') checkShares(changed);
      await this.passLarger(manager, rollout, changed);
      const change = { challengers: changed, ...(guard !== undefined && { guard }) };
      return this.writer.change(manager, rollout, { action: 'changed', reason, ...change });
    });
  }

  /** @throws FAILED_PRECONDITION while no rollout runs, ABORTED when `expected_revision` is not the present one. */
  end({ model_name, expected_revision, reason }: EndRolloutRequest): Promise<Rollout> {
    return this.changing(async (manager) => {
      const rollout = await this.runningOf(manager, model_name, expected_revision);
      return this.writer.change(manager, rollout, { action: 'ended', reason });
    });
  }

  /** The rollout that runs, or the last one. @throws NOT_FOUND for an unknown model. */
  get({ model_name, changes }: GetRolloutRequest): Promise<GetRolloutResponse> {
    return withDomainErrors(async () => {
      const name = canonicalModelName(model_name);
      const { manager } = this.dataSource;
      const last = { started_at: 'DESC', ended_at: { direction: 'DESC', nulls: 'FIRST' } } as const;
      const [rollout] = await manager.find(RolloutEntity, { where: { name }, order: last, take: 1 });
      if (rollout === undefined) {
        if (await manager.existsBy(RegisteredModelEntity, { name })) {
          return { model_name: name, traffic: [], changes: [] };
        }
        throw new DomainError('NOT_FOUND', `Registered Model with name=${name} not found`);
      }
      const { rollout_id } = rollout;
      const history = await manager.find(RolloutChangeEntity, {
        where: { rollout_id },
        order: { revision: 'DESC' },
        take: changes,
      });
      return {
        model_name: name,
        rollout: rolloutView(rollout),
        traffic: trafficView(rollout, await this.traffic.totals(rollout_id)),
        changes: changes === 0 ? [] : history.map(changeView),
      };
    });
  }

  private async changing(work: (manager: EntityManager) => Promise<RolloutEntity>): Promise<Rollout> {
    const changed = await inTransaction(this.dataSource, work);
    void this.outbox.drain();
    return rolloutView(changed);
  }

  /** Asks the gate again of what is to answer more than it does, unless it was forced. */
  private async passLarger(
    manager: EntityManager,
    { name, mode, challengers }: RolloutEntity,
    changed: readonly StoredChallenger[],
  ): Promise<void> {
    const champion = await this.championOf(manager, name);
    for (const { version, share, forced } of changed) {
      const before = challengers.find((one) => one.version === version)!.share;
      if (share <= before || forced) continue;
      const found = await this.versions.find(name, version, manager);
      await this.gate.passOnTrial(manager, found, champion, { mode, force: false });
    }
  }

  private async runningOf(manager: EntityManager, model_name: string, expected?: number): Promise<RolloutEntity> {
    const name = canonicalModelName(model_name);
    const rollout = await this.writer.lockRunning(manager, name);
    if (rollout === null) throw new DomainError('FAILED_PRECONDITION', `no rollout of ${name} runs`);
    if (expected !== undefined && expected !== rollout.revision) {
      throw new DomainError(
        'ABORTED',
        `expected_revision must be ${rollout.revision}, the present one, got ${expected}`,
      );
    }
    return rollout;
  }

  private async championOf(manager: EntityManager, name: string): Promise<number> {
    try {
      return (await this.versions.byAlias(name, CHAMPION_ALIAS, manager)).version;
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'NOT_FOUND')) throw error;
      throw new DomainError('FAILED_PRECONDITION', `${name} has no version in production to try another beside`);
    }
  }
}

const storedChallenger = ({ version, share }: Challenger): StoredChallenger => ({
  version: readVersion(version),
  share,
});

function withShare(challengers: StoredChallenger[], { version, share }: StoredChallenger): StoredChallenger[] {
  const known = challengers.find((one) => one.version === version);
  if (known === undefined) throw refusedChallenger(version, 'is not in the rollout that runs');
  if (known.stopped !== undefined) {
    throw new DomainError('FAILED_PRECONDITION', `version ${version} was stopped: ${known.stopped}`);
  }
  return challengers.map((one) => (one === known ? { ...one, share } : one));
}

function checkShares(challengers: readonly StoredChallenger[]): void {
  const sum = sharesOf(challengers);
  if (sum > 1)
    throw new DomainError('INVALID_ARGUMENT', `challengers must have shares that sum to 1 at most, got ${sum}`);
}

const refusedChallenger = (version: number, why: string): DomainError =>
  new DomainError('INVALID_ARGUMENT', `challengers: version ${version} ${why}`);
