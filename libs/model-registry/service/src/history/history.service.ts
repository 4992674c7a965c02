import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { AliasPeriod, GetModelHistoryRequest, GetModelHistoryResponse, StagePeriod } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { canonicalModelName } from '@bellwether/model-registry-core';
import type { DataSource } from 'typeorm';
import { RegisteredModelEntity } from '../database/registered-model.entity.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';

/** A row that begins a period, with what ended it. Integers of 64 bits come as text. */
interface PeriodRow {
  readonly version: number;
  readonly changed_at: string;
  readonly changed_by: string;
  readonly reason: string;
  readonly ended_at: string | null;
  readonly ended_by: string | null;
}

interface AliasRow extends PeriodRow {
  readonly alias: string;
  readonly rollback: boolean;
  readonly forced: boolean;
}

interface StageRow extends PeriodRow {
  readonly stage: string;
}

/** Each change lasts until the next of the same alias, or the next of the same version's stage. */
const ALIAS_PERIODS = `
  SELECT *, lead(changed_at) OVER change AS ended_at, lead(changed_by) OVER change AS ended_by
  FROM alias_history WHERE name = $1 WINDOW change AS (PARTITION BY alias ORDER BY id)`;
const STAGE_PERIODS = `
  SELECT *, lead(changed_at) OVER change AS ended_at, lead(changed_by) OVER change AS ended_by
  FROM stage_history WHERE name = $1 WINDOW change AS (PARTITION BY version ORDER BY id)`;

/** Held at an instant, or ever where none is asked for: milliseconds in $2. */
const HELD = '($2::bigint IS NULL OR (changed_at <= $2 AND (ended_at IS NULL OR ended_at > $2)))';

/** Which version had which alias or stage from when to when. */
@Injectable()
export class HistoryService {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** @throws NOT_FOUND for an unknown model. */
  async of({ model_name, at, alias, limit }: GetModelHistoryRequest): Promise<GetModelHistoryResponse> {
    const name = canonicalModelName(model_name);
    const { manager } = this.dataSource;
    if (!(await manager.existsBy(RegisteredModelEntity, { name }))) {
      throw new DomainError('NOT_FOUND', `Registered Model with name=${name} not found`);
    }
    const instant = at === undefined ? null : Date.parse(at);
    const aliases = await rows<AliasRow>(
      manager,
      `SELECT * FROM (${ALIAS_PERIODS}) period
       WHERE version IS NOT NULL AND ${HELD} AND ($3::text IS NULL OR alias = $3) ORDER BY id DESC LIMIT $4`,
      [name, instant, alias ?? null, limit],
    );
    const stages = await rows<StageRow>(
      manager,
      `SELECT * FROM (${STAGE_PERIODS}) period
       WHERE stage <> 'None' AND ${HELD} ORDER BY id DESC LIMIT $3`,
      [name, instant, limit],
    );
    return { model_name: name, aliases: aliases.map(aliasPeriod), stages: stages.map(stagePeriod) };
  }
}

function aliasPeriod(row: AliasRow): AliasPeriod {
  const kind = row.rollback ? 'rollback' : row.forced ? 'forced' : 'promotion';
  return { alias: row.alias, kind, ...period(row) };
}

function stagePeriod(row: StageRow): StagePeriod {
  return { stage: row.stage, ...period(row) };
}

function period(row: PeriodRow) {
  return {
    version: String(row.version),
    from: instantOf(row.changed_at),
    by: row.changed_by,
    reason: row.reason,
    ...(row.ended_at !== null && { to: instantOf(row.ended_at) }),
    ...(row.ended_by !== null && { ended_by: row.ended_by }),
  };
}

const instantOf = (milliseconds: string): string => new Date(Number(milliseconds)).toISOString();
