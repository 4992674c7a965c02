import type { mlflow } from '@bellwether/contracts';
import { STATUS_ON_THE_WIRE, writeDouble } from '@bellwether/model-registry-core';
import { modelFolder, storeUri } from '../artifacts/artifact-uri.js';
import type { LoggedModelEntity } from '../database/logged-model.entity.js';

/** A logged model as it is written on the wire. */
export type LoggedModelView = mlflow.MlflowResponseInput<typeof mlflow.getLoggedModel>['model'];

interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** A point of a model's metric as the database has it; a dataset that was not named is ''. */
export interface ModelMetricRow {
  readonly model_id: string;
  readonly key: string;
  readonly value: number;
  readonly timestamp: string;
  readonly step: string;
  readonly run_id: string;
  readonly dataset_name: string;
  readonly dataset_digest: string;
}

export interface LoggedModelData {
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
  readonly metrics: readonly ModelMetricRow[];
  /** The versions registered from it. */
  readonly registrations: readonly { readonly name: string; readonly version: number }[];
}

export function loggedModelView(model: LoggedModelEntity, data: LoggedModelData): LoggedModelView {
  return {
    info: {
      model_id: model.model_id,
      experiment_id: model.experiment_id,
      name: model.name,
      creation_timestamp_ms: model.creation_timestamp,
      last_updated_timestamp_ms: model.last_updated_timestamp,
      artifact_uri: storeUri(modelFolder(model.experiment_id, model.model_id)),
      status: STATUS_ON_THE_WIRE[model.status],
      model_type: model.model_type,
      source_run_id: model.source_run_id,
      tags: data.tags.map(keyValue),
      registrations: data.registrations.map(({ name, version }) => ({ name, version: String(version) })),
    },
    data: { params: data.params.map(keyValue), metrics: data.metrics.map(pointView) },
  };
}

function keyValue({ key, value }: KeyValue): KeyValue {
  return { key, value };
}

function pointView(point: ModelMetricRow) {
  const { key, value, timestamp, step, model_id, run_id, dataset_name, dataset_digest } = point;
  return {
    key,
    value: writeDouble(value),
    timestamp: Number(timestamp),
    step: Number(step),
    model_id,
    run_id,
    ...(dataset_name !== '' && { dataset_name }),
    ...(dataset_digest !== '' && { dataset_digest }),
  };
}
