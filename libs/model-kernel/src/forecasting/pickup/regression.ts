import { DomainError } from '@bellwether/errors';
import { cholesky, solveCholesky } from '../../numerics/cholesky.js';
import { checkOrigin, type BookingCurves } from './booking-curves.js';
import type { PickupMethod } from './method.js';
import { WEEK } from './same-weekdays.js';

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
const COLUMNS = 3 + WEEK;
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
      const { x, y, first } = trainingDays(curves, asOf, h, options.weeks);
      if (y.length < FEWEST_DAYS) {
        throw new DomainError(
          'FAILED_PRECONDITION',
          `a regression takes ${FEWEST_DAYS} known days, there are ${y.length}`,
        );
      }
      const base = y.map(
        (_, row) => 0.5 ** ((asOf - first - row) / options.halfLifeDays) / Math.max(1, curves.final[first + row]!),
      );
      const line = leastAbsoluteRidge(x, y, base, options.penalty);
      const target = usual(curves, asOf + h, asOf, h, options.weeks);
      // The first column is what is on the books: left open, the others are known.
      const rest = new Float64Array(COLUMNS);
      fillRow(rest, 0, 0, target, asOf + h);
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
function usual(curves: BookingCurves, day: number, asOf: number, h: number, weeks: number): Usual {
  const { final, onBooks } = curves;
  const row = h * curves.days;
  const back = Math.max(1, Math.ceil((day - asOf) / WEEK));
  let [pickup, books, count] = [0, 0, 0];
  for (let past = day - WEEK * back; past >= 0 && count < weeks; past -= WEEK) {
    pickup += final[past]! - onBooks[row + past]!;
    books += onBooks[row + past]!;
    count += 1;
  }
  if (count === 0) {
    throw new DomainError('FAILED_PRECONDITION', `no day of the weekday of day ${day} is known by day ${asOf}`);
  }
  return { pickup: pickup / count, onBooks: books / count };
}

/** Puts the columns of a day into a row of x. */
function fillRow(x: Float64Array, row: number, onBooks: number, usually: Usual, day: number): void {
  const from = row * COLUMNS;
  x[from] = onBooks;
  x[from + 1] = usually.pickup;
  x[from + 2] = usually.onBooks;
  x[from + 3 + (day % WEEK)] = 1;
}

interface TrainingDays {
  /** Shape (days, COLUMNS), by row. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The day of the first row; a row a day. */
  readonly first: number;
}

/** Past days as they stood at lead h, from the first that has two months behind it. */
function trainingDays(curves: BookingCurves, asOf: number, h: number, weeks: number): TrainingDays {
  const first = h + 60;
  const count = Math.max(0, asOf - first + 1);
  const x = new Float64Array(count * COLUMNS);
  const y = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const day = first + row;
    const onBooks = curves.onBooks[h * curves.days + day]!;
    const usually = usual(curves, day, day - h, h, weeks);
    fillRow(x, row, onBooks, usually, day);
    y[row] = curves.final[day]! - onBooks - usually.pickup;
  }
  return { x, y, first };
}

interface Line {
  readonly intercept: number;
  readonly slopes: Float64Array;
}

/** Least absolute errors by iterated weights, with a penalty on slopes in standard deviations of their columns. */
function leastAbsoluteRidge(x: Float64Array, y: Float64Array, base: Float64Array, penalty: number): Line {
  let line = weightedRidge(x, y, base, penalty);
  for (let round = 1; round < ROUNDS; round++) {
    const { intercept, slopes } = line;
    const weights = base.map((weight, i) => {
      let error = y[i]! - intercept;
      for (let c = 0; c < COLUMNS; c++) error -= slopes[c]! * x[i * COLUMNS + c]!;
      return weight / Math.max(Math.abs(error), LEAST_ERROR);
    });
    line = weightedRidge(x, y, weights, penalty);
  }
  return line;
}

function weightedRidge(x: Float64Array, y: Float64Array, weights: Float64Array, penalty: number): Line {
  const { centre, spread, middleOfY, scale } = weightedMoments(x, y, weights);
  const gram = new Float64Array(COLUMNS * COLUMNS);
  const right = new Float64Array(COLUMNS);
  const z = new Float64Array(COLUMNS);
  for (let i = 0; i < y.length; i++) {
    const weight = weights[i]! * scale;
    for (let c = 0; c < COLUMNS; c++) z[c] = (x[i * COLUMNS + c]! - centre[c]!) / spread[c]!;
    for (let c = 0; c < COLUMNS; c++) {
      right[c]! += weight * z[c]! * (y[i]! - middleOfY);
      for (let k = 0; k <= c; k++) gram[c * COLUMNS + k]! += weight * z[c]! * z[k]!;
    }
  }
  for (let c = 0; c < COLUMNS; c++) gram[c * COLUMNS + c]! += penalty;
  const slopes = solveCholesky(cholesky(gram, COLUMNS), right).map((value, c) => value / spread[c]!);
  return { intercept: middleOfY - slopes.reduce((sum, slope, c) => sum + slope * centre[c]!, 0), slopes };
}

/** Weighted means and standard deviations of the columns, and what makes the weights average 1. */
function weightedMoments(x: Float64Array, y: Float64Array, weights: Float64Array) {
  const centre = new Float64Array(COLUMNS);
  const spread = new Float64Array(COLUMNS);
  let [total, ofY] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    total += weights[i]!;
    ofY += weights[i]! * y[i]!;
    for (let c = 0; c < COLUMNS; c++) centre[c]! += weights[i]! * x[i * COLUMNS + c]!;
  }
  for (let c = 0; c < COLUMNS; c++) centre[c]! /= total;
  for (let i = 0; i < y.length; i++) {
    for (let c = 0; c < COLUMNS; c++) spread[c]! += weights[i]! * (x[i * COLUMNS + c]! - centre[c]!) ** 2;
  }
  for (let c = 0; c < COLUMNS; c++) spread[c] = Math.sqrt(spread[c]! / total) + 1e-9;
  return { centre, spread, middleOfY: ofY / total, scale: y.length / total };
}
