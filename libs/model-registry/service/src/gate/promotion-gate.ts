import { Injectable } from '@nestjs/common';
import { CHAMPION_ALIAS, type RolloutMode } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { EntityManager } from 'typeorm';
import { currentActor, isAdmin } from '../audit/actor.js';
import type { GateResultEntity } from '../database/gate-result.entity.js';
import type { ModelVersionEntity } from '../database/model-version.entity.js';
import { AliasHistoryEntity } from '../database/registered-model.entity.js';
import { GateFiles } from './gate-files.js';
import { GateResults } from './gate-results.js';

/** Whether a version may go into production, or on trial beside it; asked in the transaction that puts it there. */
@Injectable()
export class PromotionGate {
  constructor(
    private readonly files: GateFiles,
    private readonly results: GateResults,
  ) {}

  /**
   * Lets a version pass, or refuses it.
   *
   * @param champion the version in production; null when none is.
   * @returns whether it passed only because it was forced.
   * @throws FAILED_PRECONDITION naming the rules that it did not pass; of a forced promotion PERMISSION_DENIED to all but
   *   an admin, INVALID_ARGUMENT without a reason.
   */
  async pass(
    manager: EntityManager,
    version: ModelVersionEntity,
    champion: number | null,
    force: boolean,
  ): Promise<boolean> {
    if (force) checkForce('promotion');
    return decided(version, 'go into production', await this.objection(manager, version, champion), force);
  }

  /**
   * Lets a version be tried beside the champion, or refuses it: by the same rules where it is to answer. In the shadow,
   * where it answers nobody, one may be watched that was not measured yet; one that was, and failed, may not.
   *
   * @returns whether it passed only because it was forced.
   * @throws as `pass` does.
   */
  async passOnTrial(
    manager: EntityManager,
    version: ModelVersionEntity,
    champion: number,
    { mode, force }: { readonly mode: RolloutMode; readonly force: boolean },
  ): Promise<boolean> {
    if (force) checkForce('rollout');
    const asked = mode === 'shadow' ? this.failure(manager, version) : this.objection(manager, version, champion);
    return decided(version, 'be put on trial', await asked, force);
  }

  /** Whether the name of a model has a gate. */
  async guards(modelName: string): Promise<boolean> {
    return (await this.files.rulesOf(modelName)) !== undefined;
  }

  private async objection(
    manager: EntityManager,
    version: ModelVersionEntity,
    champion: number | null,
  ): Promise<string | undefined> {
    const result = await this.asked(manager, version);
    if (result === 'passes') return undefined;
    if (result === undefined) return 'its gate never ran';
    const failed = failureOf(result);
    if (failed !== undefined) return failed;
    if (result.champion_version !== champion) {
      const then = result.champion_version === null ? 'no version' : `version ${result.champion_version}`;
      const now = champion === null ? 'none is' : `version ${champion} is`;
      return `it passed its gate when ${then} was in production, and ${now} now`;
    }
    return undefined;
  }

  /** What it did not pass, where it was measured. */
  private async failure(manager: EntityManager, version: ModelVersionEntity): Promise<string | undefined> {
    const result = await this.asked(manager, version);
    return result === undefined || result === 'passes' ? undefined : failureOf(result);
  }

  /** What a version's gate last said; undefined where it never ran. */
  private async asked(
    manager: EntityManager,
    { name, version }: ModelVersionEntity,
  ): Promise<GateResultEntity | 'passes' | undefined> {
    if (!(await this.guards(name))) return 'passes';
    // The way back must not depend on a measurement: what was let through once is not asked again.
    if (await manager.existsBy(AliasHistoryEntity, { name, alias: CHAMPION_ALIAS, version })) return 'passes';
    return this.results.newest(manager, { name, version });
  }
}

/** @returns whether it takes a force. @throws FAILED_PRECONDITION where that is missing. */
function decided(version: ModelVersionEntity, to: string, why: string | undefined, force: boolean): boolean {
  if (why === undefined || force) return why !== undefined;
  throw new DomainError(
    'FAILED_PRECONDITION',
    `${version.name} version ${version.version} may not ${to}: ${why}. An admin can force it with a reason.`,
  );
}

function failureOf({ rules }: GateResultEntity): string | undefined {
  const failed = rules.filter((rule) => !rule.passed);
  if (failed.length === 0) return undefined;
  const named = failed.map(({ name, figure, value, bound, detail }) => {
    const found = value === undefined ? '' : ` ${Number(value.toPrecision(6))}`;
    return `'${name}' (${figure}${found}, ${bound}${detail === '' ? '' : `; ${detail}`})`;
  });
  return `it did not pass ${named.join(', ')}`;
}

function checkForce(what: string): void {
  const actor = currentActor();
  if (!isAdmin(actor)) {
    throw new DomainError('PERMISSION_DENIED', `to force a ${what} needs the role admin, got ${actor.role}`);
  }
  if (actor.reason.trim() === '') {
    throw new DomainError('INVALID_ARGUMENT', `reason: a forced ${what} needs one`);
  }
}
