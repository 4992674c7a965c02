import { conformalQuantile } from '@bellwether/model-kernel/conformal';
import { levelShifts } from '@bellwether/model-kernel/forecasting';
import { normalQuantile, quantile } from '@bellwether/model-kernel/numerics';

/** A day outside its band. */
export interface DailyAnomaly {
  /** Position in the series. */
  readonly at: number;
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  /** Half-widths of the band that it is off what was expected: above 1. */
  readonly severity: number;
}

export interface DailyShift {
  readonly at: number;
  readonly expected: number;
  readonly level: number;
  readonly severity: number;
}

const WEEK = 7;
/** Days whose median is the level that a day is expected at. */
const LEVEL_DAYS = 28;
/** Same weekdays whose median is the weekday's effect. */
const SAME_WEEKDAYS = 8;
/** Errors that a band is made of, at most and at least. */
const MOST_ERRORS = 200;
const FEWEST_ERRORS = 28;
/** What is on the bound but for rounding is not outside. */
const ROUNDING = 1e-9;
const MAD_TO_DEVIATION = 1.4826;
/** Of level shifts: days on each side, standard errors, and how far back they are looked for. */
const SHIFT_WINDOW = 28;
const SHIFT_THRESHOLD = 6;
const SHIFT_DAYS = 240;
/** Days after which others may have their turn. */
const DAYS_A_TURN = 250;

/**
 * Days of a series outside their band. What is expected of a day is the median of the four weeks before it and the median effect of its
 * weekday over the last eight: a spike moves neither. The band is wider of two: the normal quantile at the level of the robust deviation of
 * the last errors, and their conformal quantile (where they are too few for it, the largest); an error beyond its band counts for no more
 * than twice the band, so that one spike does not hide the next.
 *
 * A generator, since five thousand days take longer than an event loop should be held: it yields now and then, and returns the days.
 *
 * @param y shape (n,), one value a day, finite, oldest first.
 * @param level share of usual days within the band, in (0, 1).
 * @see Hampel (1974), The influence curve and its role in robust estimation, JASA 69(346), for the identifier; Lei et al. (2018), JASA
 *   113(523), for the conformal quantile.
 */
export function* dailyAnomalies(y: Float64Array, level: number): Generator<void, DailyAnomaly[], undefined> {
  const z = normalQuantile((1 + level) / 2);
  const off = new Float64Array(y.length);
  const scores: number[] = [];
  const found: DailyAnomaly[] = [];
  let half = NaN;
  for (let at = LEVEL_DAYS; at < y.length; at++) {
    if (at % DAYS_A_TURN === 0) yield;
    const centre = medianOf(y.subarray(at - LEVEL_DAYS, at));
    off[at] = y[at]! - centre;
    const before = sameWeekdays(off, at);
    const expected = centre + (before.length === 0 ? 0 : medianOf(before));
    const error = Math.abs(y[at]! - expected);
    if (at < LEVEL_DAYS + WEEK) continue;
    const known = scores.length >= FEWEST_ERRORS;
    if (known && (Number.isNaN(half) || at % WEEK === 0)) half = halfWidth(scores, level, z);
    const outside = known && error > half * (1 + ROUNDING) && half > 0;
    if (outside) {
      found.push({ at, expected, lower: expected - half, upper: expected + half, severity: error / half });
    }
    scores.push(outside ? Math.min(error, 2 * half) : error);
    if (scores.length > MOST_ERRORS) scores.shift();
  }
  return found;
}

/** Steps in the level of the last 240 days (more would hold an event loop for long), without the weekday's effect. */
export function dailyLevelShifts(y: Float64Array): DailyShift[] {
  const from = Math.max(0, y.length - SHIFT_DAYS);
  const last = y.subarray(from);
  if (last.length < 2 * SHIFT_WINDOW) return [];
  const level = last.reduce((sum, value) => sum + value, 0) / last.length;
  const effects = Array.from({ length: WEEK }, (_, weekday) =>
    medianOf(last.filter((_value, t) => t % WEEK === weekday)),
  );
  const mean = effects.reduce((sum, value) => sum + value, 0) / WEEK;
  const adjusted = last.map((value, t) => value - effects[t % WEEK]! + mean);
  // Where most days are alike any step is beyond all bounds: what is less than a hundredth of the level is none.
  const told = levelShifts(adjusted, { window: SHIFT_WINDOW, threshold: SHIFT_THRESHOLD }).filter(
    ({ before, after, severity }) => Number.isFinite(severity) && Math.abs(after - before) > 0.01 * Math.abs(level),
  );
  return told.map(({ at, before, after, severity }) => ({ at: from + at, expected: before, level: after, severity }));
}

function sameWeekdays(off: Float64Array, at: number): Float64Array {
  const weeks = Math.min(SAME_WEEKDAYS, Math.floor((at - LEVEL_DAYS) / WEEK));
  return Float64Array.from({ length: weeks }, (_, week) => off[at - WEEK * (week + 1)]!);
}

function halfWidth(scores: readonly number[], level: number, z: number): number {
  const robust = z * MAD_TO_DEVIATION * quantile(scores, 0.5);
  const conformal = conformalQuantile(scores, 1 - level);
  return Math.max(robust, Number.isFinite(conformal) ? conformal : Math.max(...scores));
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
