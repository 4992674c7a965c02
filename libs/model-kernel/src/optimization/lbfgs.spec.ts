import { expect, it } from '@jest/globals';
import { lasso } from './lasso.js';
import { minimizeLbfgs, type DifferentiableFunction } from './lbfgs.js';

/** Σ 100 (x_{2i} − x_{2i−1}²)² + (1 − x_{2i−1})² (Moré, Garbow & Hillstrom 1981, problem 21); least, 0, at (1, …, 1). */
const rosenbrock: DifferentiableFunction = (x, gradient) => {
  let value = 0;
  for (let i = 0; i < x.length; i += 2) {
    const bend = x[i + 1]! - x[i]! ** 2;
    const rest = 1 - x[i]!;
    value += 100 * bend ** 2 + rest ** 2;
    gradient[i] = -400 * x[i]! * bend - 2 * rest;
    gradient[i + 1] = 200 * bend;
  }
  return value;
};

/** ½ Σ aᵢ (xᵢ − bᵢ)². */
const quadratic =
  (a: readonly number[], b: readonly number[]): DifferentiableFunction =>
  (x, gradient) => {
    let value = 0;
    for (let i = 0; i < x.length; i++) {
      gradient[i] = a[i]! * (x[i]! - b[i]!);
      value += 0.5 * gradient[i]! * (x[i]! - b[i]!);
    }
    return value;
  };

it('solves the Rosenbrock problem of Moré, Garbow & Hillstrom (1981) from its usual start, in 2 and 100 dimensions', () => {
  for (const pairs of [1, 50]) {
    const start = Array.from({ length: pairs }, () => [-1.2, 1]).flat();
    const { x, value, evaluations, converged } = minimizeLbfgs(rosenbrock, start);
    expect(converged).toBe(true);
    expect(value).toBeLessThan(1e-14);
    // f ≥ (1 − x)², so |1 − x| ≤ √f for the odd ones; the even ones follow x².
    x.forEach((coordinate) => expect(Math.abs(coordinate - 1)).toBeLessThan(1e-6));
    expect(evaluations).toBeLessThan(80);
  }
});

it('finds the minimum of a quadratic whose curvatures lie six powers of ten apart', () => {
  const a = Array.from({ length: 30 }, (_, i) => 10 ** ((6 * i) / 29));
  const b = a.map((_, i) => Math.cos(i));
  const { x } = minimizeLbfgs(quadratic(a, b), new Float64Array(30), { valueTolerance: 0 });
  // The slope ends below 1e-8 · max(1, F), and the flattest curvature is 1.
  x.forEach((coordinate, i) => expect(Math.abs(coordinate - b[i]!)).toBeLessThan(1e-7));
});

it('stays inside the domain of a function that ends at a wall', () => {
  // −ln x + x has its minimum, 1, at 1, and no value for x ≤ 0.
  const wall: DifferentiableFunction = (x, gradient) => {
    gradient[0] = 1 - 1 / x[0]!;
    return x[0]! - Math.log(x[0]!);
  };
  for (const start of [1e-4, 0.3, 40]) expect(minimizeLbfgs(wall, [start]).x[0]).toBeCloseTo(1, 7);
});

it('comes near the least point of a function with kinks, absolute values as in the additive model', () => {
  // Ramps (t − τⱼ)₊ on 60 points, as changepoints make them: neighbours correlate beyond 0.99. ½ Σ error² + 0.3 Σ |xⱼ|.
  const ramps = Array.from({ length: 12 }, (_, j) => Array.from({ length: 60 }, (_, t) => Math.max(0, t - 4 * j) / 60));
  const y = Array.from({ length: 60 }, (_, t) => Math.abs(t - 24) / 10 + Math.sin(t));
  const f: DifferentiableFunction = (x, gradient) => {
    x.forEach((coordinate, j) => (gradient[j] = 0.3 * Math.sign(coordinate)));
    const squares = y.reduce((sum, observed, t) => {
      const error = ramps.reduce((fitted, ramp, j) => fitted + ramp[t]! * x[j]!, -observed);
      ramps.forEach((ramp, j) => (gradient[j]! += error * ramp[t]!));
      return sum + 0.5 * error ** 2;
    }, 0);
    return squares + x.reduce((sum, coordinate) => sum + 0.3 * Math.abs(coordinate), 0);
  };
  const inner = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, t) => sum + value * b[t]!, 0);
  const exact = lasso(
    Float64Array.from(ramps.flatMap((a) => ramps.map((b) => inner(a, b)))),
    Float64Array.from(ramps, (ramp) => inner(ramp, y)),
    0.3,
    new Float64Array(12),
  )!;
  const least = f(exact, new Float64Array(12));
  const { value } = minimizeLbfgs(f, new Float64Array(12), { patience: 5 });
  expect(value).toBeGreaterThanOrEqual(least - 1e-9);
  // It stops among the kinks, a little above; how little is measured, not promised by theory.
  expect(value - least).toBeLessThan(0.01 * least);
});

it('gives up at a bound of iterations, and says so', () => {
  const { converged, iterations } = minimizeLbfgs(rosenbrock, [-1.2, 1], { maxIterations: 3 });
  expect({ converged, iterations }).toEqual({ converged: false, iterations: 3 });
});

it('refuses a start where the function has no value', () => {
  expect(() => minimizeLbfgs(() => NaN, [0])).toThrow('the function must be finite at its start, it is NaN');
});
