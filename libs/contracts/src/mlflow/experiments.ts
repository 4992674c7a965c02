import { z } from 'zod';
import { Empty, Int64, repeated, RequiredId, RequiredText, Tag, Text } from './scalars.js';
import { mlflowCall } from './call.js';

export const Experiment = z.object({
  experiment_id: z.string(),
  name: z.string(),
  artifact_location: z.string(),
  lifecycle_stage: z.enum(['active', 'deleted']),
  creation_time: Int64,
  last_update_time: Int64,
  tags: repeated(Tag),
});
export type Experiment = z.output<typeof Experiment>;

const byId = z.object({ experiment_id: RequiredId });
const oneExperiment = z.object({ experiment: Experiment });

export const createExperiment = mlflowCall(
  'POST',
  'experiments/create',
  'engineer',
  z.object({ name: RequiredText, artifact_location: Text.optional(), tags: repeated(Tag) }),
  z.object({ experiment_id: z.string() }),
);

export const getExperiment = mlflowCall('GET', 'experiments/get', 'reader', byId, oneExperiment);

export const getExperimentByName = mlflowCall(
  'GET',
  'experiments/get-by-name',
  'reader',
  z.object({ experiment_name: RequiredText }),
  oneExperiment,
);

export const updateExperiment = mlflowCall(
  'POST',
  'experiments/update',
  'engineer',
  byId.extend({ new_name: RequiredText.optional() }),
  Empty,
);

export const deleteExperiment = mlflowCall('POST', 'experiments/delete', 'engineer', byId, Empty);
export const restoreExperiment = mlflowCall('POST', 'experiments/restore', 'engineer', byId, Empty);

export const searchExperiments = mlflowCall(
  'POST',
  'experiments/search',
  'reader',
  z.object({
    max_results: Int64.optional(),
    page_token: Text.optional(),
    filter: Text.optional(),
    order_by: repeated(Text),
    view_type: Text.optional(),
  }),
  z.object({ experiments: repeated(Experiment), next_page_token: z.string().optional() }),
);

export const setExperimentTag = mlflowCall(
  'POST',
  'experiments/set-experiment-tag',
  'engineer',
  byId.extend({ key: RequiredText, value: Text.default('') }),
  Empty,
);

export const deleteExperimentTag = mlflowCall(
  'POST',
  'experiments/delete-experiment-tag',
  'engineer',
  byId.extend({ key: RequiredText }),
  Empty,
);
