import { DomainError } from '@bellwether/errors';
import { atLeastZero, forecastFrom, originsOf, type BackTestOptions, type PanelOrigin } from './back-test.js';
import type { DailySeries } from './daily-series.js';
import { ensembleWeights, modelErrors, weightedForecast, type Weights } from './ensemble-weights.js';
import { errorProfile, leastNoise, noiseOf, type ErrorProfile, type ScaledPath } from './error-profile.js';
import { judgeKind, type KindFigures, type SeriesFigures } from './judge-kind.js';
import { SERIES_MODEL_NAMES, seriesModel, SHORTEST_SERIES, type SeriesModelName } from './series-models.js';
import { shareTotal } from './share-total.js';

export interface FitKindsOptions extends BackTestOptions {
  /** Of the bounds, in (0, 1). */
  readonly coverage: number;
  /** A kind whose series add up to the one series of another: `{ whole: 'marketplace', parts: 'property' }`. */
  readonly shared?: { readonly whole: string; readonly parts: string };
  /** Called between pieces of work; it may throw to stop. */
  readonly onProgress?: (share: number) => void;
}

/** One series as it is served; plain data, as is all of this. */
export interface FittedSeries extends SeriesFigures {
  readonly id: string;
  readonly weights: Weights;
  /** What each model of the weights has learnt of it. */
  readonly fits: Readonly<Partial<Record<SeriesModelName, unknown>>>;
  /** The unit of its errors. */
  readonly noise: number;
  /** Its last values, oldest first. */
  readonly kept: readonly number[];
}

export interface FittedKind {
  readonly kind: string;
  /** What each model has learnt of all series together. */
  readonly shared: Readonly<Partial<Record<SeriesModelName, unknown>>>;
  readonly errors: ErrorProfile;
  /** Share of past days within the bounds that the other origins give; null where not measured. */
  readonly coverage: number | null;
  readonly series: readonly FittedSeries[];
}

export interface FittedKinds {
  readonly kinds: readonly FittedKind[];
  readonly figures: Readonly<Record<string, KindFigures>>;
}

/** A kind while it is fitted. */
interface Panel {
  readonly kind: string;
  readonly series: readonly DailySeries[];
  readonly origins: readonly PanelOrigin[];
  /** What the ensemble said at each origin, its weights of the others; by origin, then series. */
  readonly said: readonly (readonly Float64Array[])[];
}

/**
 * Fits every model to every series, weighs them by their errors at rolling origins, and measures how far the weighted forecasts are
 * off there, each origin by the weights of the others.
 *
 * @param panels series of one kind each, all of one kind of the same days; every one 58 days at least: two origins of 14 days after 30.
 * @throws INVALID_ARGUMENT for panels of unlike days, FAILED_PRECONDITION for a history that is too short.
 */
export function fitKinds(
  panels: Readonly<Record<string, readonly DailySeries[]>>,
  options: FitKindsOptions,
): FittedKinds {
  const entries = Object.entries(panels).filter(([, series]) => series.length > 0);
  let done = 0;
  // As many passes over each kind as it has origins, and one for the fit itself.
  const passes = entries.reduce((sum, [, [first]]) => sum + 1 + originsOf(first!.values.length, options).length, 0);
  const step = () => options.onProgress?.((done += 1) / passes);
  const tested = entries.map(([kind, series]) => backTested(kind, series, options, step));
  const judged = shareWholes(tested, options.shared);
  const fitted = judged.map((panel) => {
    const paths = scaledPaths(panel);
    const figures = judgeKind(panel.series, panel.origins, panel.said, paths, options.coverage);
    const kind = fitKind(panel, paths, figures, options);
    step();
    return { kind, figures: figures.all };
  });
  return {
    kinds: fitted.map(({ kind }) => kind),
    figures: Object.fromEntries(fitted.map(({ kind, figures }) => [kind.kind, figures])),
  };
}

