import { z } from 'zod';
import { mlflowCall } from './call.js';
import { ModelVersion } from './model-versions.js';
import { Empty, Int64, repeated, RequiredId, RequiredText, Tag, Text } from './scalars.js';

export const RegisteredModel = z.object({
  name: z.string(),
  creation_timestamp: Int64,
  last_updated_timestamp: Int64,
  description: z.string().optional(),
  /** The newest version of each stage. */
  latest_versions: repeated(ModelVersion),
  tags: repeated(Tag),
  aliases: repeated(z.object({ alias: z.string(), version: z.string() })),
});
export type RegisteredModel = z.output<typeof RegisteredModel>;

const byName = z.object({ name: RequiredText });
const oneModel = z.object({ registered_model: RegisteredModel });

export const createRegisteredModel = mlflowCall(
  'POST',
  'registered-models/create',
  'engineer',
  byName.extend({ tags: repeated(Tag), description: Text.optional() }),
  oneModel,
);

export const getRegisteredModel = mlflowCall('GET', 'registered-models/get', 'reader', byName, oneModel);

export const renameRegisteredModel = mlflowCall(
  'POST',
  'registered-models/rename',
  'engineer',
  byName.extend({ new_name: RequiredText }),
  oneModel,
);

export const updateRegisteredModel = mlflowCall(
  'PATCH',
  'registered-models/update',
  'engineer',
  byName.extend({ description: Text.optional() }),
  oneModel,
);

export const deleteRegisteredModel = mlflowCall('DELETE', 'registered-models/delete', 'admin', byName, Empty);

export const searchRegisteredModels = mlflowCall(
  'GET',
  'registered-models/search',
  'reader',
  z.object({
    filter: Text.optional(),
    max_results: Int64.optional(),
    order_by: repeated(Text),
    page_token: Text.optional(),
  }),
  z.object({ registered_models: repeated(RegisteredModel), next_page_token: z.string().optional() }),
);

export const getLatestVersions = mlflowCall(
  'POST',
  'registered-models/get-latest-versions',
  'reader',
  byName.extend({ stages: repeated(Text) }),
  z.object({ model_versions: repeated(ModelVersion) }),
);

export const setRegisteredModelTag = mlflowCall(
  'POST',
  'registered-models/set-tag',
  'engineer',
  byName.extend({ key: RequiredText, value: Text.default('') }),
  Empty,
);

export const deleteRegisteredModelTag = mlflowCall(
  'DELETE',
  'registered-models/delete-tag',
  'engineer',
  byName.extend({ key: RequiredText }),
  Empty,
);

export const setRegisteredModelAlias = mlflowCall(
  'POST',
  'registered-models/alias',
  'engineer',
  byName.extend({ alias: RequiredText, version: RequiredId }),
  Empty,
);

export const deleteRegisteredModelAlias = mlflowCall(
  'DELETE',
  'registered-models/alias',
  'engineer',
  byName.extend({ alias: RequiredText }),
  Empty,
);

export const getModelVersionByAlias = mlflowCall(
  'GET',
  'registered-models/alias',
  'reader',
  byName.extend({ alias: RequiredText }),
  z.object({ model_version: ModelVersion }),
);
