import { DomainError } from '@bellwether/errors';

/** How many experiments, and runs, one call may ask about. @see MLflow, `mlflow/server/handlers.py`. */
const MAX_EXPERIMENTS = 20;
const MAX_RUNS = 100;

/** @throws INVALID_ARGUMENT */
export function checkExperimentCount(call: string, count: number): void {
  if (count === 0) throw invalid(`${call} request must specify at least one experiment_id.`);
  if (count > MAX_EXPERIMENTS) {
    throw invalid(
      `${call} request cannot specify more than ${MAX_EXPERIMENTS} experiment_ids. Received ${count} experiment_ids.`,
    );
  }
}

/** @throws INVALID_ARGUMENT */
export function checkRunCount(call: string, count: number): void {
  if (count === 0) throw invalid(`${call} request must specify at least one run_id.`);
  if (count > MAX_RUNS) {
    throw invalid(`${call} request must specify at most ${MAX_RUNS} run_ids. Received ${count} run_ids.`);
  }
}

function invalid(message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', message);
}
