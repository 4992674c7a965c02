import { DomainError } from '@bellwether/errors';
import { boundedAdaptiveInterval, observeAdaptive, startAdaptive } from './adaptive-conformal.js';

/** Forecasts h steps ahead of consecutive targets, and what came. */
export interface ForecastTrack {
  readonly actual: ArrayLike<number>;
  readonly forecast: ArrayLike<number>;
  /** The unit that errors count in at each target, > 0, known with the forecast; 1 when absent. */
  readonly scale?: ArrayLike<number>;
}

/**
 * Adaptive conformal intervals of a track of forecasts made h steps ahead, each as it would have been made then: the interval of target k
 * has seen the errors of the targets up to k − h. Errors may be scaled, so that the interval follows what is known of their size
 * beforehand and adapts to the rest.
 *
 * @returns lower and upper, shape (n,), as `boundedAdaptiveInterval` bounds them.
 * @throws INVALID_ARGUMENT when the shapes differ, a scale is not above 0, or h is no whole number ≥ 1.
 * @see Gibbs & Candès (2021), Adaptive conformal inference under distribution shift, NeurIPS 34.
 */
export function laggedAdaptiveIntervals(
  { actual, forecast, scale }: ForecastTrack,
  {
    h,
    ...options
  }: { readonly h: number; readonly coverage: number; readonly rate?: number; readonly window?: number },
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const n = actual.length;
  if (forecast.length !== n || (scale !== undefined && scale.length !== n)) {
    throw new DomainError('INVALID_ARGUMENT', `forecast and scale must be as long as actual (${n})`);
  }
  if (!Number.isInteger(h) || h < 1) {
    throw new DomainError('INVALID_ARGUMENT', `the horizon h must be a whole number from 1 on, got ${h}`);
  }
  const unit = (k: number): number => scale?.[k] ?? 1;
  let state = startAdaptive(options);
  const lower = new Float64Array(n);
  const upper = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    if (!(unit(k) > 0)) throw new DomainError('INVALID_ARGUMENT', `scale[${k}] must be above 0, got ${unit(k)}`);
    if (k >= h) state = observeAdaptive(state, 0, (actual[k - h]! - forecast[k - h]!) / unit(k - h));
    const half = boundedAdaptiveInterval(state, 0).upper * unit(k);
    lower[k] = forecast[k]! - half;
    upper[k] = forecast[k]! + half;
  }
  return { lower, upper };
}
