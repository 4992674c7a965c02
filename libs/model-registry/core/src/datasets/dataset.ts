import { DomainError } from '@bellwether/errors';
import { checkLength } from '../tracking/limits.js';

/** The tag of an input that says what a run read the dataset for: `training`, `evaluation`. */
export const DATASET_CONTEXT_TAG = 'mlflow.data.context';

/**
 * How long what a run says of its data may be, in UTF-16 units; how many datasets and models one request may name.
 *
 * @see MLflow, `mlflow/utils/validation.py`.
 */
const MAX_NAME_LENGTH = 500;
const MAX_DIGEST_LENGTH = 36;
const MAX_SOURCE_LENGTH = 65_535;
const MAX_SCHEMA_LENGTH = 1_048_575;
const MAX_PROFILE_LENGTH = 16_777_215;
const MAX_TAG_KEY_LENGTH = 255;
const MAX_TAG_VALUE_LENGTH = 500;
const MAX_INPUTS = 1_000;

export interface DatasetInput {
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    readonly source_type: string;
    readonly source: string;
    readonly schema?: string | undefined;
    readonly profile?: string | undefined;
  };
}

/** @throws INVALID_ARGUMENT */
export function checkInputCount(what: 'datasets' | 'models', count: number): void {
  if (count > MAX_INPUTS) {
    throw new DomainError('INVALID_ARGUMENT', `${what} may be at most ${MAX_INPUTS}, got ${count}`);
  }
}

/** @throws INVALID_ARGUMENT */
export function checkDatasetInputs(inputs: readonly DatasetInput[]): void {
  checkInputCount('datasets', inputs.length);
  for (const { dataset, tags } of inputs) {
    checkLength('Dataset name', dataset.name, MAX_NAME_LENGTH);
    checkLength('Dataset digest', dataset.digest, MAX_DIGEST_LENGTH);
    checkLength('Dataset source_type', dataset.source_type, MAX_NAME_LENGTH);
    checkLength('Dataset source', dataset.source, MAX_SOURCE_LENGTH);
    checkLength('Dataset schema', dataset.schema ?? '', MAX_SCHEMA_LENGTH);
    checkLength('Dataset profile', dataset.profile ?? '', MAX_PROFILE_LENGTH);
    for (const { key, value } of tags) {
      checkLength('Input tag key', key, MAX_TAG_KEY_LENGTH);
      checkLength('Input tag value', value, MAX_TAG_VALUE_LENGTH);
    }
  }
}

/** What a metric says of the data that it was measured on. @throws INVALID_ARGUMENT */
export function checkMeasured(metric: {
  readonly dataset_name?: string | undefined;
  readonly dataset_digest?: string | undefined;
}): void {
  checkLength('Dataset name', metric.dataset_name ?? '', MAX_NAME_LENGTH);
  checkLength('Dataset digest', metric.dataset_digest ?? '', MAX_DIGEST_LENGTH);
}
