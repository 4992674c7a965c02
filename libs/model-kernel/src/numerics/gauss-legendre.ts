import { DomainError } from '@bellwether/errors';

/** A rule Σ_q weights[q] · f(points[q]) for ∫₀¹ f(t) dt. */
export interface QuadratureRule {
  /** In (0, 1), ascending, shape (n,). */
  readonly points: Float64Array;
  /** Positive, of sum 1, shape (n,). */
  readonly weights: Float64Array;
}

const NEWTON_STEPS = 100;

/**
 * The Gauss–Legendre rule of n points on [0, 1]: exact for polynomials of degree up to 2n − 1.
 *
 * The points are the roots of the Legendre polynomial P_n, found by Newton's method from Tricomi's estimate, moved from
 * [−1, 1]; the weights are 1 / ((1 − x²) P′_n(x)²).
 *
 * @param n number of points, 1 … 64.
 * @throws INVALID_ARGUMENT when n is not an integer in 1 … 64.
 * @see Abramowitz & Stegun (1964), 25.4.29 and table 25.4.
 */
export function gaussLegendre(n: number): QuadratureRule {
  if (!Number.isInteger(n) || n < 1 || n > 64) {
    throw new DomainError('INVALID_ARGUMENT', `n must be an integer in 1 … 64, got ${n}`);
  }
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    for (let step = 0; step < NEWTON_STEPS; step++) {
      const { value, slope } = legendre(n, x);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) <= 1e-16) break;
    }
    const { slope } = legendre(n, x);
    points[i] = (1 + x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** P_n(x) and its derivative, by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let before = 1;
  let value = x;
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}
