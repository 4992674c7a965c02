import type { mlflow } from '@bellwether/contracts';
import type { ModelVersionEntity } from '../database/model-version.entity.js';

/** A model version as it is written on the wire. */
export type VersionView = mlflow.MlflowResponseInput<typeof mlflow.getModelVersion>['model_version'];

export function versionView(
  version: ModelVersionEntity,
  tags: VersionView['tags'],
  aliases: readonly string[],
): VersionView {
  return {
    name: version.name,
    version: String(version.version),
    creation_timestamp: version.creation_timestamp,
    last_updated_timestamp: version.last_updated_timestamp,
    user_id: '',
    current_stage: version.current_stage,
    description: version.description,
    source: version.source,
    run_id: version.run_id,
    // Files are in the store before a version names them: there is nothing to wait for.
    status: 'READY',
    status_message: '',
    run_link: version.run_link,
    tags,
    aliases: [...aliases],
    ...(version.model_id !== '' && { model_id: version.model_id }),
  };
}
