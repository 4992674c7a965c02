import { DomainError } from '@bellwether/errors';

/** The tag that carries a run's name for clients that know no `run_name`. */
export const RUN_NAME_TAG = 'mlflow.runName';
export const RUN_USER_TAG = 'mlflow.user';

/**
 * The name of a new run: as sent, or from the tag `mlflow.runName`, or made from its identifier.
 *
 * @throws INVALID_ARGUMENT when both are sent and differ.
 */
export function nameOfNewRun(runId: string, runName: string | undefined, tag: string | undefined): string {
  if (runName && tag && runName !== tag) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Both 'run_name' argument and '${RUN_NAME_TAG}' tag are specified, but with different values ` +
        `(run_name='${runName.slice(0, 100)}', ${RUN_NAME_TAG}='${tag.slice(0, 100)}').`,
    );
  }
  return runName || tag || `run-${runId.slice(0, 8)}`;
}
