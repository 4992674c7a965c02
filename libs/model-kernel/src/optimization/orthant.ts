/**
 * The steepest slope of F(x) = f(x) + Σ cᵢ |xᵢ|: f′ᵢ + cᵢ sign xᵢ, and at xᵢ = 0 the one-sided derivative that points
 * downhill, or 0 where neither does. F is least where it vanishes.
 *
 * @param gradient ∇f(x).
 * @param weights c ≥ 0.
 * @param out written.
 * @see Andrew & Gao (2007), Scalable training of L1-regularized log-linear models, ICML, equation 4.
 */
export function pseudoGradient(
  x: Float64Array,
  gradient: Float64Array,
  weights: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < x.length; i++) {
    const slope = gradient[i]!;
    const weight = weights[i]!;
    if (x[i] !== 0) out[i] = slope + weight * Math.sign(x[i]!);
    else if (slope + weight < 0) out[i] = slope + weight;
    else if (slope - weight > 0) out[i] = slope - weight;
    else out[i] = 0;
  }
}

/** Sets to 0 what crossed to the other side of 0: within an orthant F is smooth. Coordinates without a weight are free. */
export function projectOnOrthant(
  candidate: Float64Array,
  x: Float64Array,
  pseudo: Float64Array,
  weights: Float64Array,
): void {
  for (let i = 0; i < x.length; i++) {
    if (weights[i] === 0) continue;
    const side = x[i] !== 0 ? x[i]! : -pseudo[i]!;
    if (candidate[i]! * side <= 0) candidate[i] = 0;
  }
}

/** Σ cᵢ |xᵢ|. */
export function absoluteSum(x: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += weights[i]! * Math.abs(x[i]!);
  return sum;
}
