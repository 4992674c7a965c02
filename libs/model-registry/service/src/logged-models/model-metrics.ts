import { Injectable } from '@nestjs/common';
import type { mlflow } from '@bellwether/contracts';
import { checkMeasured } from '@bellwether/model-registry-core';
import type { EntityManager } from 'typeorm';
import { rows } from '../database/rows.js';
import { LoggedModelRepository } from './logged-model-repository.js';

type Metric = mlflow.MlflowRequest<typeof mlflow.logBatch>['metrics'][number];
type ModelMetric = Metric & { readonly model_id: string };

/** Links the metrics of runs to the logged models that they measure. */
@Injectable()
export class ModelMetrics {
  constructor(private readonly models: LoggedModelRepository) {}

  /**
   * Keeps those of a run's metrics that name a model, as part of the transaction that writes them to the run. A repeated
   * request adds nothing.
   *
   * @throws NOT_FOUND for a model that does not exist, INVALID_ARGUMENT for an overlong name of a dataset.
   */
  async link(manager: EntityManager, runId: string, metrics: readonly Metric[]): Promise<void> {
    const measured = metrics.filter((metric): metric is ModelMetric => !!metric.model_id);
    if (measured.length === 0) return;
    for (const metric of measured) checkMeasured(metric);
    await this.models.requireAll(
      measured.map((metric) => metric.model_id),
      manager,
    );
    await rows(
      manager,
      `INSERT INTO logged_model_metric (run_id, model_id, key, value, timestamp, step, dataset_name, dataset_digest)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::float8[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
       ON CONFLICT DO NOTHING`,
      [
        runId,
        measured.map((metric) => metric.model_id),
        measured.map((metric) => metric.key),
        measured.map((metric) => metric.value),
        measured.map((metric) => metric.timestamp),
        measured.map((metric) => metric.step),
        measured.map((metric) => metric.dataset_name ?? ''),
        measured.map((metric) => metric.dataset_digest ?? ''),
      ],
    );
  }
}
