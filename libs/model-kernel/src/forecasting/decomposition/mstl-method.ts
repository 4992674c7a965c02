import { checkHorizon, checkSeries } from '../check-series.js';
import type { FitOptions, ForecastMethod } from '../method.js';
import { driftedErrors, fitDriftedSmoothing, forecastDrifted, type DriftedSmoothingFit } from './drifted-smoothing.js';
import { mstl, type Mstl } from './mstl.js';

export interface MstlFit {
  /** Periods asked for. */
  readonly periods: readonly number[];
  /** The last period of each season, oldest first. */
  readonly seasons: readonly (readonly number[])[];
  /** Of the seasonally adjusted series. */
  readonly adjusted: DriftedSmoothingFit;
}

/**
 * A forecast by MSTL for any seasonal periods: each season repeats its last period, and the seasonally adjusted series is
 * smoothed exponentially with half its slope as drift.
 *
 * The deviations are those of the adjusted series alone: seasons count as known.
 *
 * @param periods whole numbers ≥ 1; 1, and those longer than half a series, are left out.
 * @see Bandara, Hyndman & Bergmeir (2021), MSTL, arXiv:2107.13462; Hyndman & Athanasopoulos (2021), FPP3, §5.7.
 */
export function mstlMethod(periods: (m: number) => readonly number[]): ForecastMethod<MstlFit> {
  return {
    title: 'MSTL, the adjusted series by smoothing with drift (Bandara et al. 2021)',
    minimumLength: () => 4,
    fit: (y, { m }: FitOptions) => {
      checkSeries(y, m, 4);
      const wanted = periods(m).filter((period) => period > 1);
      const { seasons } = mstl(y, { periods: wanted });
      return {
        periods: wanted,
        seasons: seasons.map(({ m: period, season }) => [...season.subarray(season.length - period)]),
        adjusted: fitDriftedSmoothing(withoutSeasons(y, seasons)),
      };
    },
    forecast: ({ seasons, adjusted }, h) => {
      checkHorizon(h);
      const { mean, deviation } = forecastDrifted(adjusted, h);
      return {
        mean: mean.map((value, step) => seasons.reduce((sum, season) => sum + season[step % season.length]!, value)),
        deviation,
      };
    },
    // Those of the adjusted series: its seasons are smoothed over the whole sample, so they know a little of what comes.
    residuals: ({ periods: wanted, adjusted }, y) =>
      driftedErrors(adjusted, withoutSeasons(y, mstl(y, { periods: wanted }).seasons)),
  };
}

function withoutSeasons(y: Float64Array, seasons: Mstl['seasons']): Float64Array {
  return y.map((value, i) => seasons.reduce((left, { season }) => left - season[i]!, value));
}
