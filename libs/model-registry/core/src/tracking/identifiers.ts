import { DomainError } from '@bellwether/errors';
import { MAX_EXPERIMENT_NAME_LENGTH } from './limits.js';

/** Experiment that runs belong to unless they say otherwise. */
export const DEFAULT_EXPERIMENT_ID = '0';

/** Identifiers of experiments are whole numbers here, and 18 digits fit a 64-bit column. */
const MAX_EXPERIMENT_ID_DIGITS = 18;

/** @throws INVALID_ARGUMENT for what can be no run's identifier. */
export function checkRunId(runId: string): void {
  if (!/^[a-zA-Z0-9][\w-]{0,255}$/.test(runId)) {
    throw new DomainError('INVALID_ARGUMENT', `Invalid run ID: '${runId.slice(0, 300)}'`);
  }
}

/** @throws INVALID_ARGUMENT for what can be no experiment's identifier. */
export function checkExperimentId(experimentId: string): void {
  if (!/^[0-9]+$/.test(experimentId) || experimentId.length > MAX_EXPERIMENT_ID_DIGITS) {
    throw new DomainError('INVALID_ARGUMENT', `Invalid experiment ID: '${experimentId.slice(0, 100)}'`);
  }
}

/** @throws INVALID_ARGUMENT for an empty or overlong name, or one with control characters. */
export function checkExperimentName(name: string): void {
  if (name.trim() === '' || /\p{Cc}/u.test(name)) {
    throw new DomainError('INVALID_ARGUMENT', `Invalid experiment name: '${name.slice(0, 100)}'`);
  }
  if (name.length > MAX_EXPERIMENT_NAME_LENGTH) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Experiment name exceeds the maximum length of ${MAX_EXPERIMENT_NAME_LENGTH} characters`,
    );
  }
}
