import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nelderMead } from './index.js';

const rosenbrock = ([x, y]: Float64Array): number => 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2;

it('finds the minimum of Rosenbrock’s valley from its classical start', () => {
  const { point, value, converged } = nelderMead(rosenbrock, [-1.2, 1], { tolerance: 1e-14, mostEvaluations: 1000 });
  // The simplex stops on values: a value of 1e-14 leaves about its root in the variables, a hundredfold along the valley.
  expect(Math.hypot(point[0]! - 1, point[1]! - 1)).toBeLessThan(1e-5);
  expect(value).toBeLessThan(1e-10);
  expect(converged).toBe(true);
});

it('finds the minimum of any convex parabola to its bounds', () => {
  const finite = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const { point } = nelderMead(([x, y]) => (x! - a) ** 2 + 3 * (y! - b) ** 2, [0, 0], {
        ...{ lower: [-1, -2], upper: [1, 2], edges: [0.5, 0.5], mostEvaluations: 2000 },
      });
      expect(point[0]).toBeCloseTo(Math.min(Math.max(a, -1), 1), 3);
      expect(point[1]).toBeCloseTo(Math.min(Math.max(b, -2), 2), 3);
    }),
  );
});

it('never evaluates outside the bounds, and stops at the most evaluations', () => {
  let outside = 0;
  const { evaluations, converged } = nelderMead(
    ([x, y]) => {
      if (x! < 0 || y! > 1) outside += 1;
      return rosenbrock(Float64Array.of(x!, y!));
    },
    [0.5, 1],
    { lower: [0, -3], upper: [2, 1], mostEvaluations: 30 },
  );
  expect(outside).toBe(0);
  // A shrinkage under way is finished.
  expect(evaluations).toBeLessThanOrEqual(30 + 4);
  expect(converged).toBe(false);
});

it('steps back from where the function is no number', () => {
  const { point } = nelderMead(([x]) => (x! < 0 ? NaN : (x! - 0.01) ** 2), [1], { mostEvaluations: 500 });
  expect(point[0]).toBeCloseTo(0.01, 4);
});

it('is deterministic', () => {
  const run = (): unknown => nelderMead(rosenbrock, [-1.2, 1]);
  expect(run()).toEqual(run());
});

it.each([
  ['an empty start', [], {}, /at least one variable/],
  ['a start outside its bounds', [2], { upper: [1] }, /start\[0\] must be in \[-Infinity, 1\], got 2/],
  ['a start of no value', [-1], {}, /finite at the start/],
])('refuses %s', (_, start, options, message) => {
  expect(() => nelderMead(([x]) => (x! < 0 ? NaN : x!), start, options)).toThrow(message);
});
