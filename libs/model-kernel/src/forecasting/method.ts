/**
 * What a method forecasts for h steps ahead: the distribution of each step by its first two moments. Intervals are made of
 * them by `intervals/`, which corrects them by what the method missed in rolling-origin residuals.
 */
export interface Forecast {
  /** Expected values, shape (h,), in the unit of the series. */
  readonly mean: Float64Array;
  /** Standard deviations of the forecast errors under the method's own model, shape (h,), in the unit of the series. */
  readonly deviation: Float64Array;
}

export interface FitOptions {
  /** Seasonal period in steps: 12 for months of a year; 1 where there is no season. */
  readonly m: number;
}

/**
 * A way to forecast a single series. A fit is plain data: it survives JSON and may be stored, sent and compared without the
 * code that made it.
 */
export interface ForecastMethod<Fit = unknown> {
  /** What people call it, with its source. */
  readonly title: string;
  /** The fewest observations that a fit takes at a seasonal period. */
  minimumLength(m: number): number;
  /**
   * @param y shape (n,), oldest first, equally spaced, finite.
   * @throws INVALID_ARGUMENT for a value that is not finite, fewer than `minimumLength` values, m that is no whole number ≥ 1,
   *   or values that the method has no model for (negative ones, where it needs counts).
   */
  fit(y: Float64Array, options: FitOptions): Fit;
  /** @param h steps ahead, a whole number ≥ 1. */
  forecast(fit: Fit, h: number): Forecast;
  /** One-step errors y_t − ŷ_{t|t−1} within the sample that was fitted, shape (n,); NaN where a step has no forecast. */
  residuals(fit: Fit, y: Float64Array): Float64Array;
}
