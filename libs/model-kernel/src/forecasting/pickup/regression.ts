import { DomainError } from '@bellwether/errors';
import { cholesky, solveCholesky } from '../../numerics/cholesky.js';
import { checkOrigin, type BookingCurves } from './booking-curves.js';
import type { PickupMethod } from './method.js';
import { recencyMean, sameWeekdays } from './same-weekdays.js';

export interface RegressionFit {
  /** ŷ = constant + slope · on the books, for the day of the origin. */
  readonly constant: number;
  readonly slope: number;
}

export interface RegressionOptions {
  /** Same weekdays behind the usual pickup and the usual books of a day. */
  readonly weeks: number;
  /** Days after which a past day counts half. */
  readonly halfLifeDays: number;
  /** Ridge penalty in days of observations: λ. */
  readonly penalty: number;
}

const FEWEST_DAYS = 40;
const WEEKDAYS = 7;
const COLUMNS = 3 + WEEKDAYS;
/** Rounds of reweighting that turn squares into absolute errors; the fourth moves no forecast by a room. */
const ROUNDS = 4;
/** Room-nights below which an error is treated as this one when its weight is taken. */
const LEAST_ERROR = 3;

/**
 * What a day picks up beyond the usual, regressed on what is on its books, what usually is, what is usually picked up, and the
 * weekday: final − on the books − usual pickup = a + b · x over every past day, each as it stood h days before, by the least
 * relative absolute errors with a ridge penalty on b in standard deviations of x. A day ahead of its usual books picks up less.
 *
 * Absolute errors come of weights 1/max(|e|, 3) taken anew each round, relative ones of weights 1/final.
 */
export function regressionPickup(options: RegressionOptions): PickupMethod<RegressionFit> {
  return {
    title: `Regression of pickup on the books, ridge ${options.penalty}, half-life ${options.halfLifeDays} days`,
    fit: (curves, origin) => {
      checkOrigin(curves, origin);
      const { asOf, h } = origin;
      const { x, y, days } = trainingDays(curves, asOf, h, options.weeks);
      if (days.length < FEWEST_DAYS) {
        throw new DomainError(
          'FAILED_PRECONDITION',
          `a regression takes ${FEWEST_DAYS} known days, there are ${days.length}`,
        );
      }
      const base = days.map((day) => 0.5 ** ((asOf - day) / options.halfLifeDays) / Math.max(1, curves.final[day]!));
      const line = leastAbsoluteRidge(x, y, base, options.penalty);
      const target = usual(curves, asOf + h, asOf, h, options.weeks);
      // The first column is what is on the books: left open, the others are known.
      const rest = columns(0, target, asOf + h);
      let constant = line.intercept + target.pickup;
      for (let c = 1; c < COLUMNS; c++) constant += line.slopes[c]! * rest[c]!;
      return { constant, slope: 1 + line.slopes[0]! };
    },
    forecast: ({ constant, slope }, onBooks) => Math.max(0, constant + slope * onBooks),
  };
}

interface Usual {
  readonly pickup: number;
  readonly onBooks: number;
}

/** The usual pickup and books of a day's weekday at lead h, as known at the end of day `asOf`. */
function usual({ final, onBooks, days }: BookingCurves, day: number, asOf: number, h: number, weeks: number): Usual {
  const past = sameWeekdays(day, asOf, weeks);
  return {
    pickup: recencyMean(past, (other) => final[other]! - onBooks[h * days + other]!),
    onBooks: recencyMean(past, (other) => onBooks[h * days + other]!),
  };
}

function columns(onBooks: number, { pickup, onBooks: usually }: Usual, day: number): number[] {
  const row = [onBooks, pickup, usually];
  for (let weekday = 0; weekday < WEEKDAYS; weekday++) row.push(day % WEEKDAYS === weekday ? 1 : 0);
  return row;
}

/** Past days as they stood at lead h, from the first that has two months behind it. */
function trainingDays(
  curves: BookingCurves,
  asOf: number,
  h: number,
  weeks: number,
): { x: number[][]; y: number[]; days: number[] } {
  const x: number[][] = [];
  const y: number[] = [];
  const days: number[] = [];
  for (let day = h + 60; day <= asOf; day++) {
    const onBooks = curves.onBooks[h * curves.days + day]!;
    const usually = usual(curves, day, day - h, h, weeks);
    x.push(columns(onBooks, usually, day));
    y.push(curves.final[day]! - onBooks - usually.pickup);
    days.push(day);
  }
  return { x, y, days };
}

/** Least absolute errors by iterated weights, with a penalty on slopes in standard deviations of their columns. */
function leastAbsoluteRidge(
  x: readonly (readonly number[])[],
  y: readonly number[],
  base: readonly number[],
  penalty: number,
): { readonly intercept: number; readonly slopes: Float64Array } {
  let line = weightedRidge(x, y, base, penalty);
  for (let round = 1; round < ROUNDS; round++) {
    const { intercept, slopes } = line;
    const weights = base.map((weight, i) => {
      let error = y[i]! - intercept;
      for (let c = 0; c < COLUMNS; c++) error -= slopes[c]! * x[i]![c]!;
      return weight / Math.max(Math.abs(error), LEAST_ERROR);
    });
    line = weightedRidge(x, y, weights, penalty);
  }
  return line;
}

function weightedRidge(
  x: readonly (readonly number[])[],
  y: readonly number[],
  weights: readonly number[],
  penalty: number,
): { readonly intercept: number; readonly slopes: Float64Array } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scale = weights.length / total;
  const mean = (value: (i: number) => number): number => weights.reduce((sum, w, i) => sum + w * value(i), 0) / total;
  const centre = Float64Array.from({ length: COLUMNS }, (_, c) => mean((i) => x[i]![c]!));
  const spread = centre.map((middle, c) => Math.sqrt(mean((i) => (x[i]![c]! - middle) ** 2)) + 1e-9);
  const middleOfY = mean((i) => y[i]!);
  const gram = new Float64Array(COLUMNS * COLUMNS);
  const right = new Float64Array(COLUMNS);
  const z = new Float64Array(COLUMNS);
  for (let i = 0; i < y.length; i++) {
    const weight = weights[i]! * scale;
    for (let c = 0; c < COLUMNS; c++) z[c] = (x[i]![c]! - centre[c]!) / spread[c]!;
    for (let c = 0; c < COLUMNS; c++) {
      right[c]! += weight * z[c]! * (y[i]! - middleOfY);
      for (let k = 0; k <= c; k++) gram[c * COLUMNS + k]! += weight * z[c]! * z[k]!;
    }
  }
  for (let c = 0; c < COLUMNS; c++) gram[c * COLUMNS + c]! += penalty;
  const slopes = solveCholesky(cholesky(gram, COLUMNS), right).map((value, c) => value / spread[c]!);
  return { intercept: middleOfY - slopes.reduce((sum, slope, c) => sum + slope * centre[c]!, 0), slopes };
}
