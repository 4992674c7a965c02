import { DomainError } from '@bellwether/errors';
import { normalTail } from './gamma.js';

/** φ(z) = e^{−z²/2}/√(2π). */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Φ⁻¹(p): Abramowitz & Stegun's rational start, good to 4.5e-4, and Halley's steps on the tail, which triple the digits each
 * time. The smaller tail is what is inverted, so that 1e-12 is as exact as 0.3.
 *
 * @param p in (0, 1).
 * @returns z with P(Z ≤ z) = p, to about twelve digits.
 * @throws INVALID_ARGUMENT when p is outside (0, 1).
 * @see Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.2.23.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new DomainError('INVALID_ARGUMENT', `p must be in (0, 1), got ${p}`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
  for (let step = 0; step < 3; step++) {
    const newton = (normalTail(z) - tail) / normalDensity(z);
    z += newton / (1 - (z * newton) / 2);
  }
  return p < 0.5 ? -z : z;
}
