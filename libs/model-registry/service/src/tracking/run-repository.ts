import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { checkRunId } from '@bellwether/model-registry-core';
import type { DataSource, EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { groupBy } from '../database/group-by.js';
import { LatestMetricEntity, RunEntity, RunParamEntity, RunTagEntity } from '../database/run.entity.js';
import { NO_LINKS, RunLinks, type DatasetTexts } from '../datasets/run-links.js';
import { DOMAIN } from '../domain.js';
import { runView, type RunView } from './run-view.js';

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

  /**
   * Takes an active run for writing: writers of one run take turns, so that what each checks stays true while it writes.
   *
   * @throws NOT_FOUND, INVALID_ARGUMENT for a deleted run.
   */
  async lockActive(runId: string, manager: EntityManager): Promise<RunEntity> {
    checkRunId(runId);
    const run = await manager.findOne(RunEntity, {
      where: { run_id: runId },
      lock: { mode: 'for_no_key_update' },
    });
    if (run === null) throw new DomainError('NOT_FOUND', `Run with id=${runId} not found`);
    if (run.lifecycle_stage !== 'active') {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `The run ${runId} must be in the 'active' state. Current state is ${run.lifecycle_stage}.`,
      );
    }
    return run;
  }

  async view(runId: string): Promise<RunView> {
    const [view] = await this.views([await this.find(runId)], 'whole');
    return view!;
  }

  /** Runs by their ids, in that order, each with all its data: six queries, however many runs. */
  async viewsOf(runIds: readonly string[]): Promise<RunView[]> {
    const runs = await this.ofRuns(RunEntity, runIds);
    const byId = new Map(runs.map((run) => [run.run_id, run]));
    return this.views(
      runIds.flatMap((runId) => byId.get(runId) ?? []),
      'short',
    );
  }

  private async views(runs: readonly RunEntity[], texts: DatasetTexts): Promise<RunView[]> {
    const ids = runs.map((run) => run.run_id);
    const metrics = byRun(await this.ofRuns(LatestMetricEntity, ids, 'key'));
    const params = byRun(await this.ofRuns(RunParamEntity, ids, 'key'));
    const tags = byRun(await this.ofRuns(RunTagEntity, ids, 'key'));
    const links = await this.links.ofRuns(ids, texts);
    return runs.map((run) => {
      const data = {
        metrics: metrics.get(run.run_id) ?? [],
        params: params.get(run.run_id) ?? [],
        tags: tags.get(run.run_id) ?? [],
      };
      return runView(run, data, links.get(run.run_id) ?? NO_LINKS);
    });
  }

  private ofRuns<Row extends ObjectLiteral>(
    entity: EntityTarget<Row>,
    runIds: readonly string[],
    order: 'run_id' | 'key' = 'run_id',
  ): Promise<Row[]> {
    if (runIds.length === 0) return Promise.resolve([]);
    // One array parameter: an IN list would hit the limit of 65,535 parameters on a large page.
    return this.dataSource.manager
      .createQueryBuilder(entity, 'e')
      .where('e.run_id = ANY(:runIds)', { runIds: [...runIds] })
      .orderBy(`e.${order}`)
      .getMany();
  }
}

function byRun<Row extends { readonly run_id: string }>(found: readonly Row[]): Map<string, Row[]> {
  return groupBy(found, (row) => row.run_id);
}
