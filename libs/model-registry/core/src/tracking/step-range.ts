import { DomainError } from '@bellwether/errors';

/** The steps that a history is asked for, both ends included. */
export interface StepRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The range of steps that a request asks for: both ends, or neither for all steps from 0.
 *
 * @throws INVALID_ARGUMENT
 */
export function stepRange(start: number | undefined, end: number | undefined): StepRange {
  if (start === undefined && end === undefined) return { first: 0, last: Number.MAX_SAFE_INTEGER };
  if (start === undefined || end === undefined) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      'If either start step or end step are specified, both must be specified.',
    );
  }
  if (start > end) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`,
    );
  }
  return { first: start, last: end };
}
