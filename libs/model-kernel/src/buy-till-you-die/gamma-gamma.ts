import { DomainError } from '@bellwether/errors';
import { digamma, logGamma, type Rng } from '../numerics/index.js';
import { effectsOf, effectsOfFit } from './effects.js';
import { describeParameters, pointOf, type FittedParameters } from './fitted-parameters.js';
import { groupRows } from './group-rows.js';
import type { Covariates } from './histories.js';
import { maximizeLikelihood, writeTheta } from './maximize-likelihood.js';

/** Purchases and their mean value, shape (n,) each. */
export interface SpendHistories {
  /** x: purchases behind the mean, integers ≥ 0; repeat ones, where the first is left out. */
  readonly purchases: ArrayLike<number>;
  /** z̄: their mean value, ≥ 0, in money; 0 where there is none. */
  readonly meanValue: ArrayLike<number>;
}

/** A fitted gamma-gamma model as plain JSON. */
export interface GammaGammaFit extends FittedParameters {
  readonly model: 'gamma-gamma';
}

export type GammaGammaParameters = Pick<GammaGammaFit, 'parameters' | 'coefficients'>;

type Theta = readonly [p: number, q: number, v: number];

const MODEL = { parameters: ['p', 'q', 'v'], covariateSigns: { v: 1 } } as const;

/** ln f(z̄ | x; p, q, v), below; ∂ / ∂ ln θ is written to `gradient`. */
function logLikelihood(theta: Float64Array, x: number, z: number, gradient: Float64Array): number {
  const p = theta[0]!;
  const q = theta[1]!;
  const v = theta[2]!;
  const shape = p * x;
  const scale = v + x * z;
  const logScale = Math.log(scale);
  const logTotal = Math.log(x * z);
  const upper = digamma(shape + q);
  gradient[0] = shape * (upper - digamma(shape) + logTotal - logScale);
  gradient[1] = q * (upper - digamma(q) + Math.log(v) - logScale);
  gradient[2] = q - ((shape + q) * v) / scale;
  const gammas = logGamma(shape + q) - logGamma(shape) - logGamma(q);
  return gammas + q * Math.log(v) + shape * logTotal - Math.log(z) - (shape + q) * logScale;
}

/**
 * Gamma-gamma spend: a customer's purchases have values of Gamma(p, ν), whose ν ~ Gamma(q, v) differs between customers and has
 * nothing to do with how often they buy:
 *
 * f(z̄ | x) = Γ(p x + q) / (Γ(p x) Γ(q)) · v^q z̄^(p x − 1) x^(p x) / (v + x z̄)^(p x + q).
 *
 * Customers without a purchase of value are left out, and equal (x, z̄) weighed once. Covariates move v, to which the mean
 * spend is proportional.
 *
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION where fewer than two customers have bought something,
 * or all spend the same, so that p is ∞.
 * @see Fader & Hardie (2013), The gamma-gamma model of monetary value, equation 1a.
 */
export function fitGammaGamma(
  { purchases, meanValue }: SpendHistories,
  { covariates = {} }: { readonly covariates?: Covariates } = {},
): GammaGammaFit {
  const n = purchases.length;
  checkSpend({ purchases, meanValue });
  effectsOf(MODEL, covariates, n);
  const buyers = Int32Array.from(
    Array.from({ length: n }, (_, i) => i).filter((i) => purchases[i]! * meanValue[i]! > 0),
  );
  const columns = [purchases, meanValue, ...Object.values(covariates)].map((column) =>
    Float64Array.from(buyers, (row) => column[row]!),
  );
  const { rows, weights } = groupRows(columns, buyers.length);
  const customers = Int32Array.from(rows, (row) => buyers[row]!);
  const [x, z] = columns.slice(0, 2).map((column) => Float64Array.from(rows, (row) => column[row]!));
  checkVariety(z!, weights);
  const effects = Object.keys(covariates).length === 0 ? [] : effectsOf(MODEL, covariates, n, ['v'], customers);
  const end = maximizeLikelihood({
    parameters: MODEL.parameters,
    starts: startsOf(z!, weights),
    weights,
    logLikelihood: (theta, row, gradient) => logLikelihood(theta, x![row]!, z![row]!, gradient),
    effects,
  });
  return { model: 'gamma-gamma', ...describeParameters(end, MODEL.parameters, effects, weights) };
}

