import { orderAscending, type Rng } from '../../numerics/index.js';
import type { ComputedComponents } from './components.js';
import type { AdditiveFit } from './fit.js';
import { saturate } from './trend.js';

export interface SimulatedPaths {
  /** Draws of the trend, shape (n, draws), time by time, in the unit of y. */
  readonly trend: Float64Array;
  /** Draws of y, shape (n, draws). */
  readonly y: Float64Array;
}

/**
 * Futures of the model: beyond the history the trend bends on as often and as much as it did, at the times of a Poisson
 * process with S bends a history and by δ ~ Laplace(0, mean |δ_j|), and y has noise of deviation σ about μ. The history itself
 * has no other trend than the fitted one.
 *
 * @see Taylor & Letham (2018), Forecasting at scale, The American Statistician 72(1), §3.1.4.
 */
export function simulatePaths(fit: AdditiveFit, parts: ComputedComponents, draws: number, rng: Rng): SimulatedPaths {
  const { t, line, cap, floors, additive, multiplicative } = parts;
  const n = t.length;
  const order = orderAscending(t);
  const bends = fit.changepoints.length;
  const scale = bends === 0 ? 0 : fit.delta.reduce((sum, delta) => sum + Math.abs(delta), 0) / bends;
  const ahead = Math.max(0, t[order[n - 1]!]! - 1);
  const paths = { trend: new Float64Array(n * draws), y: new Float64Array(n * draws) };
  const path = new Float64Array(n);
  const noise = fit.sigma * fit.yScale;
  for (let draw = 0; draw < draws; draw++) {
    const times = Float64Array.from({ length: rng.poisson(bends * ahead) }, () => 1 + ahead * rng.next()).sort();
    const sizes = times.map(() => laplace(scale, rng));
    path.set(line);
    addBends(path, t, order, times, sizes);
    saturate(fit.growth, path, cap);
    for (let i = 0; i < n; i++) {
      const above = path[i]! * fit.yScale;
      paths.trend[i * draws + draw] = floors[i]! + above;
      paths.y[i * draws + draw] = floors[i]! + above * (1 + multiplicative[i]!) + additive[i]! + noise * rng.normal();
    }
  }
  return paths;
}

/** Adds Σ δ_j (t − τ_j)₊ in one pass over the times in order. */
function addBends(
  path: Float64Array,
  t: Float64Array,
  order: Uint32Array,
  times: Float64Array,
  sizes: Float64Array,
): void {
  let slope = 0;
  let height = 0;
  let passed = 0;
  for (const i of order) {
    for (; passed < times.length && times[passed]! < t[i]!; passed++) {
      slope += sizes[passed]!;
      height -= sizes[passed]! * times[passed]!;
    }
    path[i]! += slope * t[i]! + height;
  }
}

function laplace(scale: number, rng: Rng): number {
  const size = scale * rng.exponential();
  return rng.next() < 0.5 ? -size : size;
}
