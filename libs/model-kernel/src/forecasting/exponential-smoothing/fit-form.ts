import { leastSquaresResiduals, residualSlopes } from './criterion.js';
import { parameterCount, type EtsForm } from './form.js';
import { initialState } from './initial-state.js';
import {
  freeParameters,
  HIGHEST_DAMPING,
  HIGHEST_SMOOTHING,
  LOWEST_DAMPING,
  LOWEST_SMOOTHING,
  type EtsParameters,
  type FreeParameter,
} from './parameters.js';
import { runRecursion } from './recursion.js';
import { runSensitivities, type SensitivityScratch } from './sensitivities.js';
import { solveDamped } from './solve-damped.js';

/** What a search found. */
export interface FormFit {
  readonly form: EtsForm;
  readonly parameters: EtsParameters;
  /** n log Σ r² of `criterion.ts`: −2 log-likelihood without its constants. */
  readonly deviance: number;
  /** AIC corrected for a short sample, comparable between forms fitted to the same series. */
  readonly aicc: number;
}

/** Steps from every start, and then from the best of where they led. */
const FIRST_STEPS = 4;
const MOST_STEPS = 25;
/** A search ends when a step no longer lowers the sum of squares by this share of it: n 10⁻⁴ of the deviance. */
const SMALLEST_GAIN = 1e-4;

/** Memory of one search, reused for every form of a series. */
export interface FitWorkspace extends SensitivityScratch {
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
  readonly trial: Float64Array;
  readonly slopes: Float64Array;
  readonly normal: Float64Array;
  readonly gradient: Float64Array;
  readonly step: Float64Array;
  readonly factor: Float64Array;
  readonly last: { level: number; trend: number };
}

const MOST_FREE = 6;

export function createFitWorkspace(n: number, m: number): FitWorkspace {
  const column = (): Float64Array => new Float64Array(MOST_FREE);
  return {
    ...{ level: column(), trend: column(), seasons: new Float64Array(m * MOST_FREE), season: new Float64Array(m) },
    ...{ fitted: new Float64Array(n), residuals: new Float64Array(n), trial: new Float64Array(n) },
    ...{ slopes: new Float64Array(n * MOST_FREE), gradient: column(), step: column() },
    ...{ normal: new Float64Array(MOST_FREE ** 2), factor: new Float64Array(MOST_FREE ** 2) },
    last: { level: 0, trend: 0 },
  };
}

/**
 * Smoothing parameters and initial level and trend of greatest likelihood, by Levenberg–Marquardt steps kept within the
 * bounds (Marquardt 1963), from each start of `starts`.
 *
 * A departure from the book: the initial seasons stay as the classical decomposition has them, and AICc counts them all the
 * same. Searching over them too fits the sample better and, on the M3 series, forecasts no better, in twice the time.
 *
 * @param y shape (n,); positive where the form has a multiplicative part.
 * @returns undefined where no start has a likelihood.
 * @see Hyndman et al. (2008), Forecasting with Exponential Smoothing, §5.1 and §7.1.
 */
export function fitForm(
  form: EtsForm,
  y: Float64Array,
  m: number,
  workspace: FitWorkspace,
  starts: readonly Partial<EtsParameters>[] = DEFAULT_STARTS,
): FormFit | undefined {
  const state = initialState(form, y, m);
  const searches = [...starts, ...(starts === DEFAULT_STARTS ? [] : DEFAULT_STARTS)].map((start) => ({
    parameters: startOf(form, state, start),
    squares: Infinity,
  }));
  let best: { parameters: EtsParameters; squares: number } | undefined;
  for (let i = 0; i < searches.length; i++) {
    // The usual starts stand in where a neighbour's optimum has no likelihood.
    if (i >= starts.length && best !== undefined) break;
    const candidate = searches[i]!;
    candidate.squares = search(form, candidate.parameters, y, workspace, starts.length > 1 ? FIRST_STEPS : MOST_STEPS);
    if (Number.isFinite(candidate.squares) && (best === undefined || candidate.squares < best.squares))
      best = candidate;
  }
  if (best === undefined) return undefined;
  if (starts.length > 1) best.squares = search(form, best.parameters, y, workspace, MOST_STEPS);
  const n = y.length;
  // A perfect fit has no likelihood; the rounding error of the sum of squares stands in for it.
  const power = y.reduce((sum, value) => sum + value * value, 0);
  const deviance = n * Math.log(Math.max(best.squares, power * 2 ** -90, Number.MIN_VALUE));
  const k = parameterCount(form, m);
  return { form, parameters: best.parameters, deviance, aicc: deviance + 2 * k + (2 * k * (k + 1)) / (n - k - 1) };
}

