import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  checkExperimentId,
  LOGGED_MODEL_PAGE,
  LOGGED_MODEL_SEARCH,
  parseFilter,
  parseModelOrder,
} from '@bellwether/model-registry-core';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { addFilter, type SearchTarget } from '../search/compile-filter.js';
import { Page, queryOf } from '../search/page.js';
import { SqlConditions } from '../search/sql-conditions.js';
import { compileModelOrder, MODEL_COLUMNS, MODEL_TEXTS } from './compile-model-order.js';
import { LoggedModelRepository } from './logged-model-repository.js';

type Request = mlflow.MlflowRequest<typeof mlflow.searchLoggedModels>;

/** What clients may name besides a filter; each is a condition of its own. */
const MAX_DATASETS = 50;

/** Finds logged models. */
@Injectable()
export class LoggedModelSearchService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly models: LoggedModelRepository,
  ) {}

  /** The models of the experiments named that a filter holds for; newest first unless order_by says otherwise. */
  async search(request: Request) {
    checkRequest(request);
    const page = new Page(request, LOGGED_MODEL_PAGE, queryOf(request));
    const conditions = new SqlConditions();
    conditions.add(`m.experiment_id = ANY(${conditions.bind(request.experiment_ids)}::bigint[])`);
    conditions.add(`m.lifecycle_stage = 'active'`);
    addModelFilter(request, conditions);
    const { joins, orderBy } = compileModelOrder(parseModelOrder(request.order_by), conditions);
    const found = await rows<{ model_id: string }>(
      this.dataSource.manager,
      `SELECT m.model_id FROM logged_model m ${joins} WHERE ${conditions.where} ORDER BY ${orderBy}
       LIMIT ${conditions.bind(page.limit)} OFFSET ${conditions.bind(page.offset)}`,
      conditions.values,
    );
    const { rows: shown, next } = page.cut(found);
    return { models: await this.models.viewsOf(shown.map((row) => row.model_id)), ...next };
  }
}

function checkRequest({ experiment_ids, datasets }: Request): void {
  if (experiment_ids.length === 0) {
    throw new DomainError('INVALID_ARGUMENT', `Missing value for required parameter 'experiment_ids'.`);
  }
  for (const experimentId of experiment_ids) checkExperimentId(experimentId);
  if (datasets.length > MAX_DATASETS) {
    throw new DomainError('INVALID_ARGUMENT', `datasets may be at most ${MAX_DATASETS}, got ${datasets.length}`);
  }
}

/** A filter on metrics holds for any point of them, on any of the datasets; datasets alone ask for any metric on them. */
function addModelFilter({ filter, datasets }: Request, conditions: SqlConditions): void {
  const comparisons = parseFilter(filter, LOGGED_MODEL_SEARCH);
  const joined = 'kv.model_id = m.model_id';
  const onDatasets = datasets.map(({ dataset_name, dataset_digest }) => {
    const name = `kv.dataset_name = ${conditions.bind(dataset_name)}`;
    return dataset_digest ? `(${name} AND kv.dataset_digest = ${conditions.bind(dataset_digest)})` : name;
  });
  const metric = {
    table: 'logged_model_metric',
    joined: onDatasets.length === 0 ? joined : `${joined} AND (${onDatasets.join(' OR ')})`,
  };
  const target: SearchTarget = {
    columns: MODEL_COLUMNS,
    texts: MODEL_TEXTS,
    metric,
    param: { table: 'logged_model_param', joined },
    tag: { table: 'logged_model_tag', joined },
  };
  addFilter(comparisons, target, conditions);
  if (onDatasets.length > 0 && !comparisons.some(({ entity }) => entity === 'metric')) {
    conditions.add(`EXISTS (SELECT 1 FROM ${metric.table} kv WHERE ${metric.joined})`);
  }
}
