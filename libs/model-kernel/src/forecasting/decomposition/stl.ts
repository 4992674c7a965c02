import { DomainError } from '@bellwether/errors';
import { checkSeries } from '../check-series.js';
import { loessAt, smoothLoess, type LoessOptions } from './loess.js';
import { robustnessWeights } from './robustness-weights.js';

export interface StlOptions {
  /** Seasonal period, a whole number ≥ 2. */
  readonly m: number;
  /** Years that the season of a step is smoothed over, odd and ≥ 3; 'periodic' for one season throughout; 7. */
  readonly seasonalLength?: number | 'periodic';
  /** Odd and ≥ 3; the least odd number ≥ 1.5 m / (1 − 1.5 / seasonalLength). */
  readonly trendLength?: number;
  /** Whether outliers lose their weight; false. */
  readonly robust?: boolean;
}

/** y = trend + season + remainder, each shape (n,), in the unit of y. */
export interface Stl {
  readonly trend: Float64Array;
  readonly season: Float64Array;
  readonly remainder: Float64Array;
  /** Robustness weights in [0, 1], shape (n,); 1 unless robust. */
  readonly weights: Float64Array;
}

/**
 * Seasonal-trend decomposition by loess. Each inner pass smooths the values of each step of the season along the years, takes
 * the low frequencies out of that, and smooths what is left without it as the trend; each outer pass weighs down what the
 * last one did not explain. Two inner passes, or 15 outer ones of one inner pass where robust, as in R.
 *
 * @param y shape (n,), at least two periods, finite.
 * @throws INVALID_ARGUMENT for fewer values, one that is not finite, or a length that is not odd.
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), STL, Journal of Official Statistics 6(1), §2.
 */
export function stl(y: Float64Array, { m, seasonalLength = 7, trendLength, robust = false }: StlOptions): Stl {
  if (!(m >= 2)) throw new DomainError('INVALID_ARGUMENT', `the seasonal period m must be at least 2, got ${m}`);
  checkSeries(y, m, 2 * m);
  const n = y.length;
  const periodic = seasonalLength === 'periodic';
  // A window that long has all years weigh alike: a constant season to within rounding, then made exact.
  const years = periodic ? 10 * n + 1 : checkedLength('seasonalLength', seasonalLength);
  const lengths: Lengths = {
    season: smoother(years, 0),
    trend: smoother(
      trendLength ? checkedLength('trendLength', trendLength) : oddFrom((1.5 * m) / (1 - 1.5 / years)),
      1,
    ),
    lowPass: smoother(oddFrom(m), 1),
  };
  const season = new Float64Array(n);
  const trend = new Float64Array(n);
  let weights: Float64Array | undefined;
  const outer = robust ? 15 : 0;
  for (let pass = 0; ; pass++) {
    for (let inner = 0; inner < (robust ? 1 : 2); inner++) innerPass(y, m, lengths, weights, season, trend);
    if (pass === outer) break;
    weights = robustnessWeights(y.map((value, i) => value - season[i]! - trend[i]!));
  }
  if (periodic) averageOverYears(season, m);
  return {
    trend,
    season,
    remainder: y.map((value, i) => value - trend[i]! - season[i]!),
    weights: weights ?? new Float64Array(n).fill(1),
  };
}

interface Lengths {
  readonly season: LoessOptions;
  readonly trend: LoessOptions;
  readonly lowPass: LoessOptions;
}

/** Steps 1–6 of §2.2; writes season and trend. */
function innerPass(
  y: Float64Array,
  m: number,
  lengths: Lengths,
  rho: Float64Array | undefined,
  season: Float64Array,
  trend: Float64Array,
): void {
  const n = y.length;
  const cycle = smoothCycleSubseries(
    y.map((value, i) => value - trend[i]!),
    m,
    lengths.season,
    rho,
  );
  const low = movingAverage(movingAverage(movingAverage(cycle, m), m), 3);
  const lowPass = new Float64Array(n);
  const scratch = new Float64Array(n);
  smoothLoess(low, n, undefined, lengths.lowPass, lowPass, scratch);
  for (let i = 0; i < n; i++) season[i] = cycle[m + i]! - lowPass[i]!;
  const adjusted = y.map((value, i) => value - season[i]!);
  smoothLoess(adjusted, n, rho, lengths.trend, trend, scratch);
}

/** Each step of the season smoothed along the years, with one year more at each end: shape (n + 2m,). */
function smoothCycleSubseries(
  detrended: Float64Array,
  m: number,
  options: LoessOptions,
  rho: Float64Array | undefined,
): Float64Array {
  const n = detrended.length;
  const cycle = new Float64Array(n + 2 * m);
  const most = Math.ceil(n / m);
  const values = new Float64Array(most);
  const smooth = new Float64Array(most);
  const scratch = new Float64Array(most);
  const weights = rho && new Float64Array(most);
  for (let step = 0; step < m; step++) {
    const years = Math.ceil((n - step) / m);
    for (let year = 0; year < years; year++) {
      values[year] = detrended[year * m + step]!;
      if (weights) weights[year] = rho[year * m + step]!;
    }
    smoothLoess(values, years, weights, options, smooth, scratch);
    const span = Math.min(options.length, years);
    const first = loessAt(values, years, weights, options, -1, 0, span - 1, scratch);
    const last = loessAt(values, years, weights, options, years, years - span, years - 1, scratch);
    cycle[step] = Number.isNaN(first) ? smooth[0]! : first;
    for (let year = 0; year < years; year++) cycle[(year + 1) * m + step] = smooth[year]!;
    cycle[(years + 1) * m + step] = Number.isNaN(last) ? smooth[years - 1]! : last;
  }
  return cycle;
}

/** Means of `length` neighbours, shape (n − length + 1,). */
function movingAverage(values: Float64Array, length: number): Float64Array {
  const means = new Float64Array(values.length - length + 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    if (i >= length) sum -= values[i - length]!;
    if (i >= length - 1) means[i - length + 1] = sum / length;
  }
  return means;
}

function averageOverYears(season: Float64Array, m: number): void {
  for (let step = 0; step < m; step++) {
    let sum = 0;
    let years = 0;
    for (let i = step; i < season.length; i += m, years++) sum += season[i]!;
    for (let i = step; i < season.length; i += m) season[i] = sum / years;
  }
}

/** Every tenth of a length is fitted, as the authors advise; the rest is interpolated. */
function smoother(length: number, degree: 0 | 1): LoessOptions {
  return { length, degree, jump: Math.ceil(length / 10) };
}

function oddFrom(least: number): number {
  const whole = Math.max(3, Math.ceil(least));
  return whole % 2 === 1 ? whole : whole + 1;
}

function checkedLength(name: string, length: number): number {
  if (!Number.isInteger(length) || length < 3 || length % 2 === 0) {
    throw new DomainError('INVALID_ARGUMENT', `${name} must be an odd whole number from 3 on, got ${length}`);
  }
  return length;
}
