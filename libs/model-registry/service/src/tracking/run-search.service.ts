import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import {
  checkExperimentId,
  DATASET_CONTEXT_TAG,
  METRIC_HISTORY_PAGE,
  parseFilter,
  parseOrderBy,
  RUN_PAGE,
  RUN_SEARCH,
  stagesOfView,
} from '@bellwether/model-registry-core';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { addFilter, compileOrder, type SearchTarget } from '../search/compile-filter.js';
import { Page, queryOf } from '../search/page.js';
import { SqlConditions } from '../search/sql-conditions.js';
import { RunRepository } from './run-repository.js';
import { metricView } from './run-view.js';

const JOINED = 'kv.run_id = r.run_id';
const DATASETS = 'run_dataset rd JOIN dataset d ON d.dataset_id = rd.dataset_id WHERE rd.run_id = r.run_id';

const TARGET: SearchTarget = {
  columns: {
    run_id: 'r.run_id',
    run_name: 'r.run_name',
    status: 'r.status',
    artifact_uri: 'r.artifact_uri',
    user_id: 'r.user_id',
    start_time: 'r.start_time',
    end_time: 'r.end_time',
    experiment_id: 'r.experiment_id',
  },
  metric: { table: 'latest_metric', joined: JOINED },
  param: { table: 'run_param', joined: JOINED },
  tag: { table: 'run_tag', joined: JOINED },
  dataset: {
    name: { rows: DATASETS, column: 'd.name' },
    digest: { rows: DATASETS, column: 'd.digest' },
    context: {
      rows: `run_dataset_tag t WHERE t.run_id = r.run_id AND t.key = '${DATASET_CONTEXT_TAG}'`,
      column: 't.value',
    },
  },
};

interface MetricRow {
  readonly key: string;
  readonly value: number;
  readonly timestamp: string;
  readonly step: string;
}

/** Finds runs, and the points of their metrics. */
@Injectable()
export class RunSearchService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly runs: RunRepository,
  ) {}

  /** The runs of the experiments named that a filter holds for; newest first unless order_by says otherwise. */
  async search(request: mlflow.MlflowRequest<typeof mlflow.searchRuns>) {
    for (const experimentId of request.experiment_ids) checkExperimentId(experimentId);
    const page = new Page(request, RUN_PAGE, queryOf(request));
    const conditions = new SqlConditions();
    conditions.add(`r.experiment_id = ANY(${conditions.bind(request.experiment_ids)}::bigint[])`);
    conditions.add(`r.lifecycle_stage = ANY(${conditions.bind(stagesOfView(request.run_view_type))}::text[])`);
    addFilter(parseFilter(request.filter, RUN_SEARCH), TARGET, conditions);
    const order = parseOrderBy(request.order_by, RUN_SEARCH);
    const { joins, orderBy } = compileOrder(order, TARGET, conditions, 'r.start_time DESC, r.run_id');
    const found = await rows<{ run_id: string }>(
      this.dataSource.manager,
      `SELECT r.run_id FROM run r ${joins} WHERE ${conditions.where} ORDER BY ${orderBy}
       LIMIT ${conditions.bind(page.limit)} OFFSET ${conditions.bind(page.offset)}`,
      conditions.values,
    );
    const { rows: shown, next } = page.cut(found);
    return { runs: await this.runs.viewsOf(shown.map((row) => row.run_id)), ...next };
  }

  /** Every point of a metric, oldest first. */
  async metricHistory(request: mlflow.MlflowRequest<typeof mlflow.getMetricHistory>) {
    const { run_id } = await this.runs.find(request.run_id);
    const page = new Page(request, METRIC_HISTORY_PAGE, queryOf(request));
    const found = await rows<MetricRow>(
      this.dataSource.manager,
      `SELECT key, value, timestamp, step FROM metric WHERE run_id = $1 AND key = $2
       ORDER BY timestamp, step, value LIMIT $3 OFFSET $4`,
      [run_id, request.metric_key, page.limit, page.offset],
    );
    const { rows: shown, next } = page.cut(found);
    const metrics = shown.map(({ key, value, timestamp, step }) =>
      metricView({ key, value, timestamp: Number(timestamp), step: Number(step) }),
    );
    return { metrics, ...next };
  }
}
