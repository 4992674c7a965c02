import type { PanelOrigin } from './back-test.js';
import type { DailySeries } from './daily-series.js';
import { coverageByOrigin, type ScaledPath } from './error-profile.js';

/** How the forecasts of one series did at the origins of its past. */
export interface SeriesFigures {
  /** In percent, days of value 0 left out; null where all are. */
  readonly mape: number | null;
  /** In the unit of the series. */
  readonly rmse: number;
}

/** How those of a kind did. */
export interface KindFigures {
  /** Over all series, in percent, days of value 0 left out; NaN where all are. */
  readonly mape: number;
  readonly rmse: number;
  /** Root of the squared errors over those of the last week repeated, at the same origins: below 1 is better than that. */
  readonly relative_rmse: number;
  /** Absolute errors over those of the last week repeated. */
  readonly relative_mae: number;
  /** Share within the bounds that the other origins give. */
  readonly coverage: number;
  readonly series: number;
}

const WEEK = 7;

/** Sums over days that were forecast. */
interface Tally {
  squares: number;
  absolute: number;
  shares: number;
  shareDays: number;
  days: number;
  naiveSquares: number;
  naiveAbsolute: number;
}

/** @param said forecasts by origin, then series. */
export function judgeKind(
  series: readonly DailySeries[],
  origins: readonly PanelOrigin[],
  said: readonly (readonly Float64Array[])[],
  paths: readonly ScaledPath[],
  coverage: number,
): { readonly all: KindFigures; readonly series: readonly SeriesFigures[] } {
  const tallies = series.map(({ values }, i) => tallyOf(values, origins, (origin) => said[origin]![i]!));
  const sum = (of: keyof Tally) => tallies.reduce((total, tally) => total + tally[of], 0);
  return {
    all: {
      mape: (100 * sum('shares')) / sum('shareDays'),
      rmse: Math.sqrt(sum('squares') / sum('days')),
      relative_rmse: Math.sqrt(sum('squares') / sum('naiveSquares')),
      relative_mae: sum('absolute') / sum('naiveAbsolute'),
      coverage: coverageByOrigin(paths, coverage),
      series: series.length,
    },
    series: tallies.map(({ shares, shareDays, squares, days }) => ({
      mape: shareDays === 0 ? null : (100 * shares) / shareDays,
      rmse: Math.sqrt(squares / days),
    })),
  };
}

function tallyOf(
  values: Float64Array,
  origins: readonly PanelOrigin[],
  saidAt: (origin: number) => Float64Array,
): Tally {
  const tally = { squares: 0, absolute: 0, shares: 0, shareDays: 0, days: 0, naiveSquares: 0, naiveAbsolute: 0 };
  origins.forEach(({ known, h }, origin) => {
    const forecast = saidAt(origin);
    for (let day = 0; day < h; day++) {
      const value = values[known + day]!;
      const error = value - forecast[day]!;
      const naive = value - values[known - WEEK + (day % WEEK)]!;
      tally.squares += error ** 2;
      tally.absolute += Math.abs(error);
      tally.naiveSquares += naive ** 2;
      tally.naiveAbsolute += Math.abs(naive);
      tally.days += 1;
      if (value === 0) continue;
      tally.shares += Math.abs(error / value);
      tally.shareDays += 1;
    }
  });
  return tally;
}
