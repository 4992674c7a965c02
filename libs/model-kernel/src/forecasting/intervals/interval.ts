import { DomainError } from '@bellwether/errors';

/** Intervals h steps ahead, in the unit of the series. */
export interface ForecastIntervals {
  /** How they were made; it goes into an answer's model_info. */
  readonly method: IntervalMethodName;
  /** 1 − α, in (0, 1). */
  readonly coverage: number;
  /** Shape (h,). */
  readonly lower: Float64Array;
  /** Shape (h,). */
  readonly upper: Float64Array;
}

/** Every way to make intervals, and what people call it. */
export const INTERVAL_METHODS = {
  normal: "Normal, of the method's own deviation (FPP3 §5.5)",
  split_conformal: 'Split conformal, from rolling-origin errors per horizon (Lei et al. 2018)',
  split_conformal_scaled:
    'Split conformal, from rolling-origin errors in deviations per horizon (Lei et al. 2018, §5.2)',
  jackknife_plus: 'Jackknife+ over fits of rolling origins (Barber et al. 2021)',
  adaptive_conformal: 'Adaptive conformal, online (Gibbs & Candès 2021)',
  dynamic_adaptive_conformal: 'Dynamically tuned adaptive conformal, online (Gibbs & Candès 2024)',
} as const;

export type IntervalMethodName = keyof typeof INTERVAL_METHODS;

/** @throws INVALID_ARGUMENT unless the coverage is in (0, 1). */
export function checkCoverage(coverage: number): void {
  if (!(coverage > 0 && coverage < 1)) {
    throw new DomainError('INVALID_ARGUMENT', `coverage must be in (0, 1), got ${coverage}`);
  }
}
