import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  CHAMPION_ALIAS,
  type GetGateResultResponse,
  type GetModelGateResponse,
  type JudgeVersionRequest,
} from '@bellwether/contracts';
import { canonicalModelName, judgeGate } from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';
import { currentActor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import type { GateResultEntity } from '../database/gate-result.entity.js';
import type { ModelVersionEntity } from '../database/model-version.entity.js';
import { RegisteredModelAliasEntity } from '../database/registered-model.entity.js';
import { DOMAIN } from '../domain.js';
import { VersionRepository } from '../registry/version-repository.js';
import { GateFiles } from './gate-files.js';
import { GateResults } from './gate-results.js';

/** Judges versions by the gates of their models, and tells what came of it. */
@Injectable()
export class GateService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly versions: VersionRepository,
    private readonly files: GateFiles,
    private readonly results: GateResults,
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async rules(modelName: string): Promise<GetModelGateResponse> {
    const name = canonicalModelName(modelName);
    return { model_name: name, rules: [...((await this.files.rulesOf(name)) ?? [])] };
  }

  /** @throws NOT_FOUND for an unknown version. */
  async result(modelName: string, version: string): Promise<GetGateResultResponse> {
    const { manager } = this.dataSource;
    return this.view(manager, await this.versions.find(modelName, version, manager));
  }

  /**
   * Judges a version by what was measured, against the version that is in production as the transaction sees it. Of a
   * version that is in production itself nothing is decided any more: it keeps the result that brought it there.
   *
   * @throws NOT_FOUND for an unknown version.
   */
  async judge({ model_name, version: asked, evidence }: JudgeVersionRequest): Promise<GetGateResultResponse> {
    const rules = await this.files.rulesOf(canonicalModelName(model_name));
    return inTransaction(this.dataSource, async (manager) => {
      const found = await this.versions.find(model_name, asked, manager);
      const { name, version } = found;
      const champion = await championOf(manager, name);
      if (rules === undefined || champion === version) return this.view(manager, found);
      const judged = judgeGate(rules, evidence, champion?.toString());
      const passed = judged.every((rule) => rule.passed);
      await this.results.add(manager, {
        ...{ name, version, passed, evidence, rules: judged },
        champion_version: champion ?? null,
        decided_at: this.clock().getTime(),
        decided_by: currentActor().id,
      });
      const failed = judged.filter((rule) => !rule.passed).map((rule) => rule.name);
      await this.audit.record(manager, { action: 'version.gated', model: name, version, after: { passed, failed } });
      return this.view(manager, found);
    });
  }

  private async view(manager: EntityManager, version: ModelVersionEntity): Promise<GetGateResultResponse> {
    const { name } = version;
    const result = await this.results.newest(manager, version);
    const named = { model_name: name, version: String(version.version) };
    if (result !== undefined) {
      return { ...named, status: result.passed ? 'passed' : 'failed', result: resultView(result) };
    }
    return { ...named, status: (await this.files.rulesOf(name)) === undefined ? 'not_needed' : 'missing' };
  }
}

/** The version in production, read so that it stays so to the end of the transaction. */
async function championOf(manager: EntityManager, name: string): Promise<number | undefined> {
  const row = await manager.findOne(RegisteredModelAliasEntity, {
    where: { name, alias: CHAMPION_ALIAS },
    lock: { mode: 'pessimistic_read' },
  });
  return row?.version;
}

function resultView({ passed, decided_at, decided_by, champion_version, evidence, rules }: GateResultEntity) {
  return {
    passed,
    decided_at: new Date(decided_at).toISOString(),
    decided_by,
    ...(champion_version !== null && { champion_version: String(champion_version) }),
    rows: evidence.rows,
    rules,
  };
}
