import { DomainError } from '@bellwether/errors';
import {
  boundsAhead,
  forecastParts,
  sumAhead,
  type FittedSeries,
  type SeriesModelName,
  dateOfEpochDay,
} from '@bellwether/forecasting-core';
import type { ContentKind, SeriesContent } from './series-content.js';

export interface SeriesEntity {
  readonly kind: string;
  readonly id: string;
}

/** A forecast of days from tomorrow on, as it is answered. */
export interface SeriesForecast {
  /** Of the first day, in days since 1970-01-01. */
  readonly firstDay: number;
  /** What each model says, in six significant digits; shape (h,) each. */
  readonly models: ReadonlyMap<SeriesModelName, readonly number[]>;
  /** Σ weight × model, of the numbers as they are answered. */
  readonly mean: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** A series with the kind that it is of. */
export interface KnownSeries {
  readonly kind: ContentKind;
  readonly series: FittedSeries;
}

/** Forecasts kept, of all series and days together. */
const MOST_KEPT = 5_000;
/** What is made at a time, so that every shorter question finds it made. */
const MADE_AHEAD = 180;
/** Days after its last one that a model still speaks of. */
const MOST_STALE = 730;
const DIGITS = 6;

/** A model of daily series in use. Forecasts run on from its last day, so that an old model looks further and leaves no day out. */
export class DailySeriesModel {
  private readonly known: ReadonlyMap<string, KnownSeries>;
  private readonly made = new Map<string, SeriesForecast>();

  constructor(readonly content: SeriesContent) {
    this.known = new Map(
      content.kinds.flatMap((kind) =>
        kind.series.map((series) => [keyOf({ kind: kind.kind, id: series.id }), { kind, series }]),
      ),
    );
  }

  find(entity: SeriesEntity): KnownSeries | undefined {
    return this.known.get(keyOf(entity));
  }

  /** @throws NOT_FOUND for a series that the model does not know. */
  require(entity: SeriesEntity): KnownSeries {
    const known = this.find(entity);
    if (known !== undefined) return known;
    throw new DomainError('NOT_FOUND', `the model knows no ${entity.kind} '${entity.id}'`);
  }

  get trainedOn(): string {
    return `${dateOfEpochDay(this.content.first_day)} to ${dateOfEpochDay(this.content.last_day)}`;
  }

  /**
   * @param today days since 1970-01-01; the forecast begins with the day after.
   * @param h days, ≥ 1.
   * @throws NOT_FOUND, FAILED_PRECONDITION for a day that the model cannot speak of.
   */
  forecast(entity: SeriesEntity, today: number, h: number): SeriesForecast {
    const known = this.require(entity);
    const length = Math.max(h, MADE_AHEAD);
    const key = `${today} ${length} ${keyOf(entity)}`;
    let made = this.made.get(key);
    if (made === undefined) {
      made = make(known, today, length);
      if (this.made.size >= MOST_KEPT) this.made.delete(this.made.keys().next().value!);
      this.made.set(key, made);
    }
    return h === length ? made : firstDays(made, h);
  }
}

/** The days between the last that a kind has seen and tomorrow. @throws FAILED_PRECONDITION */
export function daysSkipped({ last_day }: Pick<ContentKind, 'last_day'>, today: number): number {
  const skip = today - last_day;
  if (skip >= 0 && skip <= MOST_STALE) return skip;
  throw new DomainError(
    'FAILED_PRECONDITION',
    skip < 0
      ? `the model has seen days up to ${dateOfEpochDay(last_day)}, and today is ${dateOfEpochDay(today)}`
      : `the model has seen nothing since ${dateOfEpochDay(last_day)}: train it again`,
  );
}

function make({ kind, series }: KnownSeries, today: number, h: number): SeriesForecast {
  const skip = daysSkipped(kind, today);
  const parts = forecastParts(kind, series, { lastDay: kind.last_day, skip, h });
  const models = new Map([...parts].map(([name, values]) => [name, Array.from(values, rounded)]));
  const mean = Array.from({ length: h }, (_, day) => {
    let sum = 0;
    for (const [name, values] of models) sum += series.weights[name]! * values[day]!;
    return sum;
  });
  const bounds = mean.map((value, day) => {
    const { lower, upper } = boundsAhead(kind.errors, skip + day + 1);
    return {
      lower: Math.min(value, Math.max(0, rounded(value + lower * series.noise))),
      upper: Math.max(value, rounded(value + upper * series.noise)),
    };
  });
  return {
    firstDay: today + 1,
    models,
    mean,
    lower: bounds.map(({ lower }) => lower),
    upper: bounds.map(({ upper }) => upper),
  };
}

/**
 * Deviation and bounds of the error of the sum over the first `days` days from tomorrow on, in units of the noise: that of as many days
 * after the last one seen, or the share of the longer sum that begins there, whichever is more.
 */
export function sumFromTomorrow({ errors }: Pick<ContentKind, 'errors'>, skip: number, days: number) {
  const near = sumAhead(errors, days);
  const far = sumAhead(errors, skip + days);
  const share = days / (skip + days);
  return {
    deviation: Math.max(near.deviation, far.deviation * share),
    lower: Math.min(near.lower, far.lower * share),
    upper: Math.max(near.upper, far.upper * share),
  };
}

function firstDays({ firstDay, models, mean, lower, upper }: SeriesForecast, h: number): SeriesForecast {
  return {
    firstDay,
    models: new Map([...models].map(([name, values]) => [name, values.slice(0, h)])),
    mean: mean.slice(0, h),
    lower: lower.slice(0, h),
    upper: upper.slice(0, h),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

const keyOf = ({ kind, id }: SeriesEntity): string => `${kind} ${id}`;
