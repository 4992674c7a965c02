import type { EmpiricalDistribution } from './empirical-distribution.js';

export interface TwoSampleTest {
  readonly statistic: number;
  readonly pValue: number;
}

/** Up to so many cells the exact distribution is worked out, at a few nanoseconds a cell. */
const MOST_CELLS = 4_000_000;

/**
 * The two-sample test of Kolmogorov and Smirnov, two-sided: D = sup |F_a − F_b|, and how often chance alone would make it
 * as large. Exact for samples whose sizes multiply to at most four million; beyond, by the limit distribution, with
 * Stephens's correction for size.
 *
 * @see Hodges (1958), The significance probability of the Smirnov two-sample test, Ark. Mat. 3; Stephens (1970), JRSS B 32.
 */
export function kolmogorovSmirnov(a: EmpiricalDistribution, b: EmpiricalDistribution): TwoSampleTest {
  const statistic = largestGap(a, b);
  const [m, n] = [a.total, b.total];
  if (m * n <= MOST_CELLS) return { statistic, pValue: exactTail(statistic, m, n) };
  const effective = Math.sqrt((m / (m + n)) * n);
  return { statistic, pValue: kolmogorovTail((effective + 0.12 + 0.11 / effective) * statistic) };
}

function largestGap(a: EmpiricalDistribution, b: EmpiricalDistribution): number {
  let [i, j, ofA, ofB, most] = [0, 0, 0, 0, 0];
  while (i < a.values.length && j < b.values.length) {
    const x = Math.min(a.values[i]!, b.values[j]!);
    if (a.values[i] === x) ofA += a.counts[i++]!;
    if (b.values[j] === x) ofB += b.counts[j++]!;
    most = Math.max(most, Math.abs(ofA / a.total - ofB / b.total));
  }
  return most;
}

/**
 * P(D ≥ d) when both samples are of one continuous distribution: one minus the share of the lattice paths from (0, 0) to
 * (m, n) that stay nearer than d to the diagonal, each step weighted so that the sum stays a probability.
 */
function exactTail(d: number, m: number, n: number): number {
  // D is a multiple of 1 / (m n): half of one below it, so that rounding decides nothing.
  const limit = (0.5 + Math.floor(d * m * n - 1e-7)) / (m * n);
  const within = new Float64Array(n + 1);
  for (let j = 0; j <= n && j / n <= limit; j++) within[j] = 1;
  for (let i = 1; i <= m; i++) {
    const weight = i / (i + n);
    // Beyond these the paths are too far from the diagonal: their share is 0, and stays so.
    const first = Math.max(0, Math.ceil((i / m - limit) * n));
    const last = Math.min(n, Math.floor((i / m + limit) * n));
    if (first > 0) within[first - 1] = 0;
    let left = 0;
    for (let j = first; j <= last; j++) within[j] = left = weight * within[j]! + left;
  }
  return Math.min(1, Math.max(0, 1 - within[n]!));
}

/**
 * The tail of Kolmogorov's limit distribution: 2 Σ (−1)^{k−1} e^{−2k²x²}; for small x by Jacobi's form of the same sum.
 *
 * @see Kolmogorov (1933); Marsaglia, Tsang & Wang (2003), J. Stat. Softw. 8(18).
 */
export function kolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    let sum = 0;
    for (let k = 1; k <= 9; k += 2) sum += Math.exp((-k * k * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 10; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}
