import { logistic } from '../../numerics/index.js';
import type { Growth } from './options.js';

/** The trend's own parameters, in scaled time and value. */
export interface TrendParameters {
  /** Growth rate at the start. */
  readonly k: number;
  /** Offset: the value at t = 0 (linear, flat), or the time of half the capacity (logistic). */
  readonly m: number;
  /** Bends δ_j of the rate at the changepoints, shape (S,). */
  readonly delta: ArrayLike<number>;
}

/**
 * The line with bends u(t) = k t + b + Σ_j δ_j (t − τ_j)₊ behind every trend:
 * g(t) = u(t) with b = m (linear); g(t) = C(t) / (1 + e^{−u(t)}) with b = −k m (logistic); g(t) = m (flat).
 *
 * Taylor & Letham write the logistic trend as a rate k + Σ δ_j times t − (m + Σ γ_j), with γ_j such that it is continuous. That
 * is this u, and needs no division by a rate that may pass through 0.
 *
 * @param t scaled times, any order, shape (n,).
 * @param changepoints τ, ascending, shape (S,).
 * @returns u, shape (n,).
 * @see Taylor & Letham (2018), Forecasting at scale, The American Statistician 72(1), equations 2–4.
 */
export function bentLine(
  growth: Growth,
  { k, m, delta }: TrendParameters,
  changepoints: ArrayLike<number>,
  t: Float64Array,
): Float64Array {
  if (growth === 'flat') return new Float64Array(t.length).fill(m);
  const b = growth === 'logistic' ? -k * m : m;
  return t.map((time) => {
    let value = k * time + b;
    for (let j = 0; j < changepoints.length && changepoints[j]! < time; j++) {
      value += delta[j]! * (time - changepoints[j]!);
    }
    return value;
  });
}

/** g of u, in place: a capacity times the logistic curve, or u as it is. @param cap scaled, above the floor; for logistic growth. */
export function saturate(growth: Growth, line: Float64Array, cap: Float64Array | undefined): Float64Array {
  if (growth === 'logistic') for (let i = 0; i < line.length; i++) line[i] = cap![i]! * logistic(line[i]!);
  return line;
}

/**
 * k and m of the trend through the first and the last observation (through the mean, if flat), where the fit starts.
 *
 * @param y scaled, oldest first. @param cap scaled, above the floor; for logistic growth.
 */
export function initialTrend(growth: Growth, y: Float64Array, cap: Float64Array | undefined): { k: number; m: number } {
  const last = y.length - 1;
  if (growth === 'flat') return { k: 0, m: y.reduce((sum, value) => sum + value, 0) / y.length };
  if (growth === 'linear') return { k: y[last]! - y[0]!, m: y[0]! };
  const startLogit = odds(y[0]!, cap![0]!);
  let endLogit = odds(y[last]!, cap![last]!);
  // Without growth the time of half the capacity would be nowhere.
  if (Math.abs(startLogit - endLogit) <= 0.01) endLogit += 0.05;
  const k = endLogit - startLogit;
  return { k, m: -startLogit / k };
}

/** ln(y / (C − y)), with y kept within 1–99 % of C. */
function odds(y: number, cap: number): number {
  const share = Math.min(0.99, Math.max(0.01, y / cap));
  return Math.log(share / (1 - share));
}
