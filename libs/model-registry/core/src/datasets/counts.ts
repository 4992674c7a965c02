import { DomainError } from '@bellwether/errors';

/** How many experiments, and runs, one call may ask about. @see MLflow, `mlflow/server/handlers.py`. */
const MAX_EXPERIMENTS = 20;
const MAX_RUNS = 100;

/** MLflow words the same bound in two ways, and its tests look for each. */
type Bound = 'must specify at most' | 'cannot specify more than';

/** @throws INVALID_ARGUMENT */
export function checkExperimentCount(call: string, count: number): void {
  if (count === 0) throw invalid(`${call} request must specify at least one experiment_id.`);
  checkCount(call, 'cannot specify more than', MAX_EXPERIMENTS, count, 'experiment_ids');
}

/** @throws INVALID_ARGUMENT */
export function checkRunCount(call: string, bound: Bound, count: number): void {
  if (count === 0) throw invalid(`${call} request must specify at least one run_id.`);
  checkCount(call, bound, MAX_RUNS, count, 'run_ids');
}

function checkCount(call: string, bound: Bound, most: number, count: number, what: string): void {
  if (count > most) throw invalid(`${call} request ${bound} ${most} ${what}. Received ${count} ${what}.`);
}

function invalid(message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', message);
}
