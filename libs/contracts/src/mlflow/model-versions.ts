import { z } from 'zod';
import { mlflowCall } from './call.js';
import { Bool, Empty, Int64, repeated, RequiredId, RequiredText, Tag, Text } from './scalars.js';

export const ModelVersion = z.object({
  name: z.string(),
  version: z.string(),
  creation_timestamp: Int64,
  last_updated_timestamp: Int64,
  user_id: z.string().optional(),
  current_stage: z.string(),
  description: z.string().optional(),
  source: z.string(),
  run_id: z.string().optional(),
  status: z.enum(['PENDING_REGISTRATION', 'FAILED_REGISTRATION', 'READY']),
  status_message: z.string().optional(),
  run_link: z.string().optional(),
  tags: repeated(Tag),
  aliases: repeated(z.string()),
  /** The logged model that it was registered from. */
  model_id: z.string().optional(),
});
export type ModelVersion = z.output<typeof ModelVersion>;

const byVersion = z.object({ name: RequiredText, version: RequiredId });
const oneVersion = z.object({ model_version: ModelVersion });

export const createModelVersion = mlflowCall(
  'POST',
  'model-versions/create',
  'engineer',
  z.object({
    name: RequiredText,
    source: RequiredText,
    run_id: Text.optional(),
    tags: repeated(Tag),
    run_link: Text.optional(),
    description: Text.optional(),
    model_id: Text.optional(),
  }),
  oneVersion,
  // A model's file is tried in another process meanwhile.
  { load: 'waits' },
);

export const getModelVersion = mlflowCall('GET', 'model-versions/get', 'reader', byVersion, oneVersion);

export const updateModelVersion = mlflowCall(
  'PATCH',
  'model-versions/update',
  'engineer',
  byVersion.extend({ description: Text.optional() }),
  oneVersion,
);

export const deleteModelVersion = mlflowCall('DELETE', 'model-versions/delete', 'admin', byVersion, Empty);

export const searchModelVersions = mlflowCall(
  'GET',
  'model-versions/search',
  'reader',
  z.object({
    filter: Text.optional(),
    max_results: Int64.optional(),
    order_by: repeated(Text),
    page_token: Text.optional(),
  }),
  z.object({ model_versions: repeated(ModelVersion), next_page_token: z.string().optional() }),
);

export const getModelVersionDownloadUri = mlflowCall(
  'GET',
  'model-versions/get-download-uri',
  'reader',
  byVersion,
  z.object({ artifact_uri: z.string() }),
);

export const setModelVersionTag = mlflowCall(
  'POST',
  'model-versions/set-tag',
  'engineer',
  byVersion.extend({ key: RequiredText, value: Text.default('') }),
  Empty,
);

export const deleteModelVersionTag = mlflowCall(
  'DELETE',
  'model-versions/delete-tag',
  'engineer',
  byVersion.extend({ key: RequiredText }),
  Empty,
);

export const transitionModelVersionStage = mlflowCall(
  'POST',
  'model-versions/transition-stage',
  'engineer',
  byVersion.extend({ stage: RequiredText, archive_existing_versions: Bool }),
  oneVersion,
);
