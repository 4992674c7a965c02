import type { mlflow } from '@bellwether/contracts';
import { writeDouble } from '@bellwether/model-registry-core';
import type { RunLinksView } from '../datasets/run-links.js';
import type { LatestMetricEntity, RunEntity, RunParamEntity, RunTagEntity } from '../database/run.entity.js';

/** A run as it is written on the wire. */
export type RunView = mlflow.MlflowResponseInput<typeof mlflow.getRun>['run'];
export type RunInfoView = RunView['info'];
type MetricView = mlflow.MlflowResponseInput<typeof mlflow.getMetricHistory>['metrics'];

export function runInfo(run: RunEntity): RunInfoView {
  const { run_id, run_name, experiment_id, user_id, status, start_time, end_time, artifact_uri, lifecycle_stage } = run;
  return {
    run_id,
    run_uuid: run_id,
    run_name,
    experiment_id,
    user_id,
    status,
    start_time,
    ...(end_time !== null && { end_time }),
    artifact_uri,
    lifecycle_stage,
  };
}

export interface RunData {
  readonly metrics: readonly LatestMetricEntity[];
  readonly params: readonly RunParamEntity[];
  readonly tags: readonly RunTagEntity[];
}

export function runView(run: RunEntity, { metrics, params, tags }: RunData, links: RunLinksView): RunView {
  return {
    info: runInfo(run),
    data: {
      metrics: metrics.map(metricView),
      params: params.map(({ key, value }) => ({ key, value })),
      tags: tags.map(({ key, value }) => ({ key, value })),
    },
    ...links,
  };
}

export function metricView(metric: {
  key: string;
  value: number;
  timestamp: number;
  step: number;
}): NonNullable<MetricView>[number] {
  const { key, value, timestamp, step } = metric;
  return { key, value: writeDouble(value), timestamp, step };
}
