import { DomainError } from '@bellwether/errors';
import { orderAscending } from '../../numerics/index.js';
import type { AdditiveHistory, AdditiveTimes, Growth } from './options.js';

/** Units of the fit: t = (day − start) / span, and y = (value − floor) / yScale. */
export interface Scales {
  /** First day of the history, since 1970-01-01. */
  readonly start: number;
  readonly spanDays: number;
  /** Largest |y − floor|, in the unit of y. */
  readonly yScale: number;
}

/**
 * Rows that have a y, in order of time; equal times keep their order.
 *
 * @throws INVALID_ARGUMENT for lengths that differ, a time that is not finite, an infinite y, fewer than two rows with a y, or
 *   all of them at one time.
 */
export function keptRows({ days, y }: AdditiveHistory): Uint32Array {
  checkTimes({ days });
  if (y.length !== days.length) fail(`y must have a value for each of ${days.length} times, it has ${y.length}`);
  const kept: number[] = [];
  for (let i = 0; i < y.length; i++) {
    if (Math.abs(y[i]!) === Infinity) fail(`y[${i}] must be finite, or NaN where it is missing; got ${y[i]}`);
    if (!Number.isNaN(y[i]!)) kept.push(i);
  }
  if (kept.length < 2) fail(`the history must have at least 2 values of y, it has ${kept.length}`);
  const order = orderAscending(kept.map((row) => days[row]!)).map((i) => kept[i]!);
  if (days[order[0]!] === days[order[order.length - 1]!]) fail(`the history must have at least 2 different times`);
  return order;
}

/** @throws INVALID_ARGUMENT for a time that is not finite, or none at all. */
export function checkTimes({ days }: Pick<AdditiveTimes, 'days'>): void {
  if (days.length === 0) fail('there must be at least one time, got none');
  for (let i = 0; i < days.length; i++) {
    if (!Number.isFinite(days[i])) fail(`days[${i}] must be finite, got ${days[i]}`);
  }
}

/** Floors of some rows, in the unit of y: 0 unless the growth is logistic. */
export function floorsOf(growth: Growth, times: AdditiveTimes, rows: Uint32Array): Float64Array {
  if (growth !== 'logistic' || !times.floor) return new Float64Array(rows.length);
  return valuesAt('floor', times.floor, times, rows);
}

/**
 * Capacities above the floor in scaled units; undefined unless the growth is logistic.
 *
 * @throws INVALID_ARGUMENT where a capacity is absent, not finite, or not above its floor.
 */
export function scaledCaps(
  growth: Growth,
  times: AdditiveTimes,
  rows: Uint32Array,
  floors: Float64Array,
  yScale: number,
): Float64Array | undefined {
  if (growth !== 'logistic') return undefined;
  if (!times.cap) return fail('logistic growth needs cap, a capacity for each time');
  const caps = valuesAt('cap', times.cap, times, rows);
  return caps.map((cap, i) => {
    if (!(cap > floors[i]!)) fail(`cap must be above the floor, got ${cap} above ${floors[i]} at ${rows[i]}`);
    return (cap - floors[i]!) / yScale;
  });
}

/** @param y of the kept rows, above their floors. A series of zeros keeps its unit. */
export function scalesOf(days: Float64Array, y: Float64Array): Scales {
  const start = days[0]!;
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { start, spanDays: days[days.length - 1]! - start, yScale: largest === 0 ? 1 : largest };
}

function valuesAt(name: string, values: ArrayLike<number>, { days }: AdditiveTimes, rows: Uint32Array): Float64Array {
  if (values.length !== days.length) {
    fail(`${name} must have a value for each of ${days.length} times, it has ${values.length}`);
  }
  return Float64Array.from(rows, (row) => {
    if (!Number.isFinite(values[row])) fail(`${name}[${row}] must be finite, got ${values[row]}`);
    return values[row]!;
  });
}

function fail(message: string): never {
  throw new DomainError('INVALID_ARGUMENT', message);
}
