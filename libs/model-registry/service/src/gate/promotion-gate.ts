import { Injectable } from '@nestjs/common';
import { CHAMPION_ALIAS } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { EntityManager } from 'typeorm';
import { currentActor, isAdmin } from '../audit/actor.js';
import type { ModelVersionEntity } from '../database/model-version.entity.js';
import { AliasHistoryEntity } from '../database/registered-model.entity.js';
import { GateFiles } from './gate-files.js';
import { GateResults } from './gate-results.js';

/** Whether a version may go into production; asked in the transaction that puts it there. */
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
    if (force) checkForce();
    const why = await this.objection(manager, version, champion);
    if (why === undefined) return false;
    if (force) return true;
    throw new DomainError(
      'FAILED_PRECONDITION',
      `${version.name} version ${version.version} may not go into production: ${why}. An admin can force it with a reason.`,
    );
  }

  /** Whether the name of a model has a gate. */
  async guards(modelName: string): Promise<boolean> {
    return (await this.files.rulesOf(modelName)) !== undefined;
  }

  private async objection(
    manager: EntityManager,
    { name, version }: ModelVersionEntity,
    champion: number | null,
  ): Promise<string | undefined> {
    if (!(await this.guards(name))) return undefined;
    // The way back must not depend on a measurement: what was let through once is not asked again.
    if (await manager.existsBy(AliasHistoryEntity, { name, alias: CHAMPION_ALIAS, version })) return undefined;
    const result = await this.results.newest(manager, { name, version });
    if (result === undefined) return 'its gate never ran';
    const failed = result.rules.filter((rule) => !rule.passed);
    if (failed.length > 0) {
      const rules = failed.map(({ name, figure, value, bound, detail }) => {
        const found = value === undefined ? '' : ` ${Number(value.toPrecision(6))}`;
        return `'${name}' (${figure}${found}, ${bound}${detail === '' ? '' : `; ${detail}`})`;
      });
      return `it did not pass ${rules.join(', ')}`;
    }
    if (result.champion_version !== champion) {
      const then = result.champion_version === null ? 'no version' : `version ${result.champion_version}`;
      const now = champion === null ? 'none is' : `version ${champion} is`;
      return `it passed its gate when ${then} was in production, and ${now} now`;
    }
    return undefined;
  }
}

function checkForce(): void {
  const actor = currentActor();
  if (!isAdmin(actor)) {
    throw new DomainError('PERMISSION_DENIED', `to force a promotion needs the role admin, got ${actor.role}`);
  }
  if (actor.reason.trim() === '') {
    throw new DomainError('INVALID_ARGUMENT', 'reason: a forced promotion needs one');
  }
}
