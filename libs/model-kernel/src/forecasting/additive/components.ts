import type { AdditiveFit } from './fit.js';
import type { AdditiveTimes } from './options.js';
import { checkTimes, floorsOf, scaledCaps } from './scale-history.js';
import { columnCount, designMatrix, layOutTerms } from './terms.js';
import { bentLine, saturate } from './trend.js';

/**
 * What the model says of each time, part by part: mean = floor + (trend − floor)(1 + multiplicative) + additive.
 * An additive term is in the unit of y; a multiplicative one is a share of the trend above its floor.
 */
export interface AdditiveComponents {
  /** Expected values, shape (n,), in the unit of y. */
  readonly mean: Float64Array;
  readonly trend: Float64Array;
  /** Each season, holiday (its whole window) and regressor by name, shape (n,); they sum to the two below by mode. */
  readonly terms: Readonly<Record<string, Float64Array>>;
  /** All holidays together, shape (n,). */
  readonly holidays: Float64Array;
  /** Σ of the additive terms, in the unit of y. */
  readonly additive: Float64Array;
  /** Σ of the multiplicative terms, a share. */
  readonly multiplicative: Float64Array;
}

/** The parts with what a simulation of the trend needs of them. */
export interface ComputedComponents extends AdditiveComponents {
  /** Scaled times. */
  readonly t: Float64Array;
  /** u(t), the line with bends behind the trend. */
  readonly line: Float64Array;
  readonly cap: Float64Array | undefined;
  readonly floors: Float64Array;
}

/** @throws INVALID_ARGUMENT for times without what the model needs to know of them, by name. */
export function computeComponents(fit: AdditiveFit, times: AdditiveTimes): ComputedComponents {
  checkTimes(times);
  const rows = Uint32Array.from({ length: times.days.length }, (_, i) => i);
  const t = Float64Array.from(times.days, (day) => (day - fit.start) / fit.spanDays);
  const floors = floorsOf(fit.growth, times, rows);
  const cap = scaledCaps(fit.growth, times, rows, floors, fit.yScale);
  const line = bentLine(fit.growth, fit, fit.changepoints, t);
  const trend = saturate(fit.growth, line.slice(), cap).map((value, i) => value * fit.yScale + floors[i]!);

  const columns = layOutTerms(fit);
  const width = columnCount(columns);
  const design = designMatrix(fit, columns, times, rows);
  const totals = { additive: new Float64Array(t.length), multiplicative: new Float64Array(t.length) };
  const holidays = new Float64Array(t.length);
  const terms: Record<string, Float64Array> = {};
  for (const { name, kind, mode, offset, width: own } of columns) {
    const unit = mode === 'additive' ? fit.yScale : 1;
    const values = t.map((_, i) => unit * partOf(design, i * width + offset, fit.beta, offset, own));
    terms[name] = values;
    addTo(totals[mode], values);
    if (kind === 'holiday') addTo(holidays, values);
  }
  const mean = trend.map(
    (value, i) => floors[i]! + (value - floors[i]!) * (1 + totals.multiplicative[i]!) + totals.additive[i]!,
  );
  return { mean, trend, terms, holidays, ...totals, t, line, cap, floors };
}

function partOf(design: Float64Array, start: number, beta: readonly number[], offset: number, width: number): number {
  let sum = 0;
  for (let c = 0; c < width; c++) sum += design[start + c]! * beta[offset + c]!;
  return sum;
}

function addTo(total: Float64Array, values: Float64Array): void {
  for (let i = 0; i < total.length; i++) total[i]! += values[i]!;
}
