import { conformalQuantile } from '@bellwether/model-kernel/conformal';

/** The errors of one series at one origin, in units of the series' own noise. */
export interface ScaledPath {
  readonly origin: number;
  readonly series: string;
  /** (y − ŷ)/s by day ahead, shape (h,). */
  readonly errors: Float64Array;
}

/** How far forecasts of a kind are off, in units of each series' own noise. Plain data. */
export interface ErrorProfile {
  readonly coverage: number;
  /** By week ahead; the last one holds beyond it, widened by √ of the days. */
  readonly weeks: readonly { readonly lower: number; readonly upper: number }[];
  /** Of the sum over the first L days, L = 1, 2, …: its deviation (root mean square of the paths' sums) and its bounds. */
  readonly sums: readonly { readonly deviation: number; readonly lower: number; readonly upper: number }[];
}

const WEEK = 7;
/** Days of a horizon that no path reaches are told from the last one that so many do. */
const FEWEST_PATHS = 3;

/**
 * s = √(½ mean (y_t − y_{t−7})² + s₀²): the noise of a series about its week. s₀ is a tenth of that of its kind, so that a
 * series in which nothing ever happened has some.
 */
export function noiseOf(values: Float64Array, least: number): number {
  let sum = 0;
  for (let t = WEEK; t < values.length; t++) sum += (values[t]! - values[t - WEEK]!) ** 2;
  return Math.sqrt(sum / 2 / Math.max(1, values.length - WEEK) + least ** 2);
}

/** s₀ of a kind: a tenth of the root mean square of its series' noise. */
export function leastNoise(panel: readonly Float64Array[]): number {
  const squares = panel.reduce((sum, values) => sum + noiseOf(values, 0) ** 2, 0) / Math.max(1, panel.length);
  return Math.max(1e-6, 0.1 * Math.sqrt(squares));
}

/**
 * Split conformal bounds from the errors at rolling origins, each tail by itself, pooled over the series of a kind in units of
 * their noise and over the days of each week ahead. Of sums the paths are added up whole: errors of neighbouring days go
 * together, and sums of their bounds would not tell of it.
 *
 * @see Lei et al. (2018), Distribution-free predictive inference for regression, JASA 113(523), §5.2, for errors scaled locally.
 */
export function errorProfile(paths: readonly ScaledPath[], coverage: number): ErrorProfile {
  const longest = paths.reduce((most, { errors }) => Math.max(most, errors.length), 0);
  const weeks: { lower: number; upper: number }[] = [];
  for (let from = 0; from < longest; from += WEEK) {
    const errors = paths.flatMap((path) => [...path.errors.subarray(from, from + WEEK)]);
    if (errors.length < FEWEST_PATHS * WEEK && weeks.length > 0) break;
    const { lower, upper } = tails(errors, coverage);
    const before = weeks.at(-1);
    // What is further off is not known better.
    weeks.push({ lower: Math.min(lower, before?.lower ?? 0), upper: Math.max(upper, before?.upper ?? 0) });
  }
  return { coverage, weeks, sums: sumsOf(paths, longest, coverage) };
}

function sumsOf(paths: readonly ScaledPath[], longest: number, coverage: number): ErrorProfile['sums'] {
  const running = paths.map(({ errors }) => {
    let sum = 0;
    return errors.map((error) => (sum += error));
  });
  const sums: { deviation: number; lower: number; upper: number }[] = [];
  for (let days = 1; days <= longest; days++) {
    const reached = running.filter((path) => path.length >= days).map((path) => path[days - 1]!);
    if (reached.length < FEWEST_PATHS && sums.length > 0) break;
    const deviation = Math.sqrt(reached.reduce((sum, error) => sum + error ** 2, 0) / reached.length);
    sums.push({ deviation, ...boundsOfSums(reached, coverage) });
  }
  return sums;
}

/** So few paths say nothing of each tail by itself: then the quantile of the absolute errors bounds both. */
function boundsOfSums(errors: readonly number[], coverage: number): { lower: number; upper: number } {
  if (errors.length >= 2 / (1 - coverage) - 1) return tails(errors, coverage);
  const half = boundedQuantile(errors.map(Math.abs), 1 - coverage);
  return { lower: -half, upper: half };
}

/** Each tail is the conformal quantile at half of what is left; the largest error where there are too few for it. */
function tails(errors: readonly number[], coverage: number): { lower: number; upper: number } {
  const alpha = (1 - coverage) / 2;
  const upper = boundedQuantile(errors, alpha);
  const lower = -boundedQuantile(
    errors.map((error) => -error),
    alpha,
  );
  return { lower: Math.min(0, lower), upper: Math.max(0, upper) };
}

function boundedQuantile(errors: readonly number[], alpha: number): number {
  if (errors.length === 0) return 0;
  const quantile = conformalQuantile(errors, alpha);
  return Number.isFinite(quantile) ? quantile : errors.reduce((most, error) => Math.max(most, error), -Infinity);
}

/** Bounds of the error of the day `step` days ahead (from 1 on), in units of the noise. */
export function boundsAhead({ weeks }: ErrorProfile, step: number): { lower: number; upper: number } {
  const last = weeks.at(-1);
  if (last === undefined) return { lower: 0, upper: 0 };
  const week = Math.floor((step - 1) / WEEK);
  if (week < weeks.length) return weeks[week]!;
  const wider = Math.sqrt(step / (weeks.length * WEEK));
  return { lower: last.lower * wider, upper: last.upper * wider };
}

/**
 * Deviation and bounds of the error of the sum over the first `days` days, in units of the noise. Beyond the longest paths as though
 * errors went on as one: in proportion to the days, which is the most that they can.
 */
export function sumAhead({ sums }: ErrorProfile, days: number): ErrorProfile['sums'][number] {
  const last = sums.at(-1);
  if (last === undefined) return { deviation: 0, lower: 0, upper: 0 };
  if (days <= sums.length) return sums[days - 1]!;
  const more = days / sums.length;
  return { deviation: last.deviation * more, lower: last.lower * more, upper: last.upper * more };
}

/** Share of the days that lay within the bounds that the paths of the other origins give; NaN with fewer than two origins. */
export function coverageByOrigin(paths: readonly ScaledPath[], coverage: number): number {
  const origins = [...new Set(paths.map(({ origin }) => origin))];
  if (origins.length < 2) return NaN;
  let within = 0;
  let count = 0;
  for (const origin of origins) {
    const profile = errorProfile(
      paths.filter((path) => path.origin !== origin),
      coverage,
    );
    for (const { errors } of paths.filter((path) => path.origin === origin)) {
      errors.forEach((error, i) => {
        const { lower, upper } = boundsAhead(profile, i + 1);
        if (error >= lower && error <= upper) within += 1;
        count += 1;
      });
    }
  }
  return within / count;
}
