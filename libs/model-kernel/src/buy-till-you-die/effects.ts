import { DomainError } from '@bellwether/errors';
import { checkCovariates, type Covariates } from './histories.js';
import type { Effect } from './maximize-likelihood.js';

/** Which parameters may be moved, and in which direction γ > 0 moves them. */
interface Movable {
  readonly parameters: readonly string[];
  readonly covariateSigns: Readonly<Record<string, 1 | -1>>;
}

/**
 * Every covariate on every parameter that a covariate moves, parameter by parameter.
 *
 * @param only these parameters; all that can be moved when absent.
 * @param rows which customers; all n when absent.
 * @throws INVALID_ARGUMENT for a parameter that none can move, or a malformed covariate.
 */
export function effectsOf(
  { parameters, covariateSigns }: Movable,
  covariates: Covariates,
  n: number,
  only: readonly string[] = Object.keys(covariateSigns),
  rows?: Int32Array,
): Effect[] {
  checkCovariates(covariates, n);
  const wrong = only.find((name) => !Object.hasOwn(covariateSigns, name));
  if (wrong !== undefined) {
    const possible = Object.keys(covariateSigns).join(', ');
    throw new DomainError('INVALID_ARGUMENT', `covariates must move some of ${possible}, got ${wrong}`);
  }
  return only.flatMap((name) =>
    Object.entries(covariates).map(([covariate, column]) => ({
      parameter: parameters.indexOf(name),
      sign: covariateSigns[name]!,
      covariate,
      values: rows === undefined ? column : Float64Array.from(rows, (row) => column[row]!),
    })),
  );
}

/**
 * The effects of a fit, on other customers.
 *
 * @throws INVALID_ARGUMENT where a covariate that the fit has is missing.
 */
export function effectsOfFit(
  model: Movable,
  coefficients: Readonly<Record<string, Readonly<Record<string, number>>>>,
  covariates: Covariates,
  n: number,
): Effect[] {
  const moved = Object.entries(coefficients);
  if (moved.length === 0) return [];
  const names = Object.keys(moved[0]![1]);
  const missing = names.find((name) => !Object.hasOwn(covariates, name));
  if (missing !== undefined) {
    throw new DomainError('INVALID_ARGUMENT', `covariate '${missing}' must be given, the model was fitted with it`);
  }
  const chosen = Object.fromEntries(names.map((name) => [name, covariates[name]!]));
  return effectsOf(
    model,
    chosen,
    n,
    moved.map(([name]) => name),
  );
}
