import { addHolidayColumns, holidayWidth, type Holiday } from './holidays.js';
import type { Season } from './choose-seasons.js';
import { writeFourier } from './fourier.js';
import type { AdditiveTimes, TermMode } from './options.js';
import { checkFinite, regressorValues, type Regressor } from './regressors.js';

/** All that joins the trend. */
export interface Terms {
  readonly seasons: readonly Season[];
  readonly holidays: readonly Holiday[];
  readonly regressors: readonly Regressor[];
}

/** A term's place among the columns of the design matrix. */
export interface TermColumns {
  readonly name: string;
  readonly kind: 'season' | 'holiday' | 'regressor';
  readonly mode: TermMode;
  readonly priorScale: number;
  readonly offset: number;
  readonly width: number;
}

/** Columns in the order seasons, holidays, regressors. */
export function layOutTerms({ seasons, holidays, regressors }: Terms): TermColumns[] {
  let offset = 0;
  const place = (
    kind: TermColumns['kind'],
    width: number,
    { name, mode, priorScale }: Season | Holiday | Regressor,
  ) => {
    offset += width;
    return { name, kind, mode, priorScale, offset: offset - width, width };
  };
  return [
    ...seasons.map((season) => place('season', 2 * season.order, season)),
    ...holidays.map((holiday) => place('holiday', holidayWidth(holiday), holiday)),
    ...regressors.map((regressor) => place('regressor', 1, regressor)),
  ];
}

export function columnCount(columns: readonly TermColumns[]): number {
  return columns.reduce((count, { width }) => count + width, 0);
}

/**
 * The design matrix X: what each term says of each time.
 *
 * @param rows which times, shape (n,).
 * @returns shape (n, K), row by row.
 * @throws INVALID_ARGUMENT for a regressor without values or with one that is not finite, by name.
 */
export function designMatrix(
  terms: Terms,
  columns: readonly TermColumns[],
  times: AdditiveTimes,
  rows: Uint32Array,
): Float64Array {
  const width = columnCount(columns);
  const matrix = new Float64Array(rows.length * width);
  const holidaysAt = terms.seasons.length;
  const regressorsAt = holidaysAt + terms.holidays.length;
  const columnsOfDay = new Map<number, number[]>();
  terms.holidays.forEach((holiday, i) => addHolidayColumns(holiday, columns[holidaysAt + i]!.offset, columnsOfDay));
  rows.forEach((row, i) => {
    const start = i * width;
    const day = times.days[row]!;
    terms.seasons.forEach(({ periodDays, order }, s) => {
      writeFourier(day, periodDays, order, matrix, start + columns[s]!.offset);
    });
    for (const column of columnsOfDay.get(Math.floor(day)) ?? []) matrix[start + column] = 1;
  });
  terms.regressors.forEach(({ name, mean, deviation }, r) => {
    const all = regressorValues(name, times);
    const values = Float64Array.from(rows, (row) => all[row]!);
    checkFinite(name, values);
    const { offset } = columns[regressorsAt + r]!;
    values.forEach((value, i) => (matrix[i * width + offset] = (value - mean) / deviation));
  });
  return matrix;
}
