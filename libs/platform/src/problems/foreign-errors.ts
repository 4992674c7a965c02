import type { Failure } from './failure.js';

/**
 * A protocol of someone else's that is served beside our own, with its own form of errors. What the framework refuses
 * before a controller is reached, malformed JSON or a body too large, takes that form too.
 */
export interface ForeignErrors {
  /** Start of its paths, e.g. `/api/2.0/mlflow/`. */
  readonly prefix: string;
  answer(failure: Failure): { readonly status: number; readonly body: object };
}
