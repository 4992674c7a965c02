import { DomainError } from '@bellwether/errors';

/** One of many series that are forecast together. */
export interface PanelSeries {
  /** Its own among the series of a panel. */
  readonly id: string;
  /** Step of the panel's grid at which y begins. */
  readonly start: number;
  /** Shape (n,), oldest first, in the unit of the series; NaN for a value that is not known. */
  readonly y: Float64Array;
  /** Price at each step from `start` on, above 0; NaN where there is none. Beyond n: what is known of the future. */
  readonly price?: ArrayLike<number>;
  /** 1 in a promotion, else 0, or its strength; from `start` on, beyond n what is planned. NaN where it is not known. */
  readonly promotion?: ArrayLike<number>;
  /** What does not change: numbers, or names of classes. */
  readonly statics?: Readonly<Record<string, number | string>>;
}

/** Many series on one grid of time, with what is known of its future. */
export interface Panel {
  /** Days since 1970-01-01 of the steps, ascending, shape (T,), to the last step that is to be forecast. */
  readonly days: ArrayLike<number>;
  readonly series: readonly PanelSeries[];
  /** Days since 1970-01-01 of the holidays, past and future, in any order. */
  readonly holidays?: readonly number[];
}

function invalid(message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', message);
}

export type Covariate = 'price' | 'promotion';

/**
 * @param h steps beyond each series that days and covariates must reach; 0 for a fit.
 * @throws INVALID_ARGUMENT naming the series and the rule: an id twice, no value, days that do not reach or do not ascend, a value
 *   or covariate outside its rule.
 */
export function checkPanel({ days, series }: Panel, h: number): void {
  for (let step = 0; step < days.length; step++) {
    if (!Number.isFinite(days[step]) || (step > 0 && days[step]! <= days[step - 1]!)) {
      throw invalid(`days must be finite and ascend, got ${days[step]} at ${step}`);
    }
  }
  if (series.length === 0) throw invalid('the panel must have a series');
  const ids = new Set<string>();
  for (const each of series) {
    if (ids.has(each.id)) throw invalid(`series '${each.id}' is there twice`);
    ids.add(each.id);
    checkValues(each, days.length, h);
    checkCovariate(each, 'price', h, 'above 0', (value) => value > 0);
    checkCovariate(each, 'promotion', h, 'not negative', (value) => value >= 0);
  }
}

function checkValues({ id, start, y }: PanelSeries, steps: number, h: number): void {
  if (!Number.isInteger(start) || start < 0 || start + y.length + h > steps) {
    throw invalid(
      `series '${id}' must lie within the ${steps} days, got start ${start}, ${y.length} values and ${h} steps ahead`,
    );
  }
  const bad = y.findIndex((value) => value === Infinity || value === -Infinity);
  if (bad >= 0) throw invalid(`y[${bad}] of series '${id}' must be finite or NaN, got ${y[bad]}`);
  if (y.every(Number.isNaN)) throw invalid(`series '${id}' has no value`);
}

function checkCovariate(
  series: PanelSeries,
  name: Covariate,
  h: number,
  rule: string,
  holds: (value: number) => boolean,
) {
  const values = series[name];
  if (values === undefined) return;
  const { id, y } = series;
  if (values.length < y.length + h) {
    throw invalid(
      `${name} of series '${id}' must reach over the ${y.length} values and ${h} steps ahead, got ${values.length}`,
    );
  }
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    if (!Number.isNaN(value) && !(holds(value) && value < Infinity)) {
      throw invalid(`${name}[${t}] of series '${id}' must be finite and ${rule}, got ${value}`);
    }
  }
}

/** The series in the order of their ids, so that nothing depends on the order they came in. */
export function inOrder(panel: Panel): Panel {
  const series = [...panel.series].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return { ...panel, series };
}
