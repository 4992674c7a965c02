import { DomainError } from '@bellwether/errors';
import { effectsOf } from './effects.js';
import { describeParameters, type FittedParameters } from './fitted-parameters.js';
import { groupRows } from './group-rows.js';
import { checkHistories, type Covariates, type PurchaseHistories } from './histories.js';
import { maximizeLikelihood } from './maximize-likelihood.js';
import type { BuyTillYouDieModel } from './model.js';
import { BUY_TILL_YOU_DIE_MODELS, type BuyTillYouDieName } from './models.js';

/** A fitted model as plain JSON: stored, sent and compared without its code. */
export interface BuyTillYouDieFit extends FittedParameters {
  readonly model: BuyTillYouDieName;
}

export interface BuyTillYouDieOptions {
  /** Known of each customer and unchanging; they move the parameters of `covariatesOn`. */
  readonly covariates?: Covariates;
  /** Parameters that covariates move; all that the model lets them. */
  readonly covariatesOn?: readonly string[];
}

/**
 * Fits a model by maximum likelihood, with standard errors from the observed information. Customers of equal (x, t_x, T), and equal
 * covariates, are weighed once. Covariates enter as ln θᵢ = ln θ ± γᵀzᵢ.
 *
 * @throws INVALID_ARGUMENT for malformed histories or covariates; FAILED_PRECONDITION with fewer than two customers, or
 * without a repeat purchase, where no rate can be told.
 * @see Fader & Hardie (2007), Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD models.
 */
export function fitBuyTillYouDie(
  name: BuyTillYouDieName,
  histories: PurchaseHistories,
  { covariates = {}, covariatesOn }: BuyTillYouDieOptions = {},
): BuyTillYouDieFit {
  const model: BuyTillYouDieModel = BUY_TILL_YOU_DIE_MODELS[name];
  checkHistories(histories, model.discrete);
  const { frequency, recency, age } = histories;
  const n = frequency.length;
  // Sorted out before grouping, so that what is wrong is named by the caller's row.
  effectsOf(model, covariates, n, covariatesOn);
  const grouped = groupRows([frequency, recency, age, ...Object.values(covariates)], n, histories.weights);
  const { rows, weights } = grouped;
  const effects = Object.keys(covariates).length === 0 ? [] : effectsOf(model, covariates, n, covariatesOn, rows);
  const [x, tx, T] = [frequency, recency, age].map((column) => Float64Array.from(rows, (row) => column[row]!));
  const end = maximizeLikelihood({
    parameters: model.parameters,
    starts: model.starts(...checkRate(x!, T!, weights)),
    weights,
    logLikelihood: (theta, row, gradient) => model.logLikelihood(theta, x![row]!, tx![row]!, T![row]!, gradient),
    effects,
  });
  return { model: name, ...describeParameters(end, model.parameters, effects, weights) };
}

/** Purchases per unit of time, and the mean time observed. */
function checkRate(x: Float64Array, T: Float64Array, weights: Float64Array): [rate: number, age: number] {
  const customers = weights.reduce((sum, weight) => sum + weight, 0);
  const purchases = weights.reduce((sum, weight, i) => sum + weight * x[i]!, 0);
  const time = weights.reduce((sum, weight, i) => sum + weight * T[i]!, 0);
  if (!(customers >= 2)) {
    throw new DomainError('FAILED_PRECONDITION', `histories must be of two customers or more, got ${customers}`);
  }
  if (!(purchases > 0)) {
    throw new DomainError('FAILED_PRECONDITION', 'histories must hold a repeat purchase, got none');
  }
  return [purchases / time, time / customers];
}
