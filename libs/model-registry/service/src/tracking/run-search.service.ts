import { Injectable, type StreamableFile } from '@nestjs/common';
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
import { addFilter, compileNumberedOrder, compileOrder, type SearchTarget } from '../search/compile-filter.js';
import { Page, queryOf } from '../search/page.js';
import { SqlConditions } from '../search/sql-conditions.js';
import { writtenPage } from '../search/written-page.js';
import { RunDocuments, type FoundRun } from './run-documents.js';
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
  texts: ['run_id', 'run_name', 'status', 'artifact_uri', 'user_id'],
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

/** Characters of runs after which a page ends, whatever its size: an answer is held in memory before it is sent. */
const MOST_LENGTH = 32_000_000;

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
    private readonly documents: RunDocuments,
  ) {}

  /**
   * The runs of the experiments named that a filter holds for, as the text of the answer; newest first unless order_by says
   * otherwise.
   */
  async search(request: mlflow.MlflowRequest<typeof mlflow.searchRuns>): Promise<StreamableFile> {
    for (const experimentId of request.experiment_ids) checkExperimentId(experimentId);
    const page = new Page(request, RUN_PAGE, queryOf(request));
    const found = await this.find(request, page);
    const { texts, read } = await this.documents.read(found.slice(0, page.size), MOST_LENGTH);
    const { next } = page.cut(found, read);
    return writtenPage('runs', texts, next.next_page_token);
  }

  /** The runs of a page, and one more if there is one. */
  private async find(request: mlflow.MlflowRequest<typeof mlflow.searchRuns>, page: Page): Promise<FoundRun[]> {
    const filter = parseFilter(request.filter, RUN_SEARCH);
    const order = parseOrderBy(request.order_by, RUN_SEARCH);
    const stages = stagesOfView(request.run_view_type);
    const ids = (compiled: typeof compileOrder): Promise<FoundRun[]> => {
      const conditions = new SqlConditions();
      conditions.add(inExperiments(request.experiment_ids, conditions));
      conditions.add(`r.lifecycle_stage = ANY(${conditions.bind(stages)}::text[])`);
      addFilter(filter, TARGET, conditions);
      const { joins, orderBy } = compiled(order, TARGET, conditions, 'r.start_time DESC, r.run_id');
      return rows<FoundRun>(
        this.dataSource.manager,
        `SELECT r.run_id, r.revision FROM run r ${joins} WHERE ${conditions.where} ORDER BY ${orderBy}
         LIMIT ${conditions.bind(page.limit)} OFFSET ${conditions.bind(page.offset)}`,
        conditions.values,
      );
    };
    if (order[0]?.entity === 'metric') {
      // Runs with a number come first, in the order of the metric's index, which is left as soon as the page is full.
      const numbered = await ids(compileNumberedOrder);
      if (numbered.length === page.limit) return numbered;
    }
    return ids(compileOrder);
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

/** One experiment by equality: then its index gives its runs in the order of their start. */
function inExperiments(experimentIds: readonly string[], conditions: SqlConditions): string {
  if (experimentIds.length === 1) return `r.experiment_id = ${conditions.bind(experimentIds[0])}::bigint`;
  return `r.experiment_id = ANY(${conditions.bind(experimentIds)}::bigint[])`;
}
