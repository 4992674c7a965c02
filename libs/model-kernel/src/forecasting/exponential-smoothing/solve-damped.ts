/**
 * δ of (N + λ diag N) δ = g, by Cholesky's factorisation; a direction that the data do not determine gets 0.
 *
 * @param normal symmetric, shape (p, p). @param gradient shape (p,). @param damping λ > 0.
 * @param step takes δ, shape (p,). @param factor scratch of shape (p, p).
 * @see Marquardt (1963), SIAM Journal on Applied Mathematics 11(2).
 */
export function solveDamped(
  normal: Float64Array,
  gradient: Float64Array,
  damping: number,
  p: number,
  step: Float64Array,
  factor: Float64Array,
): void {
  for (let k = 0; k < p; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = normal[k * p + l]! * (k === l ? 1 + damping : 1);
      for (let i = 0; i < l; i++) sum -= factor[k * p + i]! * factor[l * p + i]!;
      if (k > l) factor[k * p + l] = factor[l * p + l]! > 0 ? sum / factor[l * p + l]! : 0;
      else factor[k * p + k] = sum > normal[k * p + k]! * 1e-14 ? Math.sqrt(sum) : 0;
    }
  }
  for (let k = 0; k < p; k++) {
    let sum = gradient[k]!;
    for (let i = 0; i < k; i++) sum -= factor[k * p + i]! * step[i]!;
    step[k] = factor[k * p + k]! > 0 ? sum / factor[k * p + k]! : 0;
  }
  for (let k = p - 1; k >= 0; k--) {
    let sum = step[k]!;
    for (let i = k + 1; i < p; i++) sum -= factor[i * p + k]! * step[i]!;
    step[k] = factor[k * p + k]! > 0 ? sum / factor[k * p + k]! : 0;
  }
}