/** So many as are needed to be spread by p and q: the mean spend is p v / (q − 1). */
function startsOf(z: Float64Array, weights: Float64Array): number[][] {
  const mean = z.reduce((sum, value, i) => sum + weights[i]! * value, 0) / weights.reduce((sum, w) => sum + w, 0);
  return [
    [6, 4, (mean * 3) / 6],
    [2, 2, mean / 2],
    [30, 10, (mean * 9) / 30],
  ];
}

/**
 * What a purchase of each customer is expected to be worth, E[M | x, z̄] = p (v + x z̄) / (p x + q − 1), in money, shape (n,): between the
 * customer's own mean and that of all, p v / (q − 1).
 *
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION where q ≤ 1 and a customer has no purchase: the mean
 * spend of a population with so heavy a tail does not exist.
 * @see Fader & Hardie (2013), equation 5.
 */
export function expectedSpend(
  fit: GammaGammaParameters,
  spend: SpendHistories,
  covariates: Covariates = {},
): Float64Array {
  checkSpend(spend);
  const { purchases, meanValue } = spend;
  return Float64Array.from(eachTheta(fit, purchases.length, covariates), ([p, q, v], i) => {
    const x = purchases[i]!;
    if (!(p * x + q > 1)) {
      throw new DomainError('FAILED_PRECONDITION', `q must be above 1 for a mean spend, got ${q} (customer ${i})`);
    }
    return (p * (v + x * meanValue[i]!)) / (p * x + q - 1);
  });
}

/** Draws of what `count` further purchases of a customer are worth together, given its own. @param theta p, q, v. */
export function drawSpend(theta: Theta, x: number, z: number, count: number, rng: Rng): number {
  const [p, q, v] = theta;
  if (count === 0) return 0;
  const rate = rng.gamma(p * x + q) / (v + x * z);
  return rng.gamma(p * count) / rate;
}

/** θ of a point without covariates. @param point ln p, ln q, ln v. */
export const spendThetaOf = (point: readonly number[]): Theta => point.slice(0, 3).map(Math.exp) as unknown as Theta;

/** p, q, v of each customer. */
function eachTheta(fit: GammaGammaParameters, n: number, covariates: Covariates): Theta[] {
  const parameters = Object.fromEntries(MODEL.parameters.map((name) => [name, fit.parameters[name]!]));
  const effects = effectsOfFit(MODEL, fit.coefficients, covariates, n);
  const point = pointOf({ parameters, coefficients: fit.coefficients });
  return Array.from({ length: n }, (_, row) => {
    const theta = new Float64Array(MODEL.parameters.length);
    writeTheta(theta, point, effects, row);
    return [...theta] as unknown as Theta;
  });
}

function checkSpend({ purchases, meanValue }: SpendHistories): void {
  if (purchases.length !== meanValue.length) {
    throw invalid(`meanValue must be as long as purchases, ${purchases.length} rows, got ${meanValue.length}`);
  }
  for (let i = 0; i < purchases.length; i++) {
    const x = purchases[i]!;
    const z = meanValue[i]!;
    if (!(Number.isInteger(x) && x >= 0)) throw invalid(`purchases[${i}] must be an integer ≥ 0, got ${x}`);
    if (!(z >= 0 && z < Infinity)) throw invalid(`meanValue[${i}] must be finite and ≥ 0, got ${z}`);
  }
}

function checkVariety(z: Float64Array, weights: Float64Array): void {
  const customers = weights.reduce((sum, weight) => sum + weight, 0);
  if (customers < 2) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `two customers or more must have repeat purchases of value, got ${customers}`,
    );
  }
  if (z.every((value) => value === z[0])) {
    throw new DomainError('FAILED_PRECONDITION', `mean values must differ between customers, all are ${z[0]}`);
  }
}

const invalid = (message: string): DomainError => new DomainError('INVALID_ARGUMENT', message);
