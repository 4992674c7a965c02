import { DomainError } from '@bellwether/errors';
import { effectsOfFit } from './effects.js';
import type { BuyTillYouDieFit } from './fit.js';
import { pointOf } from './fitted-parameters.js';
import { groupRows } from './group-rows.js';
import { checkHistories, type Covariates, type PurchaseHistories } from './histories.js';
import { writeTheta } from './maximize-likelihood.js';
import type { BuyTillYouDieModel, History } from './model.js';
import { BUY_TILL_YOU_DIE_MODELS } from './models.js';

/** Model and parameters suffice: what else a fit says is not asked. */
export type BuyTillYouDieParameters = Pick<BuyTillYouDieFit, 'model' | 'parameters' | 'coefficients'>;

/**
 * P(alive) of each customer, shape (n,), in [0, 1].
 *
 * @param covariates those that the model was fitted with.
 * @throws INVALID_ARGUMENT for malformed histories or covariates.
 */
export function probabilityAlive(
  fit: BuyTillYouDieParameters,
  histories: PurchaseHistories,
  covariates: Covariates = {},
): Float64Array {
  return eachHistory(fit, histories, covariates, (model, theta, history) => model.probabilityAlive(theta, history));
}

/**
 * Purchases of each customer expected within `horizon` after T, shape (n,). A new customer, with x = t_x = T = 0, has its
 * purchases after the first.
 *
 * @param horizon ≥ 0, in the unit of the histories; of a discrete model a whole number of opportunities.
 * @throws INVALID_ARGUMENT
 */
export function expectedPurchases(
  fit: BuyTillYouDieParameters,
  histories: PurchaseHistories,
  horizon: number,
  covariates: Covariates = {},
): Float64Array {
  checkHorizon(fit, horizon);
  return eachHistory(fit, histories, covariates, (model, theta, history) =>
    model.expectedPurchases(theta, history, horizon),
  );
}

/** How what comes later counts less. */
export interface Discounting {
  /** Of one period of length 1, in the unit of the histories: a purchase after t counts (1 + rate)^−t; ≥ 0. */
  readonly rate: number;
  /** The horizon is cut in so many equal periods, each discounted at its middle; 12. Of a discrete model each opportunity is one. */
  readonly periods?: number;
}

/**
 * Discounted expected purchases, Σ_k (E[Y(t_k)] − E[Y(t_{k−1})]) (1 + rate)^−(t_{k−1} + t_k)/2, shape (n,): times the spend of a purchase
 * this is the value of a customer within the horizon.
 *
 * @throws INVALID_ARGUMENT
 * @see Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves for customer base analysis, Journal of Marketing Research 42(4).
 */
export function discountedPurchases(
  fit: BuyTillYouDieParameters,
  histories: PurchaseHistories,
  horizon: number,
  { rate, periods = 12 }: Discounting,
  covariates: Covariates = {},
): Float64Array {
  checkHorizon(fit, horizon);
  if (!(rate >= 0 && rate < Infinity)) throw invalid(`rate must be finite and ≥ 0, got ${rate}`);
  const { discrete } = BUY_TILL_YOU_DIE_MODELS[fit.model];
  const count = discrete ? horizon : periods;
  if (!(Number.isInteger(count) && count >= (discrete ? 0 : 1)))
    throw invalid(`periods must be a positive integer, got ${count}`);
  const length = discrete ? 1 : horizon / count;
  // An opportunity is taken at its time, a period's purchases in its middle.
  const factors = Array.from({ length: count }, (_, k) => (1 + rate) ** -(discrete ? k + 1 : (k + 0.5) * length));
  return eachHistory(fit, histories, covariates, (model, theta, history) => {
    let before = 0;
    return factors.reduce((sum, factor, k) => {
      const up = model.expectedPurchases(theta, history, (k + 1) * length);
      const value = sum + factor * (up - before);
      before = up;
      return value;
    }, 0);
  });
}

/** A function of every customer; equal ones are asked once. */
function eachHistory(
  fit: BuyTillYouDieParameters,
  histories: PurchaseHistories,
  covariates: Covariates,
  value: (model: BuyTillYouDieModel, theta: Float64Array, history: History) => number,
): Float64Array {
  const { model, effects, point } = openFit(fit, histories, covariates);
  const { frequency, recency, age } = histories;
  const theta = new Float64Array(model.parameters.length);
  const columns = [frequency, recency, age, ...effects.map(({ values }) => values)];
  const { rows, groupOf } = groupRows(columns, frequency.length);
  const values = Float64Array.from(rows, (row) => {
    writeTheta(theta, point, effects, row);
    return value(model, theta, { x: frequency[row]!, tx: recency[row]!, T: age[row]! });
  });
  return Float64Array.from(groupOf, (group) => values[group]!);
}

/** The parts of a fit that every answer needs, checked against the customers. */
export function openFit(fit: BuyTillYouDieParameters, histories: PurchaseHistories, covariates: Covariates) {
  const model: BuyTillYouDieModel = BUY_TILL_YOU_DIE_MODELS[fit.model];
  checkHistories(histories, model.discrete);
  const parameters = Object.fromEntries(model.parameters.map((name) => [name, fit.parameters[name]!]));
  const wrong = model.parameters.find((name) => !(parameters[name]! > 0 && parameters[name]! < Infinity));
  if (wrong !== undefined) throw invalid(`parameters.${wrong} must be positive and finite, got ${parameters[wrong]}`);
  const effects = effectsOfFit(model, fit.coefficients, covariates, histories.frequency.length);
  return { model, effects, point: pointOf({ parameters, coefficients: fit.coefficients }) };
}

export function checkHorizon({ model }: BuyTillYouDieParameters, horizon: number): void {
  const { discrete } = BUY_TILL_YOU_DIE_MODELS[model];
  if (!(horizon >= 0 && horizon < Infinity && (!discrete || Number.isInteger(horizon)))) {
    throw invalid(`horizon must be ${discrete ? 'a whole number' : 'finite and'} ≥ 0, got ${horizon}`);
  }
}

const invalid = (message: string): DomainError => new DomainError('INVALID_ARGUMENT', message);
