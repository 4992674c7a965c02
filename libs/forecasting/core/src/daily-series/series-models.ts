import {
  fitAdditive,
  forecastAdditive,
  FORECAST_METHODS,
  type AdditiveFit,
  type ForecastMethodName,
} from '@bellwether/model-kernel/forecasting';
import { credibleMeans } from './credibility.js';
import { weekdayOf, type DailySeries, type SeriesEnd } from './daily-series.js';
import { panelTrees } from './panel-trees.js';
import { weekdayProfile } from './weekday-profile.js';

/** What a model has learnt of a kind of series together, and of each by itself; both are plain data. */
export interface PanelFit<Shared = unknown, Fit = unknown> {
  readonly shared: Shared;
  /** In the order of the panel; null for a series that the model is not for. */
  readonly fits: readonly (Fit | null)[];
}

export interface PanelOptions {
  /** Of what is drawn by chance. */
  readonly seed: number;
  /** The last days of each series that are there when it is forecast in use. */
  readonly keptDays: number;
}

/**
 * A way to forecast the series of a kind. It is given all of them at once, so that a model over many series (trees over lags
 * and calendar) has the same shape as one that takes each by itself.
 */
export interface SeriesModel<Shared = unknown, Fit = unknown> {
  readonly title: string;
  /**
   * @param panel series of one kind, of the same days.
   */
  fit(panel: readonly DailySeries[], options: PanelOptions): PanelFit<Shared, Fit>;
  /** @returns means of the h days after the last one, shape (h,); they may be below 0. */
  forecast(shared: Shared, fit: Fit, end: SeriesEnd, h: number): Float64Array;
}

/** The share of days without anything from which on a series counts as intermittent, in its last half year. */
const INTERMITTENT_FROM = 0.4;
const LOOKED_AT = 182;
const WEEK = 7;
/** Two weeks and a day: what every model of a week takes. */
export const SHORTEST_SERIES = 30;

export function isIntermittent(values: Float64Array): boolean {
  const last = values.subarray(-LOOKED_AT);
  return last.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) > INTERMITTENT_FROM * last.length;
}

/** Bends of the trend: one may come about every month. */
const changepointsOf = (n: number): number => Math.min(25, Math.max(1, Math.floor(n / 30)));

const additive: SeriesModel<null, AdditiveFit> = {
  title: 'Additive model (Taylor & Letham 2018): trend with bends, week, from two years on the year',
  fit: each(({ startDay, values }) => {
    if (isIntermittent(values)) return null;
    const days = Float64Array.from(values, (_, t) => startDay + t);
    return fitAdditive({ days, y: values }, { weekly: true, changepointCount: changepointsOf(values.length) });
  }),
  forecast: (_, fit, { lastDay }, h) => {
    const days = Float64Array.from({ length: h }, (_day, step) => lastDay + 1 + step);
    return forecastAdditive(fit, { days }, { coverages: [] }).mean;
  },
};

/** A method of the kernel with the week as its season, for series that are not intermittent. */
function weekly(name: ForecastMethodName): SeriesModel<null, unknown> {
  const { title, fit, forecast } = FORECAST_METHODS[name];
  return {
    title,
    fit: each(({ values }) => (isIntermittent(values) ? null : fit(values, { m: WEEK }))),
    forecast: (_, fitted, _end, h) => forecast(fitted as never, h).mean,
  };
}

interface Rate {
  /** Mean of a day, in the unit of the series. */
  readonly rate: number;
}
type RateModel = SeriesModel<{ readonly profile: readonly number[] }, Rate>;

/** A rate, told by weekday with the profile of its kind; for intermittent series, whose own weekdays say nothing. */
function rated(
  title: string,
  ratesOf: (even: readonly Float64Array[], known: readonly boolean[]) => number[],
): RateModel {
  return {
    title: `${title}, by weekday of all series of the kind`,
    fit: (panel) => {
      const profile = weekdayProfile(panel);
      const seldom = panel.map(({ values }) => isIntermittent(values));
      const even = panel.map(({ startDay, values }) =>
        values.map((value, t) => value / profile[weekdayOf(startDay + t)]!),
      );
      const rates = ratesOf(even, seldom);
      return { shared: { profile }, fits: panel.map((_, i) => (seldom[i] ? { rate: rates[i]! } : null)) };
    },
    forecast: ({ profile }, { rate }, { lastDay }, h) =>
      Float64Array.from({ length: h }, (_, step) => rate * profile[weekdayOf(lastDay + 1 + step)]!),
  };
}

/** A rate of one of the kernel's methods for intermittent demand. */
function intermittent(name: 'sba' | 'tsb'): RateModel {
  const { title, fit } = FORECAST_METHODS[name];
  return rated(title, (even, seldom) =>
    even.map((values, i) => (!seldom[i] || values.every((value) => value === 0) ? 0 : fit(values, { m: 1 }).rate)),
  );
}

/** The models of daily series by the name that answers have for them. */
export const SERIES_MODELS = {
  prophet: additive,
  gradient_boosted_trees: panelTrees,
  exponential_smoothing: weekly('ets'),
  theta: weekly('theta'),
  seasonal_naive: weekly('seasonal_naive'),
  croston: intermittent('sba'),
  tsb: intermittent('tsb'),
  credibility: rated('Credibility (Bühlmann 1967)', (even) => credibleMeans(even)),
} as const satisfies Readonly<Record<string, SeriesModel>>;

export type SeriesModelName = keyof typeof SERIES_MODELS;
export const SERIES_MODEL_NAMES = Object.keys(SERIES_MODELS) as readonly SeriesModelName[];

/** The table with what fits are left open: a fit goes to the model that made it. */
export const seriesModel = (name: SeriesModelName): SeriesModel => SERIES_MODELS[name];

function each<Fit>(fitOne: (series: DailySeries) => Fit | null): SeriesModel<null, Fit>['fit'] {
  return (panel) => ({ shared: null, fits: panel.map(fitOne) });
}
