/** What a value of an attribute is compared as. */
export type AttributeType = 'number' | 'string';

/**
 * Which names one search understands. The grammar is the same for all searches; only the vocabulary differs.
 *
 * @see MLflow, `mlflow/utils/search_utils.py`: SearchUtils, SearchExperimentsUtils, SearchModelUtils, SearchModelVersionUtils;
 * `search_logged_model_utils.py`.
 */
export interface SearchDialect {
  readonly entities: readonly ('metric' | 'param' | 'tag' | 'dataset')[];
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
  entities: ['metric', 'param', 'tag', 'dataset'],
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

export const LOGGED_MODEL_SEARCH: SearchDialect = {
  entities: ['metric', 'param', 'tag'],
  attributes: {
    model_id: 'string',
    name: 'string',
    model_type: 'string',
    status: 'string',
    source_run_id: 'string',
    creation_timestamp: 'number',
    last_updated_timestamp: 'number',
  },
  listable: ['model_id', 'name', 'model_type', 'status', 'source_run_id'],
  orderable: [
    'model_id',
    'name',
    'model_type',
    'status',
    'source_run_id',
    'creation_timestamp',
    'last_updated_timestamp',
  ],
  aliases: {
    creation_time: 'creation_timestamp',
    creation_timestamp_ms: 'creation_timestamp',
    last_updated_time: 'last_updated_timestamp',
    last_updated_timestamp_ms: 'last_updated_timestamp',
  },
};
