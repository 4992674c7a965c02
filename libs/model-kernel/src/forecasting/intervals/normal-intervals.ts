import { normalQuantile } from '../../numerics/normal.js';
import type { Forecast } from '../method.js';
import { checkCoverage, type ForecastIntervals } from './interval.js';

/**
 * ŷ ± z σ with z the (1 + coverage)/2 quantile of the normal: what the method itself believes, seldom wide enough.
 *
 * @throws INVALID_ARGUMENT unless the coverage is in (0, 1).
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §5.5.
 */
export function normalIntervals({ mean, deviation }: Forecast, coverage: number): ForecastIntervals {
  checkCoverage(coverage);
  const z = normalQuantile((1 + coverage) / 2);
  return {
    method: 'normal',
    coverage,
    lower: mean.map((value, step) => value - z * deviation[step]!),
    upper: mean.map((value, step) => value + z * deviation[step]!),
  };
}