/** A slow and a fast level: the likelihood often has a mode at each. */
export const DEFAULT_STARTS: readonly Partial<EtsParameters>[] = [{ alpha: 0.15 }, { alpha: 0.6, betaStar: 0.05 }];

function startOf(
  form: EtsForm,
  state: Pick<EtsParameters, 'level' | 'trend' | 'season'>,
  start: Partial<EtsParameters>,
): EtsParameters {
  const usual = { alpha: 0.3, betaStar: 0.1, gammaStar: 0.1, phi: 0.95 };
  const parameters: EtsParameters = { ...usual, ...state, ...start, season: [...state.season] };
  if (form.trend === 'N') parameters.betaStar = parameters.phi = parameters.trend = 0;
  if (form.trend === 'A') parameters.phi = 1;
  if (form.season === 'N') parameters.gammaStar = 0;
  return parameters;
}

/** Improves parameters in place, in `steps` steps at most. @returns Σ r², Infinity where the start has no likelihood. */
function search(form: EtsForm, parameters: EtsParameters, y: Float64Array, work: FitWorkspace, steps: number): number {
  const free = freeParameters(form);
  const p = free.length;
  const n = y.length;
  const evaluate = (candidate: EtsParameters, residuals: Float64Array): number =>
    runRecursion(form, candidate, y, work.fitted, work.season, work.last)
      ? leastSquaresResiduals(form, y, work.fitted, residuals)
      : Infinity;
  let squares = evaluate(parameters, work.residuals);
  if (!Number.isFinite(squares)) return Infinity;
  let damping = 1e-2;
  const candidate = { ...parameters };
  for (let step = 0; step < steps && squares > 0; step++) {
    runSensitivities(form, parameters, y, free, work.slopes, work);
    residualSlopes(form, y, work.fitted, work.residuals, work.slopes, p);
    normalEquations(work, n, p);
    freezeAtBounds(free, parameters, work, p);
    let gain = 0;
    for (let attempt = 0; attempt < 8; attempt++) {
      solveDamped(work.normal, work.gradient, damping, p, work.step, work.factor);
      for (let k = 0; k < p; k++) {
        const name = free[k]!;
        candidate[name] = within(name, parameters[name] + work.step[k]!);
      }
      const trial = evaluate(candidate, work.trial);
      if (trial < squares) {
        gain = (squares - trial) / squares;
        squares = trial;
        for (const name of free) parameters[name] = candidate[name];
        work.residuals.set(work.trial);
        damping = Math.max(damping / 8, 1e-9);
        break;
      }
      damping *= 8;
    }
    if (gain < SMALLEST_GAIN) break;
  }
  return squares;
}

/** JᵀJ and −Jᵀr of the residual slopes. */
function normalEquations({ slopes, residuals, normal, gradient }: FitWorkspace, n: number, p: number): void {
  for (let k = 0; k < p; k++) {
    let pull = 0;
    for (let t = 0; t < n; t++) pull -= slopes[k * n + t]! * residuals[t]!;
    gradient[k] = pull;
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let t = 0; t < n; t++) sum += slopes[k * n + t]! * slopes[l * n + t]!;
      normal[k * p + l] = normal[l * p + k] = sum;
    }
  }
}

/** A parameter at its bound whose gradient points outside is left out of the step. */
function freezeAtBounds(
  free: readonly FreeParameter[],
  parameters: EtsParameters,
  work: FitWorkspace,
  p: number,
): void {
  for (let k = 0; k < p; k++) {
    const name = free[k]!;
    const pull = work.gradient[k]!;
    if (pull === 0 || within(name, parameters[name] + Math.sign(pull) * 1e-9) !== parameters[name]) continue;
    work.gradient[k] = 0;
    for (let l = 0; l < p; l++) if (l !== k) work.normal[k * p + l] = work.normal[l * p + k] = 0;
  }
}

function within(name: FreeParameter, value: number): number {
  if (name === 'level' || name === 'trend') return value;
  if (name === 'phi') return Math.min(Math.max(value, LOWEST_DAMPING), HIGHEST_DAMPING);
  return Math.min(Math.max(value, LOWEST_SMOOTHING), HIGHEST_SMOOTHING);
}
