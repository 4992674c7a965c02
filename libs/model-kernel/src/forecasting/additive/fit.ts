import { minimizeLbfgs } from '../../optimization/index.js';
import { placeChangepoints } from './changepoints.js';
import { checkOptions } from './check-options.js';
import { chooseSeasons } from './choose-seasons.js';
import { compressedErrors } from './compressed-errors.js';
import { resolveHolidays } from './holidays.js';
import type { AdditiveHistory, AdditiveOptions, Growth } from './options.js';
import { polish } from './polish.js';
import { LEAST_SIGMA, negativeLogPosterior } from './posterior.js';
import { scaleRegressors } from './regressors.js';
import { rowErrors } from './row-errors.js';
import { floorsOf, keptRows, scaledCaps, scalesOf, type Scales } from './scale-history.js';
import type { ScaledHistory } from './squared-errors.js';
import { designMatrix, layOutTerms, type TermColumns, type Terms } from './terms.js';
import { initialTrend } from './trend.js';

/** The quasi-Newton search ends where Newton steps are cheaper, as measured: whatever it is, they end at the same top. */
const NEAR_ENOUGH = 1e-5;

/** A fitted additive model: plain data. Parameters are in scaled units, t = (day − start)/spanDays and (y − floor)/yScale. */
export interface AdditiveFit extends Scales, Terms {
  readonly growth: Growth;
  /** Scaled times τ at which the trend may bend, ascending, shape (S,). */
  readonly changepoints: readonly number[];
  readonly k: number;
  readonly m: number;
  /** Bends at the changepoints, shape (S,); many are 0. */
  readonly delta: readonly number[];
  /** Coefficients in the order of the terms: seasons, holidays, regressors. */
  readonly beta: readonly number[];
  /** Standard deviation of the observations about μ. */
  readonly sigma: number;
  /** Rows that had a y. */
  readonly rows: number;
  /** False if the highest posterior was not reached in the steps there are. */
  readonly converged: boolean;
}

/**
 * Fits y_t = g(t) (1 + Σ multiplicative terms) + Σ additive terms + ε_t, the additive model known as Prophet, at the maximum of
 * its posterior: a trend g with bends that are 0 unless the data ask for them, Fourier seasons, holidays with windows, and
 * regressors.
 *
 * Days are numbers, so a time zone is the caller's: a day is whatever the whole part of his numbers says.
 *
 * @throws INVALID_ARGUMENT for a setting out of range, fewer than two values, values or capacities that are not finite, or a
 *   regressor without values, by name.
 * @see Taylor & Letham (2018), Forecasting at scale, The American Statistician 72(1), 37–45.
 */
export function fitAdditive(history: AdditiveHistory, options: AdditiveOptions = {}): AdditiveFit {
  checkOptions(options);
  const growth = options.growth ?? 'linear';
  const kept = keptRows(history);
  const days = Float64Array.from(kept, (row) => history.days[row]!);
  const floors = floorsOf(growth, history, kept);
  const above = Float64Array.from(kept, (row, i) => history.y[row]! - floors[i]!);
  const scales = scalesOf(days, above);
  const t = days.map((day) => (day - scales.start) / scales.spanDays);
  const terms: Terms = {
    seasons: chooseSeasons(options, days),
    holidays: resolveHolidays(options),
    regressors: scaleRegressors(options, history, kept),
  };
  const columns = layOutTerms(terms);
  const scaled: ScaledHistory = {
    t,
    y: above.map((value) => value / scales.yScale),
    cap: scaledCaps(growth, history, kept, floors, scales.yScale),
    design: designMatrix(terms, columns, history, kept),
    multiplies: columns.flatMap(({ mode, width }) => Array.from({ length: width }, () => mode === 'multiplicative')),
    changepoints: placeChangepoints(options, t, days),
  };
  const parameters = maximizePosterior(growth, scaled, columns, options.changepointPriorScale ?? 0.05);
  return { growth, ...scales, ...terms, changepoints: scaled.changepoints, ...parameters, rows: kept.length };
}

type Parameters = Pick<AdditiveFit, 'k' | 'm' | 'delta' | 'beta' | 'sigma' | 'converged'>;

function maximizePosterior(
  growth: Growth,
  history: ScaledHistory,
  columns: readonly TermColumns[],
  bendScale: number,
): Parameters {
  const { t, y, changepoints, multiplies } = history;
  const bends = changepoints.length;
  const last = 2 + bends + multiplies.length;
  const { k, m } = initialTrend(growth, y, history.cap);
  const start = new Float64Array(last + 1);
  start.set([k, m]);
  // The likelihood of a constant series has no maximum in σ.
  if (growth !== 'logistic' && y.every((value) => value === y[0])) {
    return { ...unpack(start, bends), sigma: LEAST_SIGMA, converged: true };
  }
  const linear = growth !== 'logistic' && !multiplies.includes(true) && t.length >= last;
  const errors = linear ? compressedErrors(growth, history) : rowErrors(growth, history);
  const priorScales = columns.flatMap(({ priorScale, width }) => Array.from({ length: width }, () => priorScale));
  const objective = negativeLogPosterior(errors, t.length, bends, bendScale, priorScales);
  const { x } = minimizeLbfgs(objective, start, { valueTolerance: NEAR_ENOUGH });
  const { theta, converged } = polish({ errors, objective, rows: t.length, bends, bendScale, priorScales }, x);
  return { ...unpack(theta, bends), converged };
}

function unpack(theta: Float64Array, bends: number): Omit<Parameters, 'converged'> {
  const last = theta.length - 1;
  return {
    k: theta[0]!,
    m: theta[1]!,
    delta: [...theta.subarray(2, 2 + bends)],
    beta: [...theta.subarray(2 + bends, last)],
    sigma: Math.exp(theta[last]!),
  };
}
