import { DomainError } from '@bellwether/errors';
import { inferFrequency, stepOn, type Frequency, type Grid } from './frequency.js';

/** A row of a table in long format. */
export interface LongRow {
  readonly id: string;
  /** Milliseconds UTC. */
  readonly instant: number;
  /** null where the cell is empty. */
  readonly value: number | null;
}

/** One series on its grid. */
export interface ArrangedSeries {
  readonly id: string;
  readonly grid: Grid;
  /** Oldest first, from step 0 on; NaN where nothing is known. The first and the last are known. */
  readonly y: Float64Array;
  /** How many steps within it have no value. */
  readonly gaps: number;
}

/** What stands for the steps without a value. */
export type GapFilling = 'interpolate' | 'zero' | 'refuse';

/**
 * The series of a table, each sorted by time and put on the grid that starts at its first value. Empty cells at either end are
 * left out; a series without any value is not there.
 *
 * @param frequency that of the series with the most rows, where it is left out.
 * @throws INVALID_ARGUMENT for no value at all, a repeated time within a series, times off the grid, or a frequency that cannot be told.
 */
export function arrangeSeries(rows: Iterable<LongRow>, frequency?: Frequency): ArrangedSeries[] {
  const known = [...byId(rows)].filter(([, ofSeries]) => ofSeries.length > 0);
  if (known.length === 0) throw new DomainError('INVALID_ARGUMENT', 'no row has a value');
  const found =
    frequency ?? inferFrequency(longest(known.map(([, ofSeries]) => ofSeries.map(({ instant }) => instant))));
  return known.map(([id, ofSeries]) => onGrid(id, ofSeries, found));
}

type Known = LongRow & { readonly value: number };

/** Rows with a value by series, in order of time. */
function byId(rows: Iterable<LongRow>): Map<string, Known[]> {
  const series = new Map<string, Known[]>();
  for (const row of rows) {
    if (row.value === null) continue;
    const ofSeries = series.get(row.id);
    if (ofSeries === undefined) series.set(row.id, [row as Known]);
    else ofSeries.push(row as Known);
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
