import { DomainError } from '@bellwether/errors';

/** Whether the files of a logged model are all there, as filters name it. */
export type ModelStatus = 'PENDING' | 'READY' | 'FAILED';

export const STATUS_ON_THE_WIRE = {
  PENDING: 'LOGGED_MODEL_PENDING',
  READY: 'LOGGED_MODEL_READY',
  FAILED: 'LOGGED_MODEL_UPLOAD_FAILED',
} as const satisfies Record<ModelStatus, string>;

/**
 * The status in which a client leaves a model.
 *
 * @throws INVALID_ARGUMENT for one that is no end of an upload.
 */
export function finalStatus(written: string): ModelStatus {
  if (written === STATUS_ON_THE_WIRE.READY) return 'READY';
  if (written === STATUS_ON_THE_WIRE.FAILED) return 'FAILED';
  throw new DomainError(
    'INVALID_ARGUMENT',
    `Invalid value for parameter 'status' supplied: a model is finalized as ${STATUS_ON_THE_WIRE.READY} or ` +
      `${STATUS_ON_THE_WIRE.FAILED}, got ${written}`,
  );
}
