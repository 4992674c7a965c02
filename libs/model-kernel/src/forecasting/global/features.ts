import { CALENDAR_FEATURES, type Calendar } from './calendar.js';
import type { GrowingHistory } from './growing-history.js';
import type { ResolvedGlobalOptions } from './options.js';
import type { PanelSeries } from './panel.js';

/** A step to forecast, as seen from an origin: the last step t that is known. */
export interface View {
  readonly history: GrowingHistory;
  readonly calendar: Calendar;
  readonly origin: number;
  /** Steps from the origin to the one that is forecast. */
  readonly ahead: number;
  /** {@link GrowingHistory.scale} as of the origin. */
  readonly scale: number;
}

/** A feature: its name and its value at a view; NaN where there is none. It reads nothing of y after the origin. */
export interface Feature {
  readonly name: string;
  readonly categorical?: true;
  of(view: View): number;
}

/** Values at the same phase that are averaged. */
const PHASES = 4;

/** What of a panel the features depend on, known at the fit and kept with it. */
export interface Traits {
  readonly covariates: readonly ('price' | 'promotion')[];
  readonly numericStatics: readonly string[];
  /** Names of classes by the name of the static, in the order of their codes. */
  readonly classes: Readonly<Record<string, readonly string[]>>;
}

/**
 * The features of a fit, in order. Values of the series are in units of its scale as of the origin, so that one set of trees serves
 * series of every size; prices are as they are and by their mean so far.
 */
export function featuresOf(options: ResolvedGlobalOptions, traits: Traits): Feature[] {
  const { lags, seasons, windows } = options;
  return [
    { name: 'ahead', of: ({ ahead }) => ahead },
    ...lags.map((lag) => feature(`lag_${lag}`, (v) => v.history.at(v.origin + 1 - lag) / v.scale)),
    ...seasons.flatMap(seasonalFeatures),
    ...windows.flatMap((window) => [
      feature(`mean_${window}`, (v) => v.history.mean(v.origin, window) / v.scale),
      feature(`deviation_${window}`, (v) => v.history.deviation(v.origin, window) / v.scale),
    ]),
    ...statisticsSoFar(Math.max(...windows)),
    ...CALENDAR_FEATURES.map((name) =>
      feature(name, (v) => v.calendar[name][v.history.series.start + v.origin + v.ahead]!),
    ),
    ...(traits.covariates.includes('price') ? PRICE_FEATURES : []),
    ...(traits.covariates.includes('promotion') ? PROMOTION_FEATURES : []),
    ...traits.numericStatics.map((name) => feature(name, (v) => numericStatic(v.history.series, name))),
    ...Object.entries(traits.classes).map(([name, classes]) => classFeature(name, classes)),
  ];
}

function feature(name: string, of: Feature['of']): Feature {
  return { name, of };
}

/** The last known value at the phase of the step that is forecast, and the mean of the last few. */
function seasonalFeatures(m: number): Feature[] {
  const latest = ({ origin, ahead }: View): number => origin + ahead - m * Math.ceil(ahead / m);
  return [
    feature(`season_${m}`, (v) => v.history.at(latest(v)) / v.scale),
    feature(`season_mean_${m}`, (v) => {
      let sum = 0;
      let count = 0;
      for (let phase = 0, step = latest(v); phase < PHASES; phase++, step -= m) {
        const value = v.history.at(step);
        if (Number.isNaN(value)) continue;
        sum += value;
        count += 1;
      }
      return count === 0 ? NaN : sum / count / v.scale;
    }),
  ];
}

/** What the series was like up to the origin, and not after it. */
function statisticsSoFar(window: number): Feature[] {
  return [
    feature('mean_so_far', (v) => v.history.mean(v.origin, Infinity) / v.scale),
    feature('zero_share', (v) => v.history.zeroShare(v.origin, window)),
    feature('since_nonzero', (v) => v.history.sinceNonzero(v.origin)),
    feature('age', (v) => v.origin + 1),
    feature('log_scale', (v) => Math.log(v.scale)),
  ];
}

const covariate = (values: ArrayLike<number> | undefined, step: number): number => values?.[step] ?? NaN;
const price = ({ history, origin, ahead }: View, shift = 0): number =>
  covariate(history.series.price, origin + ahead + shift);
const promotion = ({ history, origin, ahead }: View, shift = 0): number =>
  covariate(history.series.promotion, origin + ahead + shift);

/** Known beforehand, as the holidays are: they are read at the step that is forecast. */
const PRICE_FEATURES: readonly Feature[] = [
  feature('price', (v) => price(v)),
  feature('price_change', (v) => price(v) / price(v, -1) - 1),
  feature('price_to_origin', (v) => price(v) / covariate(v.history.series.price, v.origin)),
];
const PROMOTION_FEATURES: readonly Feature[] = [
  feature('promotion', (v) => promotion(v)),
  feature('promotion_lag', (v) => promotion(v, -1)),
  feature('promotion_lead', (v) => promotion(v, 1)),
];

function numericStatic({ statics }: PanelSeries, name: string): number {
  const value = statics?.[name];
  return typeof value === 'number' ? value : NaN;
}

/** A class that the fit did not know has a code that no tree knows. */
function classFeature(name: string, classes: readonly string[]): Feature {
  const codes = new Map(classes.map((each, code) => [each, code]));
  return {
    name,
    categorical: true,
    of: ({ history: { series } }) => {
      const value = series.statics?.[name];
      return typeof value === 'string' ? (codes.get(value) ?? classes.length) : NaN;
    },
  };
}

/** What is in the panel at the fit. A static that is a number in one series and a name in another is both, each where it is. */
export function traitsOf(series: readonly PanelSeries[]): Traits {
  const numeric = new Set<string>();
  const classes = new Map<string, Set<string>>();
  for (const { statics = {} } of series) {
    for (const [name, value] of Object.entries(statics)) {
      if (typeof value === 'number') numeric.add(name);
      else classes.set(name, (classes.get(name) ?? new Set()).add(value));
    }
  }
  const sorted = (names: Iterable<string>): string[] => [...names].sort();
  return {
    covariates: (['price', 'promotion'] as const).filter((name) => series.some((each) => each[name] !== undefined)),
    numericStatics: sorted(numeric),
    classes: Object.fromEntries(sorted(classes.keys()).map((name) => [name, sorted(classes.get(name)!)])),
  };
}
