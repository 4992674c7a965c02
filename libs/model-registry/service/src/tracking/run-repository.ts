import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { checkRunId } from '@bellwether/model-registry-core';
import type { DataSource, EntityManager } from 'typeorm';
import { groupBy } from '../database/group-by.js';
import { rows } from '../database/rows.js';
import { RunEntity, type LatestMetricEntity, type RunParamEntity, type RunTagEntity } from '../database/run.entity.js';
import { NO_LINKS, RunLinks, type DatasetTexts } from '../datasets/run-links.js';
import { DOMAIN } from '../domain.js';
import { runOfRow, type RunRow } from './run-row.js';
import { runView, type RunView } from './run-view.js';

type MetricRow = Omit<LatestMetricEntity, 'timestamp' | 'step'> & { readonly timestamp: string; readonly step: string };

/** Runs as they lie in the database. */
@Injectable()
export class RunRepository {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly links: RunLinks,
  ) {}

  /** @throws NOT_FOUND */
  async find(runId: string, manager: EntityManager = this.dataSource.manager): Promise<RunEntity> {
    checkRunId(runId);
    const run = await manager.findOneBy(RunEntity, { run_id: runId });
    if (run === null) throw new DomainError('NOT_FOUND', `Run with id=${runId} not found`);
    return run;
  }

  isKnown(runId: string, manager: EntityManager): Promise<boolean> {
    return manager.existsBy(RunEntity, { run_id: runId });
  }

  /**
   * Takes an active run for writing: writers of one run take turns, so that what each checks stays true while it writes,
   * and what was written out of the run before (`run_document`) holds no longer.
   *
   * @throws NOT_FOUND, INVALID_ARGUMENT for a deleted run.
   */
  async lockActive(runId: string, manager: EntityManager): Promise<RunEntity> {
    checkRunId(runId);
    const [row] = await rows<RunRow>(manager, 'UPDATE run SET revision = revision + 1 WHERE run_id = $1 RETURNING *', [
      runId,
    ]);
    if (row === undefined) throw new DomainError('NOT_FOUND', `Run with id=${runId} not found`);
    if (row.lifecycle_stage !== 'active') {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `The run ${runId} must be in the 'active' state. Current state is ${row.lifecycle_stage}.`,
      );
    }
    return runOfRow(row);
  }

  /**
   * Deletes a run; one that is deleted already stays, and is kept for as long as from its first deletion.
   *
   * @param at milliseconds.
   * @throws NOT_FOUND
   */
  async delete(runId: string, at: number): Promise<void> {
    const change = `lifecycle_stage = 'deleted', deleted_at = COALESCE(deleted_at, $2)`;
    await this.move(runId, change, [at], this.dataSource.manager);
  }

  /** Restores a run; one that is active stays. @throws NOT_FOUND */
  async restore(runId: string, manager: EntityManager): Promise<void> {
    await this.move(runId, `lifecycle_stage = 'active', deleted_at = NULL`, [], manager);
  }

  private async move(runId: string, change: string, values: readonly unknown[], manager: EntityManager): Promise<void> {
    checkRunId(runId);
    const moved = await rows(
      manager,
      `UPDATE run SET ${change}, revision = revision + 1 WHERE run_id = $1 RETURNING run_id`,
      [runId, ...values],
    );
    if (moved.length === 0) throw new DomainError('NOT_FOUND', `Run with id=${runId} not found`);
  }

  async view(runId: string): Promise<RunView> {
    const [view] = await this.views([await this.find(runId)], 'whole');
    return view!;
  }

  /** Those of the runs that are there, each with all its data: six queries, however many runs. */
  async viewsOf(runIds: readonly string[]): Promise<RunView[]> {
    const found = await rows<RunRow>(this.dataSource.manager, 'SELECT * FROM run WHERE run_id = ANY($1::text[])', [
      runIds,
    ]);
    return this.views(found.map(runOfRow), 'short');
  }

  private async views(runs: readonly RunEntity[], texts: DatasetTexts): Promise<RunView[]> {
    const ids = runs.map((run) => run.run_id);
    const metrics = byRun(await this.ofRuns<MetricRow>('latest_metric', ids));
    const params = byRun(await this.ofRuns<RunParamEntity>('run_param', ids));
    const tags = byRun(await this.ofRuns<RunTagEntity>('run_tag', ids));
    const links = await this.links.ofRuns(ids, texts);
    return runs.map((run) => {
      const data = {
        metrics: (metrics.get(run.run_id) ?? []).map(metricOfRow),
        params: params.get(run.run_id) ?? [],
        tags: tags.get(run.run_id) ?? [],
      };
      return runView(run, data, links.get(run.run_id) ?? NO_LINKS);
    });
  }

  /** Plain rows: of entities TypeORM makes a thousand in the time in which the database reads ten thousand. */
  private ofRuns<Row extends object>(
    table: 'latest_metric' | 'run_param' | 'run_tag',
    runIds: readonly string[],
  ): Promise<Row[]> {
    if (runIds.length === 0) return Promise.resolve([]);
    // One array parameter: an IN list would hit the limit of 65,535 parameters on a large page.
    return rows<Row>(
      this.dataSource.manager,
      `SELECT * FROM ${table} WHERE run_id = ANY($1::text[]) ORDER BY key COLLATE "C"`,
      [runIds],
    );
  }
}

function metricOfRow({ timestamp, step, ...metric }: MetricRow): LatestMetricEntity {
  return { ...metric, timestamp: Number(timestamp), step: Number(step) };
}

function byRun<Row extends { readonly run_id: string }>(found: readonly Row[]): Map<string, Row[]> {
  return groupBy(found, (row) => row.run_id);
}
