import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  checkBatchSize,
  checkMetric,
  checkParam,
  checkTag,
  latestByKey,
  newParams,
  RUN_NAME_TAG,
  type Metric,
  type Param,
} from '@bellwether/model-registry-core';
import { inTransaction } from '@bellwether/platform/relational';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { rows } from '../database/rows.js';
import { RunEntity, RunParamEntity, RunTagEntity } from '../database/run.entity.js';
import { DOMAIN } from '../domain.js';
import { ModelMetrics } from '../logged-models/model-metrics.js';
import { RunRepository } from './run-repository.js';

type Batch = Omit<mlflow.MlflowRequest<typeof mlflow.logBatch>, 'run_id'>;
type Tag = Batch['tags'][number];

/** The tag in which stock clients keep what models a run has logged, as a JSON list. */
const LOGGED_MODELS_TAG = 'mlflow.log-model.history';

/** What is written to a run while it goes on: metrics, parameters and tags. A repeated request changes nothing. */
@Injectable()
export class RunLogService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly runs: RunRepository,
    private readonly modelMetrics: ModelMetrics,
  ) {}

  /** Writes all of a batch or nothing. */
  async logBatch(runId: string, { metrics, params, tags }: Batch): Promise<void> {
    checkBatchSize({ metrics: metrics.length, params: params.length, tags: tags.length });
    for (const metric of metrics) checkMetric(metric);
    for (const param of params) checkParam(param.key, param.value);
    for (const tag of tags) checkTag(tag.key, tag.value);
    await inTransaction(this.dataSource, async (manager) => {
      const run = await this.runs.lockActive(runId, manager);
      await this.addParams(manager, run.run_id, params);
      await this.addMetrics(manager, run.run_id, metrics);
      await this.modelMetrics.link(manager, run.run_id, metrics);
      await this.setTags(manager, run.run_id, tags);
    });
  }

  async deleteTag(runId: string, key: string): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      await this.runs.lockActive(runId, manager);
      const { affected } = await manager.delete(RunTagEntity, { run_id: runId, key });
      if (affected === 0) throw new DomainError('NOT_FOUND', `No tag with name: ${key} in run with id ${runId}`);
    });
  }

  /** Adds a logged model to the run's list of them. */
  async logModel(runId: string, modelJson: string): Promise<void> {
    const model = parsed(modelJson);
    if (typeof model !== 'object' || model === null || Array.isArray(model)) {
      throw new DomainError('INVALID_ARGUMENT', 'Malformed model info. model_json must be a JSON object.');
    }
    await inTransaction(this.dataSource, async (manager) => {
      await this.runs.lockActive(runId, manager);
      const tag = await manager.findOneBy(RunTagEntity, { run_id: runId, key: LOGGED_MODELS_TAG });
      const known = tag === null ? [] : parsed(tag.value);
      const value = JSON.stringify([...(Array.isArray(known) ? (known as unknown[]) : []), model]);
      await this.setTags(manager, runId, [{ key: LOGGED_MODELS_TAG, value }]);
    });
  }

  private async addParams(manager: EntityManager, run_id: string, sent: readonly Param[]): Promise<void> {
    if (sent.length === 0) return;
    const stored = await manager.findBy(RunParamEntity, { run_id, key: In(sent.map((param) => param.key)) });
    const added = newParams(sent, new Map(stored.map(({ key, value }) => [key, value])));
    if (added.length > 0)
      await manager.insert(
        RunParamEntity,
        added.map((param) => ({ run_id, ...param })),
      );
  }

  private async addMetrics(manager: EntityManager, runId: string, metrics: readonly Metric[]): Promise<void> {
    if (metrics.length === 0) return;
    await rows(
      manager,
      `INSERT INTO metric (run_id, key, value, timestamp, step)
       SELECT $1, * FROM unnest($2::text[], $3::float8[], $4::bigint[], $5::bigint[]) ON CONFLICT DO NOTHING`,
      [runId, ...columnsOf(metrics)],
    );
    await rows(
      manager,
      `INSERT INTO latest_metric AS known (run_id, key, value, timestamp, step)
       SELECT $1, * FROM unnest($2::text[], $3::float8[], $4::bigint[], $5::bigint[])
       ON CONFLICT (run_id, key) DO UPDATE
         SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step
         WHERE (known.step, known.timestamp, known.value) < (excluded.step, excluded.timestamp, excluded.value)`,
      [runId, ...columnsOf(latestByKey(metrics))],
    );
  }

  private async setTags(manager: EntityManager, run_id: string, tags: readonly Tag[]): Promise<void> {
    if (tags.length === 0) return;
    // The last of several tags of one key holds; one statement may not touch a row twice.
    const byKey = new Map(tags.map(({ key, value }) => [key, value]));
    await manager.upsert(
      RunTagEntity,
      [...byKey].map(([key, value]) => ({ run_id, key, value })),
      ['run_id', 'key'],
    );
    const run_name = byKey.get(RUN_NAME_TAG);
    if (run_name) await manager.update(RunEntity, { run_id }, { run_name });
  }
}

function columnsOf(metrics: readonly Metric[]): unknown[][] {
  return [
    metrics.map((metric) => metric.key),
    metrics.map((metric) => metric.value),
    metrics.map((metric) => metric.timestamp),
    metrics.map((metric) => metric.step),
  ];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
