import { DomainError } from '@bellwether/errors';
import {
  fitAdditive,
  forecastAdditive,
  type AdditiveFit,
  type AdditiveOptions,
  type Forecast,
} from '@bellwether/model-kernel/forecasting';
import { fillGaps, type ArrangedSeries, type GapFilling } from './arrange-series.js';
import { forecastBy, seasonOf, type SeriesForecast, type StepOptions } from './forecast-by.js';
import { daysPerStep, instantOn, USUAL_SEASON } from './frequency.js';

export interface RegressorOptions extends Omit<StepOptions, 'seasons'> {
  /** Seasonal periods in steps; the model's own by the length of the history where they are left out. */
  readonly seasons?: readonly number[];
  /** What stands for the steps without a value: with 'interpolate' the model goes without them. */
  readonly gaps: GapFilling;
}

/** Known values that a model with regressors takes. */
export const LEAST_OBSERVATIONS = 30;

const DAY_MS = 86_400_000;
/** Half the width of a normal interval of coverage 0.8, in deviations. */
const NORMAL_90 = 1.2815515655446004;
const COVERAGE = 0.8;
/** Of a season that is named: as many Fourier terms as Prophet has for a year. */
const MOST_ORDERS = 10;

/**
 * Forecasts a series by the additive model with the regressors it has, whose values to come are known, and says how that did on
 * its past, where it had the values that came too.
 *
 * @throws INVALID_ARGUMENT, with the regressor and the time, where one is not known of a step that has a value or is to be forecast;
 *   for fewer than {@link LEAST_OBSERVATIONS} values; for gaps where they are refused.
 */
export function forecastWithRegressors(series: ArrangedSeries, options: RegressorOptions): SeriesForecast {
  const { grid, y } = series;
  const observations = y.length - series.gaps;
  if (observations < LEAST_OBSERVATIONS) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `the history of ${observations} values is too short: a model with regressors needs ${LEAST_OBSERVATIONS}`,
    );
  }
  const filled = fillGaps(series, options.gaps);
  const observed = options.gaps === 'interpolate' ? y : filled;
  const regressors = series.regressors ?? {};
  for (const name of Object.keys(regressors)) checkKnown(series, name, observed, options.h);
  const days = Float64Array.from({ length: y.length + options.h }, (_, step) => instantOn(grid, step) / DAY_MS);
  const m = seasonOf(y, options.seasons ?? [USUAL_SEASON[grid.frequency]]);
  const model = additiveMethod(days, observed, regressors, settingsOf(series, options));
  const name = `additive with ${Object.keys(regressors).join(', ')}`;
  return forecastBy(model, name, filled, { ...options, m });
}

function checkKnown({ grid, regressors }: ArrangedSeries, name: string, y: Float64Array, h: number): void {
  const values = regressors![name]!;
  for (let step = 0; step < y.length + h; step++) {
    const needed = step >= y.length || !Number.isNaN(y[step]!);
    if (!needed || Number.isFinite(values[step])) continue;
    const when = new Date(instantOn(grid, step)).toISOString();
    const date = when.endsWith('T00:00:00.000Z') ? when.slice(0, 10) : when;
    const why = step < y.length ? 'which has a value' : 'which is to be forecast';
    throw new DomainError('INVALID_ARGUMENT', `${name} is not known at ${date}, ${why}`);
  }
}

function settingsOf({ grid, regressors = {} }: ArrangedSeries, { seasons }: RegressorOptions): AdditiveOptions {
  const named = seasons?.map((season) => ({
    name: `${season} steps`,
    periodDays: season * daysPerStep(grid.frequency),
    order: Math.max(1, Math.min(MOST_ORDERS, Math.floor((season - 1) / 2))),
  }));
  return {
    ...(named && { seasons: named, yearly: false, weekly: false, daily: false }),
    regressors: Object.keys(regressors).map((name) => ({ name })),
  };
}

interface Fitted {
  readonly additive: AdditiveFit;
  /** Steps that it was fitted to. */
  readonly n: number;
}

/** The additive model as a method for the beginnings of one series: what is known of each step is at hand by its place. */
function additiveMethod(
  days: Float64Array,
  observed: Float64Array,
  regressors: Readonly<Record<string, Float64Array>>,
  settings: AdditiveOptions,
) {
  const timesOf = (from: number, to: number) => ({
    days: days.subarray(from, to),
    regressors: Object.fromEntries(
      Object.entries(regressors).map(([name, values]) => [name, values.subarray(from, to)]),
    ),
  });
  return {
    minimumLength: () => LEAST_OBSERVATIONS,
    fit: (y: Float64Array): Fitted => ({
      additive: fitAdditive({ ...timesOf(0, y.length), y: observed.subarray(0, y.length) }, settings),
      n: y.length,
    }),
    forecast: (fit: unknown, h: number): Forecast => {
      const { additive, n } = fit as Fitted;
      const { mean, intervals } = forecastAdditive(additive, timesOf(n, n + h), { coverages: [COVERAGE] });
      const { lower, upper } = intervals[0]!;
      return { mean, deviation: mean.map((_, step) => (upper[step]! - lower[step]!) / 2 / NORMAL_90) };
    },
  };
}
