import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import { checkExperimentCount, checkExperimentId, DATASET_CONTEXT_TAG } from '@bellwether/model-registry-core';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';

interface SummaryRow {
  readonly experiment_id: string;
  readonly name: string;
  readonly digest: string;
  readonly context: string | null;
}

/** As many as MLflow's own server answers; the call has no pages. */
const MAX_SUMMARIES = 1_000;

/** Which datasets the runs of experiments read. */
@Injectable()
export class DatasetSearchService {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** One summary for each dataset and what it was read for. */
  async summaries({ experiment_ids }: mlflow.MlflowRequest<typeof mlflow.searchDatasets>) {
    checkExperimentCount('SearchDatasets', experiment_ids.length);
    for (const experimentId of experiment_ids) checkExperimentId(experimentId);
    const found = await rows<SummaryRow>(
      this.dataSource.manager,
      `SELECT DISTINCT d.experiment_id, d.name, d.digest, t.value AS context
       FROM dataset d
       JOIN run_dataset rd ON rd.dataset_id = d.dataset_id
       LEFT JOIN run_dataset_tag t ON t.run_id = rd.run_id AND t.dataset_id = rd.dataset_id AND t.key = $2
       WHERE d.experiment_id = ANY($1::bigint[])
       ORDER BY d.experiment_id, d.name, d.digest, context LIMIT ${MAX_SUMMARIES}`,
      [experiment_ids, DATASET_CONTEXT_TAG],
    );
    return {
      dataset_summaries: found.map(({ context, ...dataset }) => ({ ...dataset, ...(context !== null && { context }) })),
    };
  }
}
