import { expect, it } from '@jest/globals';
import { createRng } from '../../numerics/index.js';
import { compressedErrors } from './compressed-errors.js';
import type { Growth } from './options.js';
import { negativeLogPosterior } from './posterior.js';
import { rowErrors } from './row-errors.js';
import type { ScaledHistory } from './squared-errors.js';

const MODES = {
  additive: [false, false, false],
  multiplicative: [true, true, true],
  mixed: [true, false, true],
};
const GROWTHS: Growth[] = ['linear', 'flat', 'logistic'];
const CASES = GROWTHS.flatMap((growth) => Object.entries(MODES).map(([mode, flags]) => [growth, mode, flags] as const));

/** 40 rows, two changepoints (none if flat), three columns. */
function history(growth: Growth, multiplies: readonly boolean[]): ScaledHistory {
  const rng = createRng(11);
  const t = Float64Array.from({ length: 40 }, (_, i) => i / 39);
  return {
    t,
    y: t.map((time) => 0.4 + 0.3 * time + 0.05 * rng.normal()),
    cap: growth === 'logistic' ? t.map((time) => 1.2 + 0.3 * time) : undefined,
    design: Float64Array.from({ length: 120 }, () => rng.normal()),
    multiplies,
    changepoints: growth === 'flat' ? [] : [0.25, 0.6],
  };
}

/** k, m, δ (none if flat), β, ln σ. */
function parameters(growth: Growth): Float64Array {
  return Float64Array.from([0.7, 0.2, ...(growth === 'flat' ? [] : [0.31, -0.52]), 0.11, -0.07, 0.05, -0.4]);
}

/** Central differences. */
function differences(f: (theta: Float64Array) => number, theta: Float64Array): number[] {
  return [...theta].map((value, p) => {
    const moved = (by: number) => f(Float64Array.from(theta, (other, q) => (q === p ? value + by : other)));
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  });
}

it.each(CASES)('has the gradient of the posterior: %s growth, %s terms', (growth, _mode, multiplies) => {
  const data = history(growth, multiplies);
  const f = negativeLogPosterior(rowErrors(growth, data), 40, data.changepoints.length, 0.05, [10, 0.5, 3]);
  const theta = parameters(growth);
  const gradient = new Float64Array(theta.length);
  f(theta, gradient);
  const scratch = new Float64Array(theta.length);
  differences((at) => f(at, scratch), theta).forEach((slope, p) => {
    // Differences of width 1e-5 err by 1e-10 times a third derivative of at most some thousands, and by rounding 1e-15/1e-5 of f ≈ 100.
    expect(Math.abs(slope - gradient[p]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
  });
});

it.each(CASES)('has the curvature of its errors: %s growth, %s terms', (growth, _mode, multiplies) => {
  const data = history(growth, multiplies);
  const theta = parameters(growth).slice(0, -1);
  const size = theta.length;
  // The errors of a single row give its derivatives: Σr² of one row is r², and its half-gradient r ∂r/∂θ.
  const expected = new Float64Array(size * size);
  for (let i = 0; i < 40; i++) {
    const row = rowErrors(growth, {
      ...data,
      t: data.t.slice(i, i + 1),
      y: Float64Array.of(0),
      cap: data.cap?.slice(i, i + 1),
      design: data.design.slice(3 * i, 3 * i + 3),
    });
    const scratch = new Float64Array(size);
    const slopes = differences((at) => Math.sqrt(row.sum(at, scratch)), theta);
    slopes.forEach((a, p) => slopes.forEach((b, q) => (expected[p * size + q]! += a * b)));
  }
  const curvature = rowErrors(growth, data).curvature(theta);
  curvature.forEach((value, at) => expect(Math.abs(value - expected[at]!)).toBeLessThan(1e-6));
});

it.each(['linear', 'flat'] as const)('is the same compressed, for %s growth and additive terms', (growth) => {
  const data = history(growth, MODES.additive);
  const theta = parameters(growth);
  const [rows, compressed] = [rowErrors(growth, data), compressedErrors(growth, data)];
  const [a, b] = [new Float64Array(theta.length), new Float64Array(theta.length)];
  expect(compressed.sum(theta, b)).toBeCloseTo(rows.sum(theta, a), 12);
  b.forEach((slope, p) => expect(slope).toBeCloseTo(a[p]!, 12));
  const [h, g] = [rows.curvature(theta), compressed.curvature(theta)];
  g.forEach((value, at) => expect(value).toBeCloseTo(h[at]!, 11));
});
