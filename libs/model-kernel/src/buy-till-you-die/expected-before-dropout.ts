const MOST_TERMS = 10_000_000;
const ENOUGH = 1e-16;
const RESCALE = 1e200;

/**
 * Expected purchases of a customer who is alive, of rate λ ~ Gamma(shape, 1) per unit of time, watched for a time t, and who stops
 * after each with probability p ~ Beta(a, b):
 *
 * Σ_k P(K = k) Σ_{j < k} (b)_j / (a + b)_j,
 *
 * where K, the purchases of one who never stops, is negative binomial, (shape)_k / k! · y^k (1 − y)^shape with y = t / (1 + t),
 * and (b)_j / (a + b)_j is the probability of not having stopped after j of them. It equals the closed form
 * (a + b − 1) / (a − 1) · [1 − (1 − y)^shape ₂F₁(shape, b; a + b − 1; y)], whose bracket cancels, and which has no value at a = 1;
 * here every term is positive.
 *
 * @param shape > 0. @param t ≥ 0. @param a > 0. @param b > 0.
 * @see Fader, Hardie & Lee (2005), Marketing Science 24(2), equation 10, for the closed form.
 */
export function expectedBeforeDropout(shape: number, t: number, a: number, b: number): number {
  if (t === 0) return 0;
  const y = t / (1 + t);
  // (1 − y)^shape underflows for many purchases: the terms start from 1, and their scale is kept beside.
  let logScale = -shape * Math.log1p(t);
  let weight = 1;
  let alive = 1;
  let bought = 0;
  let sum = 0;
  for (let k = 0; k < MOST_TERMS; k++) {
    weight *= ((shape + k) / (k + 1)) * y;
    bought += alive;
    alive *= (b + k) / (a + b + k);
    const term = weight * bought;
    sum += term;
    if (weight > RESCALE) {
      weight /= RESCALE;
      sum /= RESCALE;
      logScale += Math.log(RESCALE);
    }
    // Past the mode terms fall at least as fast as y^k.
    if (k > shape * t && term < ENOUGH * (1 - y) * sum) break;
  }
  return sum * Math.exp(logScale);
}
