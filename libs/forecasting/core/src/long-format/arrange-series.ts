import { DomainError } from '@bellwether/errors';
import { inferFrequency, stepOn, type Frequency, type Grid } from './frequency.js';

/** A row of a table in long format. */
export interface LongRow {
  readonly id: string;
  /** Milliseconds UTC. */
  readonly instant: number;
  /** null where the cell is empty. */
  readonly value: number | null;
  /** What else is known of that time, by name; null where the cell is empty. */
  readonly regressors?: Readonly<Record<string, number | null>>;
}

/** One series on its grid. */
export interface ArrangedSeries {
  readonly id: string;
  readonly grid: Grid;
  /** Oldest first, from step 0 on; NaN where nothing is known. The first and the last are known. */
  readonly y: Float64Array;
  /** How many steps within it have no value. */
  readonly gaps: number;
  /** By name, from step 0 on, beyond the last value as far as rows reach; NaN where nothing is known. Left out where no row has any. */
  readonly regressors?: Readonly<Record<string, Float64Array>>;
}

/** What stands for the steps without a value. */
export type GapFilling = 'interpolate' | 'zero' | 'refuse';

/**
 * The series of a table, each sorted by time and put on the grid that starts at its first value. Empty cells at either end are
 * left out; a series without any value is not there. Rows without a value tell regressors, of the time after the last value too.
 *
 * @param frequency that of the series with the most rows, where it is left out.
 * @throws INVALID_ARGUMENT for no value at all, a repeated time within a series, times off the grid, or a frequency that cannot be told.
 */
export function arrangeSeries(rows: Iterable<LongRow>, frequency?: Frequency): ArrangedSeries[] {
  const all = byId(rows);
  const known = [...all].flatMap(([id, ofSeries]) => {
    const withValue = ofSeries.filter(hasValue);
    return withValue.length > 0 ? [[id, withValue] as const] : [];
  });
  if (known.length === 0) throw new DomainError('INVALID_ARGUMENT', 'no row has a value');
  const found =
    frequency ?? inferFrequency(longest(known.map(([, ofSeries]) => ofSeries.map(({ instant }) => instant))));
  return known.map(([id, ofSeries]) => {
    const series = onGrid(id, ofSeries, found);
    const regressors = regressorsOn(series, all.get(id)!);
    return regressors === undefined ? series : { ...series, regressors };
  });
}

type Known = LongRow & { readonly value: number };

const hasValue = (row: LongRow): row is Known => row.value !== null;

/** Rows by series, in order of time. */
function byId(rows: Iterable<LongRow>): Map<string, LongRow[]> {
  const series = new Map<string, LongRow[]>();
  for (const row of rows) {
    const ofSeries = series.get(row.id);
    if (ofSeries === undefined) series.set(row.id, [row]);
    else ofSeries.push(row);
  }
  for (const ofSeries of series.values()) ofSeries.sort((a, b) => a.instant - b.instant);
  return series;
}

function longest(series: readonly (readonly number[])[]): readonly number[] {
  return series.reduce<readonly number[]>((best, each) => (each.length > best.length ? each : best), []);
}

function onGrid(id: string, rows: readonly Known[], frequency: Frequency): ArrangedSeries {
  const grid: Grid = { frequency, origin: rows[0]!.instant };
  const steps = rows.map(({ instant }) => stepOn(grid, instant));
  const y = new Float64Array(steps.at(-1)! + 1).fill(NaN);
  rows.forEach(({ value, instant }, i) => {
    if (steps[i] === steps[i - 1]) {
      throw new DomainError('INVALID_ARGUMENT', `series '${id}' has two values at ${new Date(instant).toISOString()}`);
    }
    y[steps[i]!] = value;
  });
  return { id, grid, y, gaps: y.length - rows.length };
}

/** @throws INVALID_ARGUMENT for two rows of a time, or one off the grid. What lies before the first value is left out. */
function regressorsOn({ id, grid }: ArrangedSeries, rows: readonly LongRow[]): ArrangedSeries['regressors'] {
  const names = Object.keys(rows.find(({ regressors }) => regressors !== undefined)?.regressors ?? {});
  if (names.length === 0) return undefined;
  const fromFirst = rows.filter(({ instant }) => instant >= grid.origin);
  const steps = fromFirst.map(({ instant }) => stepOn(grid, instant));
  const twice = steps.findIndex((step, i) => step === steps[i - 1]);
  if (twice >= 0) {
    const when = new Date(fromFirst[twice]!.instant).toISOString();
    throw new DomainError('INVALID_ARGUMENT', `series '${id}' has two rows at ${when}`);
  }
  const column = (name: string): Float64Array => {
    const values = new Float64Array(steps.at(-1)! + 1).fill(NaN);
    fromFirst.forEach(({ regressors }, i) => (values[steps[i]!] = regressors?.[name] ?? NaN));
    return values;
  };
  return Object.fromEntries(names.map((name) => [name, column(name)]));
}

/**
 * A series without gaps: on the line between the neighbours, or zero where no row means that nothing was sold.
 *
 * @throws INVALID_ARGUMENT for a series with gaps where they are refused.
 */
export function fillGaps({ id, y, gaps }: ArrangedSeries, filling: GapFilling): Float64Array {
  if (gaps === 0) return y;
  if (filling === 'refuse')
    throw new DomainError('INVALID_ARGUMENT', `series '${id}' has no value at ${gaps} of its steps`);
  if (filling === 'zero') return y.map((value) => (Number.isNaN(value) ? 0 : value));
  const filled = y.slice();
  let before = 0;
  for (let i = 1; i < y.length; i++) {
    if (Number.isNaN(y[i]!)) continue;
    for (let k = before + 1; k < i; k++) filled[k] = y[before]! + ((y[i]! - y[before]!) * (k - before)) / (i - before);
    before = i;
  }
  return filled;
}
