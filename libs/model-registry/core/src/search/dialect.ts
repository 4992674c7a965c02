/** What a value of an attribute is compared as. */
export type AttributeType = 'number' | 'string';

/**
 * Which names one search understands. The grammar is the same for all four searches; only the vocabulary differs.
 *
 * @see MLflow, `mlflow/utils/search_utils.py`: SearchUtils, SearchExperimentsUtils, SearchModelUtils, SearchModelVersionUtils.
 */
export interface SearchDialect {
  readonly entities: readonly ('metric' | 'param' | 'tag')[];
  /** Attributes that a filter may name. */
  readonly attributes: Readonly<Record<string, AttributeType>>;
  /** String attributes that may stand before IN (...). */
  readonly listable: readonly string[];
  /** Attributes that order_by may name. */
  readonly orderable: readonly string[];
  /** Older spellings of attributes. */
  readonly aliases: Readonly<Record<string, string>>;
}

export const RUN_SEARCH: SearchDialect = {
  entities: ['metric', 'param', 'tag'],
  attributes: {
    run_id: 'string',
    run_name: 'string',
    status: 'string',
    artifact_uri: 'string',
    user_id: 'string',
    start_time: 'number',
    end_time: 'number',
  },
  listable: ['run_id', 'run_name', 'status', 'user_id'],
  orderable: ['run_id', 'run_name', 'status', 'artifact_uri', 'user_id', 'start_time', 'end_time', 'experiment_id'],
  aliases: {
    created: 'start_time',
    Created: 'start_time',
    'run name': 'run_name',
    'Run name': 'run_name',
    'Run Name': 'run_name',
  },
};

export const EXPERIMENT_SEARCH: SearchDialect = {
  entities: ['tag'],
  attributes: { name: 'string', creation_time: 'number', last_update_time: 'number' },
  listable: ['name'],
  orderable: ['name', 'experiment_id', 'creation_time', 'last_update_time'],
  aliases: {},
};

export const REGISTERED_MODEL_SEARCH: SearchDialect = {
  entities: ['tag'],
  attributes: { name: 'string' },
  listable: ['name'],
  orderable: ['name', 'creation_timestamp', 'last_updated_timestamp'],
  aliases: { timestamp: 'last_updated_timestamp' },
};

export const MODEL_VERSION_SEARCH: SearchDialect = {
  entities: ['tag'],
  attributes: { name: 'string', run_id: 'string', source_path: 'string', version_number: 'number' },
  listable: ['name', 'run_id'],
  orderable: ['name', 'version_number', 'creation_timestamp', 'last_updated_timestamp'],
  aliases: {},
};
