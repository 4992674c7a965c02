import { DomainError } from '@bellwether/errors';
import { checkSeries } from '../check-series.js';
import { smoothLoess } from './loess.js';
import { stl } from './stl.js';

export interface MstlOptions {
  /** Seasonal periods, whole numbers ≥ 2, any order; those longer than half the series are left out. */
  readonly periods: readonly number[];
  /** Seasonal lengths, one for each period; 7 + 4i for the i-th shortest. */
  readonly seasonalLengths?: readonly (number | 'periodic')[];
  readonly robust?: boolean;
}

/** y = trend + Σ seasons + remainder, each shape (n,), in the unit of y. */
export interface Mstl {
  readonly trend: Float64Array;
  /** In order of their periods, shortest first. */
  readonly seasons: readonly { readonly m: number; readonly season: Float64Array }[];
  readonly remainder: Float64Array;
}

/**
 * Several seasons: the shortest first, each is taken by STL from what the others leave, and all of them twice, so that a long
 * season gives back what it took of a short one. Without a season the trend is a loess line through half of the series.
 *
 * @param y shape (n,), finite.
 * @throws INVALID_ARGUMENT for a value that is not finite or a period that is no whole number ≥ 2.
 * @see Bandara, Hyndman & Bergmeir (2021), MSTL, arXiv:2107.13462, Algorithm 1.
 */
export function mstl(y: Float64Array, { periods, seasonalLengths, robust = false }: MstlOptions): Mstl {
  checkSeries(y, 1, 2);
  const bad = periods.find((m) => !Number.isInteger(m) || m < 2);
  if (bad !== undefined) throw new DomainError('INVALID_ARGUMENT', `a period must be a whole number ≥ 2, got ${bad}`);
  if (seasonalLengths && seasonalLengths.length !== periods.length) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `seasonalLengths must have one for each of ${periods.length} periods, got ${seasonalLengths.length}`,
    );
  }
  const seasons = periods
    .map((m, i) => ({ m, given: seasonalLengths?.[i] }))
    .filter(({ m }) => 2 * m <= y.length)
    .sort((a, b) => a.m - b.m)
    .map(({ m, given }, i) => ({
      m,
      seasonalLength: given ?? 7 + 4 * (i + 1),
      season: new Float64Array(y.length),
    }));
  const left = Float64Array.from(y);
  let trend: Float64Array = seasons.length === 0 ? smoothTrend(y) : new Float64Array(y.length);
  for (let round = 0; round < (seasons.length > 1 ? 2 : 1); round++) {
    for (const one of seasons) {
      for (let i = 0; i < left.length; i++) left[i]! += one.season[i]!;
      const parts = stl(left, { m: one.m, seasonalLength: one.seasonalLength, robust });
      one.season.set(parts.season);
      trend = parts.trend;
      for (let i = 0; i < left.length; i++) left[i]! -= one.season[i]!;
    }
  }
  return {
    trend,
    seasons: seasons.map(({ m, season }) => ({ m, season })),
    remainder: left.map((value, i) => value - trend[i]!),
  };
}

function smoothTrend(y: Float64Array): Float64Array {
  const n = y.length;
  const half = Math.max(3, Math.ceil(n / 2));
  const length = half % 2 === 1 ? half : half + 1;
  const trend = new Float64Array(n);
  smoothLoess(y, n, undefined, { length, degree: 1, jump: 1 }, trend, new Float64Array(n));
  return trend;
}
