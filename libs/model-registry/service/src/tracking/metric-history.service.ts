import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  checkRunCount,
  checkRunId,
  METRIC_HISTORY_BULK,
  METRIC_INTERVAL,
  pageSize,
  stepRange,
} from '@bellwether/model-registry-core';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { metricView } from './run-view.js';

interface PointRow {
  readonly run_id: string;
  readonly key: string;
  readonly value: number;
  readonly timestamp: string;
  readonly step: string;
}

/** Points of one thinned answer: the most runs and the most steps that may be asked for, at one point each. */
const MOST_POINTS = 260_000;

/** Histories of one metric in several runs. */
@Injectable()
export class MetricHistoryService {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** Whole histories, run by run, each oldest first, up to a number of points in all. */
  async ofRuns(request: mlflow.MlflowRequest<typeof mlflow.getMetricHistoryBulk>) {
    checkRunCount('GetMetricHistoryBulk', 'cannot specify more than', request.run_id.length);
    for (const runId of request.run_id) checkRunId(runId);
    if (!request.metric_key) {
      throw new DomainError('INVALID_ARGUMENT', 'GetMetricHistoryBulk request must specify a metric_key.');
    }
    const most = Math.min(request.max_results ?? METRIC_HISTORY_BULK.byDefault, METRIC_HISTORY_BULK.most);
    const found = await rows<PointRow>(
      this.dataSource.manager,
      `SELECT run_id, key, value, timestamp, step FROM metric WHERE run_id = ANY($1::text[]) AND key = $2
       ORDER BY run_id, timestamp, step, value LIMIT $3`,
      [request.run_id, request.metric_key, pageSize(most, METRIC_HISTORY_BULK)],
    );
    return { metrics: found.map(pointView) };
  }

  /**
   * Histories thinned to `max_results` of the steps that any of the runs has between two, evenly, beside each run's first
   * and last. The thinning happens in the database: with n steps, the i-th is kept where i = ⌊k·n/max⌋ for a k below max.
   */
  async thinned(request: mlflow.MlflowRequest<typeof mlflow.getMetricHistoryBulkInterval>) {
    const runIds = request.run_ids;
    checkRunCount('GetMetricHistoryBulkInterval', 'must specify at most', runIds.length);
    for (const runId of runIds) checkRunId(runId);
    const { first, last } = stepRange(request.start_step, request.end_step);
    const most = intervalSize(request.max_results);
    const found = await rows<PointRow>(
      this.dataSource.manager,
      `WITH point AS (SELECT run_id, step FROM metric WHERE run_id = ANY($1::text[]) AND key = $2),
       numbered AS (
         SELECT step, row_number() OVER (ORDER BY step) - 1 AS i, count(*) OVER () AS n
         FROM (SELECT DISTINCT step FROM point WHERE step BETWEEN $3 AND $4) s
       ),
       kept AS (
         SELECT step FROM numbered
         WHERE n <= $5::bigint OR i = n - 1
            OR ((i * $5 + n - 1) / n < $5 AND (i * $5 + n - 1) / n * n / $5 = i)
         UNION SELECT min(step) FROM point GROUP BY run_id
         UNION SELECT max(step) FROM point GROUP BY run_id
       )
       SELECT run_id, key, value, timestamp, step FROM metric
       WHERE run_id = ANY($1) AND key = $2 AND step BETWEEN $3 AND $4 AND step IN (SELECT step FROM kept)
       ORDER BY array_position($1::text[], run_id), step, timestamp, value LIMIT $6`,
      [runIds, request.metric_key, first, last, most, MOST_POINTS],
    );
    return { metrics: found.map(pointView) };
  }
}

function intervalSize(maxResults: number | undefined): number {
  const { byDefault, most } = METRIC_INTERVAL;
  const asked = maxResults ?? byDefault;
  if (asked >= 1 && asked <= most) return asked;
  throw new DomainError('INVALID_ARGUMENT', `max_results must be between 1 and ${most}.`);
}

function pointView({ run_id, key, value, timestamp, step }: PointRow) {
  return { ...metricView({ key, value, timestamp: Number(timestamp), step: Number(step) }), run_id };
}
