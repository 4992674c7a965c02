import { DomainError } from '@bellwether/errors';

/** From here on the asymptotic series has its full digits. */
const LARGE = 10;

/**
 * ψ(x) = d ln Γ(x) / dx for x > 0: moved up to x ≥ 10 by ψ(x) = ψ(x + 1) − 1/x, then by its asymptotic series, to about 1e-15.
 *
 * @throws INVALID_ARGUMENT unless x > 0.
 * @see Abramowitz & Stegun (1964), 6.3.5 and 6.3.18.
 */
export function digamma(x: number): number {
  if (!(x > 0)) throw new DomainError('INVALID_ARGUMENT', `x must be positive, got ${x}`);
  let shift = 0;
  let y = x;
  while (y < LARGE) {
    shift += 1 / y;
    y += 1;
  }
  const s = 1 / (y * y);
  const series =
    s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - s * (691 / 32760 - s / 12))))));
  return Math.log(y) - 0.5 / y - series - shift;
}
