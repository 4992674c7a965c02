import { z } from 'zod';
import { mlflowCall } from './call.js';
import { FileInfo, Metric, Param } from './runs.js';
import { Bool, Empty, Int64, repeated, RequiredId, RequiredText, Tag, Text } from './scalars.js';

/** In the order of the protocol's numbers, by which some clients write them. */
const STATUSES = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
] as const;

export const LoggedModelStatus = z.enum(STATUSES);
export type LoggedModelStatus = z.output<typeof LoggedModelStatus>;

const StatusOrNumber = z.union([
  LoggedModelStatus,
  z
    .int()
    .min(0)
    .max(STATUSES.length - 1)
    .transform((number) => STATUSES[number]!),
]);

export const LoggedModelInfo = z.object({
  model_id: z.string(),
  experiment_id: z.string(),
  name: z.string(),
  creation_timestamp_ms: Int64,
  last_updated_timestamp_ms: Int64,
  artifact_uri: z.string(),
  status: LoggedModelStatus,
  model_type: z.string().optional(),
  source_run_id: z.string().optional(),
  status_message: z.string().optional(),
  tags: repeated(Tag),
  /** The versions that were registered from it. */
  registrations: repeated(z.object({ name: z.string(), version: z.string() })),
});
export type LoggedModelInfo = z.output<typeof LoggedModelInfo>;

export const LoggedModel = z.object({
  info: LoggedModelInfo,
  data: z.object({ params: repeated(Param), metrics: repeated(Metric) }).prefault({}),
});
export type LoggedModel = z.output<typeof LoggedModel>;

const byModel = z.object({ model_id: RequiredText });
const oneModel = z.object({ model: LoggedModel });

export const createLoggedModel = mlflowCall(
  'POST',
  'logged-models',
  'engineer',
  z.object({
    experiment_id: RequiredId,
    name: Text.optional(),
    model_type: Text.optional(),
    source_run_id: Text.optional(),
    params: repeated(Param),
    tags: repeated(Tag),
  }),
  oneModel,
);

export const getLoggedModel = mlflowCall(
  'GET',
  'logged-models/:model_id',
  'reader',
  byModel.extend({ allow_deleted: Bool.optional() }),
  oneModel,
);

export const finalizeLoggedModel = mlflowCall(
  'PATCH',
  'logged-models/:model_id',
  'engineer',
  byModel.extend({ status: StatusOrNumber }),
  oneModel,
);

export const deleteLoggedModel = mlflowCall('DELETE', 'logged-models/:model_id', 'engineer', byModel, Empty);

export const logLoggedModelParams = mlflowCall(
  'POST',
  'logged-models/:model_id/params',
  'engineer',
  byModel.extend({ params: repeated(Param) }),
  Empty,
);

export const setLoggedModelTags = mlflowCall(
  'PATCH',
  'logged-models/:model_id/tags',
  'engineer',
  byModel.extend({ tags: repeated(Tag) }),
  Empty,
);

export const deleteLoggedModelTag = mlflowCall(
  'DELETE',
  'logged-models/:model_id/tags/:tag_key',
  'engineer',
  byModel.extend({ tag_key: RequiredText }),
  Empty,
);

/** A dataset by name, or by name and digest. */
const DatasetFilter = z.object({ dataset_name: RequiredText, dataset_digest: Text.optional() });
export type DatasetFilter = z.output<typeof DatasetFilter>;

const LoggedModelOrder = z.object({
  /** An attribute, or `metrics.<key>`. */
  field_name: RequiredText,
  ascending: Bool.default(true),
  /** Of a metric: which of its points count. */
  dataset_name: Text.optional(),
  dataset_digest: Text.optional(),
});

export const searchLoggedModels = mlflowCall(
  'POST',
  'logged-models/search',
  'reader',
  z.object({
    experiment_ids: repeated(RequiredId),
    filter: Text.optional(),
    datasets: repeated(DatasetFilter),
    max_results: Int64.optional(),
    order_by: repeated(LoggedModelOrder),
    page_token: Text.optional(),
  }),
  z.object({ models: repeated(LoggedModel), next_page_token: z.string().optional() }),
);

/** Answers the file itself. */
export const getLoggedModelArtifact = mlflowCall(
  'GET',
  'logged-models/:model_id/artifacts/files',
  'reader',
  byModel.extend({ artifact_file_path: RequiredText }),
  z.unknown(),
);

export const listLoggedModelArtifacts = mlflowCall(
  'GET',
  'logged-models/:model_id/artifacts/directories',
  'reader',
  byModel.extend({ artifact_directory_path: Text.optional(), page_token: Text.optional() }),
  z.object({ root_uri: z.string(), files: repeated(FileInfo), next_page_token: z.string().optional() }),
);
