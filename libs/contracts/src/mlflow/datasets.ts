import { z } from 'zod';
import { mlflowCall } from './call.js';
import { Empty, Int64, repeated, RequiredId, RequiredText, Tag, Text } from './scalars.js';

/** What a run read: data known by its name and a digest of its content. */
export const Dataset = z.object({
  name: RequiredText,
  digest: RequiredText,
  source_type: RequiredText,
  source: RequiredText,
  schema: Text.optional(),
  profile: Text.optional(),
});
export type Dataset = z.output<typeof Dataset>;

/** A dataset as an input of a run; the tag `mlflow.data.context` says what for. */
export const DatasetInput = z.object({ tags: repeated(Tag), dataset: Dataset });
export type DatasetInput = z.output<typeof DatasetInput>;

export const ModelInput = z.object({ model_id: RequiredText });
export const ModelOutput = z.object({ model_id: RequiredText, step: Int64.default(0) });

export const RunInputs = z.object({ dataset_inputs: repeated(DatasetInput), model_inputs: repeated(ModelInput) });
export const RunOutputs = z.object({ model_outputs: repeated(ModelOutput) });

const byRun = z.object({ run_id: RequiredText });

export const logInputs = mlflowCall(
  'POST',
  'runs/log-inputs',
  'engineer',
  byRun.extend({ datasets: repeated(DatasetInput), models: repeated(ModelInput) }),
  Empty,
);

export const logOutputs = mlflowCall(
  'POST',
  'runs/outputs',
  'engineer',
  byRun.extend({ models: repeated(ModelOutput) }),
  Empty,
);

export const DatasetSummary = z.object({
  experiment_id: z.string(),
  name: z.string(),
  digest: z.string(),
  context: z.string().optional(),
});
export type DatasetSummary = z.output<typeof DatasetSummary>;

export const searchDatasets = mlflowCall(
  'POST',
  'experiments/search-datasets',
  'reader',
  z.object({ experiment_ids: repeated(RequiredId) }),
  z.object({ dataset_summaries: repeated(DatasetSummary) }),
);
