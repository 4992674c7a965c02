import { DomainError } from '@bellwether/errors';
import { cholesky, type Rng } from '../numerics/index.js';
import { drawSpend, spendThetaOf, type GammaGammaFit, type SpendHistories } from './gamma-gamma.js';
import type { BuyTillYouDieFit } from './fit.js';
import { pointOf, type FittedParameters } from './fitted-parameters.js';
import { groupRows } from './group-rows.js';
import type { Covariates, PurchaseHistories } from './histories.js';
import { writeTheta } from './maximize-likelihood.js';
import type { BuyTillYouDieModel, History } from './model.js';
import { checkHorizon, openFit } from './predict.js';

/** A draw this far out is of a parameter that the data do not tell; e^±15 is as good as 0 or ∞. */
const LARGEST_LOG = 15;

/** Bounds of each customer, shape (n,) each. */
export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface CustomerIntervals {
  /** Of the number of purchases within the horizon. */
  readonly purchases: Bounds;
  /** Of what they are worth together, in money; where spend was given. */
  readonly value?: Bounds;
}

export interface IntervalOptions {
  /** In (0, 1); 0.9. */
  readonly coverage?: number;
  /** Of each customer's future, an integer ≥ 20; 400. */
  readonly draws?: number;
  readonly spend?: { readonly fit: GammaGammaFit; readonly histories: SpendHistories };
  /** Those that the purchase model was fitted with. */
  readonly covariates?: Covariates;
}

/**
 * Intervals of each customer's purchases within the horizon, and of their value, by parametric bootstrap: parameters are drawn from
 * the normal approximation to their maximum-likelihood estimate, and with each a future from the customer's own posterior (alive
 * or not, rate, dropout, spend). The bounds are the smallest values that (1 ∓ coverage)/2 of the draws do not exceed, so that of a
 * whole number is one. Where a fit has no covariance its parameters are taken as known.
 *
 * They hold where the model does; what they cover of a later period is measured by whoever has one.
 *
 * @param horizon in the unit of the histories.
 * @throws INVALID_ARGUMENT
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, §6.5.
 */
export function customerIntervals(
  fit: BuyTillYouDieFit,
  histories: PurchaseHistories,
  horizon: number,
  rng: Rng,
  { coverage = 0.9, draws = 400, spend, covariates = {} }: IntervalOptions = {},
): CustomerIntervals {
  checkHorizon(fit, horizon);
  checkOptions(coverage, draws, spend);
  const { model, effects, point } = openFit(fit, histories, covariates);
  const { frequency, recency, age } = histories;
  const points = drawPoints(point, fit, draws, rng.fork('parameters'));
  const spendThetas = spend && drawSpendThetas(spend.fit, draws, rng.fork('spend parameters'));
  const columns = [
    ...[frequency, recency, age],
    ...effects.map(({ values }) => values),
    ...spendColumns(spend?.histories),
  ];
  const { rows, groupOf } = groupRows(columns, frequency.length);
  const theta = new Float64Array(model.parameters.length);
  const counts = new Float64Array(draws);
  const values = new Float64Array(draws);
  const bounds = Array.from({ length: 4 }, () => new Float64Array(rows.length));
  rows.forEach((row, group) => {
    const history = { x: frequency[row]!, tx: recency[row]!, T: age[row]! };
    // Each its own stream: a customer's bounds do not depend on who else is there.
    const ownRng = rng.fork(`${history.x}|${history.tx}|${history.T}`);
    for (let draw = 0; draw < draws; draw++) {
      writeTheta(theta, points[draw]!, effects, row);
      const count = drawCount(model, theta, history, horizon, ownRng);
      counts[draw] = count;
      if (spend === undefined) continue;
      const { purchases, meanValue } = spend.histories;
      values[draw] = drawSpend(spendThetas![draw]!, purchases[row]!, meanValue[row]!, count, ownRng);
    }
    [bounds[0]![group], bounds[1]![group]] = boundsOf(counts, coverage);
    [bounds[2]![group], bounds[3]![group]] = boundsOf(values, coverage);
  });
  const [fewest, most, least, greatest] = bounds.map((column) => Float64Array.from(groupOf, (group) => column[group]!));
  return {
    purchases: { lower: fewest!, upper: most! },
    ...(spend && { value: { lower: least!, upper: greatest! } }),
  };
}

const spendColumns = (spend?: SpendHistories): ArrayLike<number>[] =>
  spend === undefined ? [] : [spend.purchases, spend.meanValue];

/** Purchases within the horizon, of one who may have stopped already. */
function drawCount(
  model: BuyTillYouDieModel,
  theta: Float64Array,
  history: History,
  horizon: number,
  rng: Rng,
): number {
  return rng.next() < model.probabilityAlive(theta, history) ? model.drawPurchases(theta, history, horizon, rng) : 0;
}

const drawSpendThetas = (fit: GammaGammaFit, draws: number, rng: Rng) =>
  drawPoints(pointOf(fit), fit, draws, rng).map(spendThetaOf);

/** Draws of N(point, covariance); the point itself where there is no covariance. */
function drawPoints(
  point: readonly number[],
  { covariance }: FittedParameters,
  draws: number,
  rng: Rng,
): readonly (readonly number[])[] {
  if (covariance === null) return Array.from({ length: draws }, () => point);
  const n = point.length;
  const lower = cholesky(Float64Array.from(covariance), n);
  return Array.from({ length: draws }, () => {
    const noise = point.map(() => rng.normal());
    return point.map((mean, i) => {
      const drawn = noise.slice(0, i + 1).reduce((sum, z, j) => sum + lower[i * n + j]! * z, mean);
      return Math.max(-LARGEST_LOG, Math.min(LARGEST_LOG, drawn));
    });
  });
}

/** Of draws, which are sorted on the way. */
function boundsOf(draws: Float64Array, coverage: number): [lower: number, upper: number] {
  draws.sort();
  const at = (share: number): number => draws[Math.max(0, Math.ceil(share * draws.length) - 1)]!;
  return [at((1 - coverage) / 2), at((1 + coverage) / 2)];
}

function checkOptions(coverage: number, draws: number, spend: IntervalOptions['spend']): void {
  if (!(coverage > 0 && coverage < 1)) {
    throw new DomainError('INVALID_ARGUMENT', `coverage must be in (0, 1), got ${coverage}`);
  }
  if (!(Number.isInteger(draws) && draws >= 20)) {
    throw new DomainError('INVALID_ARGUMENT', `draws must be an integer ≥ 20, got ${draws}`);
  }
  if (spend !== undefined && Object.keys(spend.fit.coefficients).length > 0) {
    throw new DomainError('INVALID_ARGUMENT', 'spend.fit must be without covariates');
  }
}