function backTested(kind: string, series: readonly DailySeries[], options: FitKindsOptions, step: () => void): Panel {
  const n = series[0]!.values.length;
  const cuts = originsOf(n, options);
  if (cuts.length < 2) {
    const needed = SHORTEST_SERIES + 2 * options.everyDays;
    throw new DomainError(
      'FAILED_PRECONDITION',
      `the history of ${kind} must have at least ${needed} days, it has ${n}`,
    );
  }
  const origins = cuts.map((known) => {
    const origin = forecastFrom(series, known, options);
    step();
    return origin;
  });
  const said = origins.map((origin) => {
    const errors = modelErrors(
      series,
      origins.filter((other) => other !== origin),
    );
    return series.map((_, i) => {
      const forecasts = origin.forecasts[i]!;
      return weightedForecast(ensembleWeights([...forecasts.keys()], i, errors), forecasts, origin.h);
    });
  });
  return { kind, series, origins, said };
}

/** What parts are said to be at each origin, brought to what their whole is said to be. */
function shareWholes(panels: readonly Panel[], shared: FitKindsOptions['shared']): readonly Panel[] {
  const whole = panels.find(({ kind }) => kind === shared?.whole);
  if (whole === undefined) return panels;
  return panels.map((panel) => {
    if (panel.kind !== shared!.parts) return panel;
    return { ...panel, said: panel.said.map((parts, origin) => shareTotal(parts, whole.said[origin]![0]!)) };
  });
}

function scaledPaths({ series, origins, said }: Panel): ScaledPath[] {
  return origins.flatMap(({ known, h }, o) => {
    const pasts = series.map(({ values }) => values.subarray(0, known));
    const least = leastNoise(pasts);
    return series.map(({ id, values }, i) => {
      const noise = noiseOf(pasts[i]!, least);
      const errors = Float64Array.from({ length: h }, (_, day) => (values[known + day]! - said[o]![i]![day]!) / noise);
      return { origin: known, series: id, errors };
    });
  });
}

function fitKind(
  { kind, series, origins }: Panel,
  paths: readonly ScaledPath[],
  figures: { readonly all: KindFigures; readonly series: readonly SeriesFigures[] },
  { coverage, seed, keptDays }: FitKindsOptions,
): FittedKind {
  const least = leastNoise(series.map(({ values }) => values));
  const errors = modelErrors(series, origins);
  const learnt = SERIES_MODEL_NAMES.map((name) => ({ name, ...seriesModel(name).fit(series, { seed, keptDays }) }));
  const fitted = series.map((one, i): FittedSeries => {
    const able = learnt.filter(({ fits }) => fits[i] !== null);
    const weights = ensembleWeights(
      able.map(({ name }) => name),
      i,
      errors,
    );
    const used = able.filter(({ name }) => weights[name] !== undefined);
    return {
      id: one.id,
      weights,
      fits: Object.fromEntries(used.map(({ name, fits }) => [name, fits[i]])),
      noise: noiseOf(one.values, least),
      kept: [...one.values.subarray(-keptDays)],
      ...figures.series[i]!,
    };
  });
  const shared = learnt.filter(({ shared: one }) => one !== null).map(({ name, shared: one }) => [name, one]);
  return {
    kind,
    shared: Object.fromEntries(shared),
    errors: errorProfile(paths, coverage),
    coverage: Number.isFinite(figures.all.coverage) ? figures.all.coverage : null,
    series: fitted,
  };
}

/** What each model of a series says of the `h` days from `skip` days after its last one on, not below 0. */
export function forecastParts(
  { shared }: Pick<FittedKind, 'shared'>,
  { fits, kept }: Pick<FittedSeries, 'fits' | 'kept'>,
  { lastDay, skip, h }: { readonly lastDay: number; readonly skip: number; readonly h: number },
): Map<SeriesModelName, Float64Array> {
  return new Map(
    SERIES_MODEL_NAMES.flatMap((name) => {
      if (fits[name] === undefined) return [];
      const all = seriesModel(name).forecast(shared[name] ?? null, fits[name], { lastDay, values: kept }, skip + h);
      return [[name, atLeastZero(all.subarray(skip))] as const];
    }),
  );
}
