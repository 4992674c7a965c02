import { DomainError } from '@bellwether/errors';

/**
 * What one request may hold, and how long its texts may be, in UTF-16 units.
 *
 * @see MLflow, `mlflow/utils/validation.py`.
 */
export const MAX_BATCH_BYTES = 1_000_000;
export const MAX_BATCH_METRICS = 1_000;
export const MAX_BATCH_PARAMS = 100;
export const MAX_BATCH_TAGS = 100;
export const MAX_BATCH_ENTITIES = 1_000;
export const MAX_KEY_LENGTH = 250;
export const MAX_PARAM_VALUE_LENGTH = 6_000;
export const MAX_TAG_VALUE_LENGTH = 5_000;
export const MAX_EXPERIMENT_NAME_LENGTH = 500;

/** @throws INVALID_ARGUMENT when `value` is longer than `limit`. */
export function checkLength(what: string, value: string, limit: number): void {
  if (value.length > limit) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `${what} '${value.slice(0, MAX_KEY_LENGTH)}' had length ${value.length}, which exceeded length limit of ${limit}`,
    );
  }
}

export interface BatchSize {
  readonly metrics: number;
  readonly params: number;
  readonly tags: number;
}

/** @throws INVALID_ARGUMENT when one log-batch request holds too much. */
export function checkBatchSize({ metrics, params, tags }: BatchSize): void {
  checkCount('metrics', metrics, MAX_BATCH_METRICS);
  checkCount('params', params, MAX_BATCH_PARAMS);
  checkCount('tags', tags, MAX_BATCH_TAGS);
  checkCount('metrics, params, and tags', metrics + params + tags, MAX_BATCH_ENTITIES);
}

function checkCount(what: string, count: number, limit: number): void {
  if (count > limit) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. ` +
        `Please split up ${what} across multiple requests and try again.`,
    );
  }
}

/** @throws INVALID_ARGUMENT for a log-batch body over 1 MB. */
export function checkBatchBytes(bytes: number): void {
  if (bytes > MAX_BATCH_BYTES) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Batched logging API requests must be at most ${MAX_BATCH_BYTES} bytes, got a request of size ${bytes}.`,
    );
  }
}
