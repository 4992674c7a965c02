import { z } from 'zod';
import { mlflowCall } from './call.js';
import { RunInputs, RunOutputs } from './datasets.js';
import { Double, Empty, Int64, repeated, RequiredId, RequiredText, Tag, Text } from './scalars.js';

export const RunStatus = z.enum(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']);

/** What a point may say of the model that it measures, and on which data. */
const measured = { model_id: Text.optional(), dataset_name: Text.optional(), dataset_digest: Text.optional() };

/** One point of a metric. The step counts from 0 when the client sends none. */
export const Metric = z.object({
  key: RequiredText,
  value: Double,
  timestamp: Int64,
  step: Int64.default(0),
  ...measured,
  /** Of a model's metrics: the run that measured it. */
  run_id: Text.optional(),
});
export type Metric = z.output<typeof Metric>;

export const Param = z.object({ key: RequiredText, value: Text.default('') });
export type Param = z.output<typeof Param>;

export const RunInfo = z.object({
  run_id: z.string(),
  /** The older name of run_id; clients of either age read theirs. */
  run_uuid: z.string().optional(),
  run_name: z.string().optional(),
  experiment_id: z.string(),
  user_id: z.string().optional(),
  status: RunStatus,
  start_time: Int64.optional(),
  end_time: Int64.optional(),
  artifact_uri: z.string(),
  lifecycle_stage: z.enum(['active', 'deleted']),
});
export type RunInfo = z.output<typeof RunInfo>;

export const RunData = z.object({ metrics: repeated(Metric), params: repeated(Param), tags: repeated(Tag) });

export const Run = z.object({
  info: RunInfo,
  data: RunData,
  /** Servers before MLflow 2.4 and 3.0 send none. */
  inputs: RunInputs.prefault({}),
  outputs: RunOutputs.prefault({}),
});
export type Run = z.output<typeof Run>;

const byRun = z.object({ run_id: RequiredText });

export const createRun = mlflowCall(
  'POST',
  'runs/create',
  'engineer',
  z.object({
    /** The default experiment when absent. */
    experiment_id: RequiredId.optional(),
    user_id: Text.optional(),
    run_name: Text.optional(),
    start_time: Int64.optional(),
    tags: repeated(Tag),
  }),
  z.object({ run: Run }),
);

export const getRun = mlflowCall('GET', 'runs/get', 'reader', byRun, z.object({ run: Run }));

export const updateRun = mlflowCall(
  'POST',
  'runs/update',
  'engineer',
  byRun.extend({ status: RunStatus.optional(), end_time: Int64.optional(), run_name: Text.optional() }),
  z.object({ run_info: RunInfo }),
);

export const deleteRun = mlflowCall('POST', 'runs/delete', 'engineer', byRun, Empty);
export const restoreRun = mlflowCall('POST', 'runs/restore', 'engineer', byRun, Empty);

export const searchRuns = mlflowCall(
  'POST',
  'runs/search',
  'reader',
  z.object({
    experiment_ids: repeated(RequiredId),
    filter: Text.optional(),
    run_view_type: Text.optional(),
    max_results: Int64.optional(),
    order_by: repeated(Text),
    page_token: Text.optional(),
  }),
  z.object({ runs: repeated(Run), next_page_token: z.string().optional() }),
);

export const logMetric = mlflowCall(
  'POST',
  'runs/log-metric',
  'engineer',
  byRun.extend({ key: RequiredText, value: Double, timestamp: Int64, step: Int64.default(0), ...measured }),
  Empty,
);

export const logParam = mlflowCall(
  'POST',
  'runs/log-parameter',
  'engineer',
  byRun.extend({ key: RequiredText, value: Text.default('') }),
  Empty,
);

export const logBatch = mlflowCall(
  'POST',
  'runs/log-batch',
  'engineer',
  byRun.extend({ metrics: repeated(Metric), params: repeated(Param), tags: repeated(Tag) }),
  Empty,
);

/** Records which model a client logged; the client sends the text of its MLmodel as JSON. */
export const logModel = mlflowCall(
  'POST',
  'runs/log-model',
  'engineer',
  byRun.extend({ model_json: RequiredText }),
  Empty,
);

export const setTag = mlflowCall(
  'POST',
  'runs/set-tag',
  'engineer',
  byRun.extend({ key: RequiredText, value: Text.default('') }),
  Empty,
);
export const deleteTag = mlflowCall('POST', 'runs/delete-tag', 'engineer', byRun.extend({ key: RequiredText }), Empty);

export const getMetricHistory = mlflowCall(
  'GET',
  'metrics/get-history',
  'reader',
  byRun.extend({ metric_key: RequiredText, page_token: Text.optional(), max_results: Int64.optional() }),
  z.object({ metrics: repeated(Metric), next_page_token: z.string().optional() }),
);

export const FileInfo = z.object({ path: z.string(), is_dir: z.boolean(), file_size: Int64.optional() });
export type FileInfo = z.output<typeof FileInfo>;

export const listRunArtifacts = mlflowCall(
  'GET',
  'artifacts/list',
  'reader',
  byRun.extend({ path: Text.optional(), page_token: Text.optional() }),
  z.object({ root_uri: z.string(), files: repeated(FileInfo), next_page_token: z.string().optional() }),
);
