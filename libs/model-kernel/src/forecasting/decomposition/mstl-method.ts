import { checkHorizon, checkSeries } from '../check-series.js';
import type { FitOptions, ForecastMethod } from '../method.js';
import { drift, type DriftFit } from '../simple/drift.js';
import { naive } from '../simple/naive.js';
import type { SeasonalNaiveFit } from '../simple/seasonal-naive.js';
import { mstl } from './mstl.js';

export interface MstlFit {
  /** Periods asked for. */
  readonly periods: readonly number[];
  /** The last period of each season, oldest first. */
  readonly seasons: readonly (readonly number[])[];
  /** Of the seasonally adjusted series. */
  readonly adjusted:
    { readonly method: 'drift'; readonly fit: DriftFit } | { readonly method: 'naive'; readonly fit: SeasonalNaiveFit };
}

/**
 * A forecast by MSTL for any seasonal periods: each season repeats its last period, and the seasonally adjusted series goes on
 * as a random walk, with drift where the drift is more than twice its standard error, √n |mean step| > 2 σ̂.
 *
 * The intervals are those of the adjusted series alone: seasons count as known.
 *
 * @param periods whole numbers ≥ 1; 1, and those longer than half a series, are left out.
 * @see Bandara, Hyndman & Bergmeir (2021), MSTL, arXiv:2107.13462; Hyndman & Athanasopoulos (2021), FPP3, §5.7.
 */
export function mstlMethod(periods: (m: number) => readonly number[]): ForecastMethod<MstlFit> {
  return {
    title: 'MSTL: seasons by loess, the rest as a random walk, with drift where it has one (Bandara et al. 2021)',
    minimumLength: () => 3,
    fit: (y, { m }: FitOptions) => {
      checkSeries(y, m, 3);
      const wanted = periods(m).filter((period) => period > 1);
      const { seasons } = mstl(y, { periods: wanted });
      return {
        periods: wanted,
        seasons: seasons.map(({ m: period, season }) => [...season.subarray(season.length - period)]),
        adjusted: fitAdjusted(withoutSeasons(y, wanted)),
      };
    },
    forecast: ({ seasons, adjusted }, h) => {
      checkHorizon(h);
      const { mean, deviation } =
        adjusted.method === 'drift' ? drift.forecast(adjusted.fit, h) : naive.forecast(adjusted.fit, h);
      return {
        mean: mean.map((value, step) => seasons.reduce((sum, season) => sum + season[step % season.length]!, value)),
        deviation,
      };
    },
    // Those of the adjusted series: its seasons are smoothed over the whole sample, so they know a little of what comes.
    residuals: ({ periods: wanted, adjusted }, y) => {
      const left = withoutSeasons(y, wanted);
      return adjusted.method === 'drift' ? drift.residuals(adjusted.fit, left) : naive.residuals(adjusted.fit, left);
    },
  };
}

function withoutSeasons(y: Float64Array, periods: readonly number[]): Float64Array {
  const { seasons } = mstl(y, { periods });
  return y.map((value, i) => seasons.reduce((left, { season }) => left - season[i]!, value));
}

function fitAdjusted(adjusted: Float64Array): MstlFit['adjusted'] {
  const walk = drift.fit(adjusted, { m: 1 });
  if (Math.sqrt(walk.n - 1) * Math.abs(walk.slope) > 2 * walk.sigma) return { method: 'drift', fit: walk };
  return { method: 'naive', fit: naive.fit(adjusted, { m: 1 }) };
}
