import fc from 'fast-check';
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

it('soft-thresholds, the closed form of a separable quadratic with absolute values', () => {
  const curvature = fc.double({ min: 0.1, max: 50, noNaN: true });
  const centre = fc.double({ min: -5, max: 5, noNaN: true });
  const weight = fc.double({ min: 0, max: 20, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(curvature, centre, weight), { minLength: 1, maxLength: 20 }), (terms) => {
      const [a, b, c] = [terms.map((t) => t[0]), terms.map((t) => t[1]), terms.map((t) => t[2])];
      const { x } = minimizeLbfgs(quadratic(a, b), new Float64Array(a.length), {
        absoluteWeights: c,
        valueTolerance: 0,
      });
      x.forEach((coordinate, i) => {
        const expected = Math.sign(b[i]!) * Math.max(0, Math.abs(b[i]!) - c[i]! / a[i]!);
        // A slope of 1e-8 · max(1, F) with F ≤ ½ · 20 · 50 · 25, over the least curvature, 0.1.
        expect(Math.abs(coordinate - expected)).toBeLessThan(1.3e-3);
        if (Math.abs(b[i]!) < 0.99 * (c[i]! / a[i]!)) expect(coordinate).toBe(0);
      });
    }),
  );
});

it('meets the optimality conditions of a correlated regression with absolute values, as the changepoints have it', () => {
  // Ramps (t − τⱼ)₊ on 60 points: neighbours correlate beyond 0.99. Half the squared error, weights 0.3.
  const ramps = Array.from({ length: 12 }, (_, j) => Array.from({ length: 60 }, (_, t) => Math.max(0, t - 4 * j) / 60));
  const y = Array.from({ length: 60 }, (_, t) => Math.abs(t - 24) / 10 + Math.sin(t));
  const smooth: DifferentiableFunction = (x, gradient) => {
    gradient.fill(0);
    return y.reduce((sum, observed, t) => {
      const error = ramps.reduce((fitted, ramp, j) => fitted + ramp[t]! * x[j]!, -observed);
      ramps.forEach((ramp, j) => (gradient[j]! += error * ramp[t]!));
      return sum + 0.5 * error ** 2;
    }, 0);
  };
  const weights = new Float64Array(12).fill(0.3);
  const { x } = minimizeLbfgs(smooth, new Float64Array(12), { absoluteWeights: weights, valueTolerance: 1e-15 });
  const gradient = new Float64Array(12);
  smooth(x, gradient);
  x.forEach((coordinate, j) => {
    if (coordinate === 0) expect(Math.abs(gradient[j]!)).toBeLessThanOrEqual(0.3 + 1e-6);
    else expect(Math.abs(gradient[j]! + 0.3 * Math.sign(coordinate))).toBeLessThan(1e-4);
  });
  expect(x.filter((coordinate) => coordinate === 0).length).toBeGreaterThan(3);
});

it('refuses a start without a value and weights that do not fit', () => {
  expect(() => minimizeLbfgs(() => NaN, [0])).toThrow('the function must be finite at its start, it is NaN');
  expect(() => minimizeLbfgs(rosenbrock, [0, 0], { absoluteWeights: [1] })).toThrow('absoluteWeights must be 2');
  expect(() => minimizeLbfgs(rosenbrock, [0, 0], { absoluteWeights: [1, -1] })).toThrow('absoluteWeights must be 2');
});
