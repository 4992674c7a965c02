import { logRisingFactorial, risingFactorialSlope } from '../numerics/index.js';
import { drawTime, drawTrials } from './dropout-draws.js';
import { expectedBeforeDropout } from './expected-before-dropout.js';
import type { BuyTillYouDieModel } from './model.js';

type Theta = readonly [r: number, alpha: number, a: number, b: number];

/**
 * BG/NBD and its modification MBG/NBD: purchases come as a Poisson process of rate λ ~ Gamma(r, α), and after each the customer
 * stops with probability p ~ Beta(a, b). In MBG/NBD (m = 1) so it is after the first purchase too; in BG/NBD (m = 0) a
 * customer without a repeat purchase is always alive.
 *
 * L = Γ(r + x) / Γ(r) · α^r · B(a, b + x + m) / B(a, b) · (α + T)^−(r + x) · (1 + e^u),
 * e^u = a / (b + x + m − 1) · ((α + T) / (α + t_x))^(r + x), without it where x + m = 0; P(alive) = 1 / (1 + e^u).
 *
 * @see Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), equations 6 and 10.
 * @see Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for customer base analysis,
 * International Journal of Research in Marketing 24(3).
 */
function betaGeometricNbd(name: string, m: 0 | 1): BuyTillYouDieModel {
  /** u: the log odds of having stopped. */
  const logOddsDead = (theta: Float64Array, x: number, tx: number, T: number): number => {
    const r = theta[0]!;
    const alpha = theta[1]!;
    const a = theta[2]!;
    const b = theta[3]!;
    if (x + m === 0) return -Infinity;
    return Math.log(a / (b + x + m - 1)) + (r + x) * Math.log((alpha + T) / (alpha + tx));
  };
  return {
    name,
    parameters: ['r', 'alpha', 'a', 'b'],
    discrete: false,
    covariateSigns: { alpha: -1, a: 1, b: 1 },
    starts: (rate) => [
      [0.25, 0.25 / rate, 0.8, 2.5],
      [1, 1 / rate, 0.3, 3],
      [0.5, 0.1 / rate, 1.5, 1.5],
    ],
    logLikelihood(theta, x, tx, T, gradient) {
      const r = theta[0]!;
      const alpha = theta[1]!;
      const a = theta[2]!;
      const b = theta[3]!;
      const n = x + m;
      const u = logOddsDead(theta, x, tx, T);
      const dead = 1 / (1 + Math.exp(-u));
      const inverseT = 1 / (alpha + T);
      const inverseTx = 1 / (alpha + tx);
      const shrink = Math.log(alpha * inverseT);
      const bothSlope = risingFactorialSlope(a + b, n);
      const deadByB = n === 0 ? 0 : dead / (b + n - 1);
      gradient[0] = r * (risingFactorialSlope(r, x) + shrink + dead * Math.log(inverseTx / inverseT));
      gradient[1] = alpha * (r / alpha - (r + x) * (inverseT + dead * (inverseTx - inverseT)));
      gradient[2] = dead - a * bothSlope;
      gradient[3] = b * (risingFactorialSlope(b, n) - bothSlope - deadByB);
      const rate = logRisingFactorial(r, x) + r * shrink + x * Math.log(inverseT);
      return rate + logRisingFactorial(b, n) - logRisingFactorial(a + b, n) + log1pExpOf(u);
    },
    probabilityAlive: (theta, { x, tx, T }) => 1 / (1 + Math.exp(logOddsDead(theta, x, tx, T))),
    expectedPurchases(theta, history, t) {
      const [r, alpha, a, b] = theta as unknown as Theta;
      const { x, T } = history;
      return this.probabilityAlive(theta, history) * expectedBeforeDropout(r + x, t / (alpha + T), a, b + x + m);
    },
    drawPurchases(theta, { x, T }, t, rng) {
      const [r, alpha, a, b] = theta as unknown as Theta;
      const wanted = rng.poisson((rng.gamma(r + x) / (alpha + T)) * t);
      return Math.min(wanted, drawTrials(rng.beta(a, b + x + m), rng));
    },
    simulate(theta, T, rng) {
      const [r, alpha, a, b] = theta as unknown as Theta;
      const rate = rng.gamma(r) / alpha;
      const p = rng.beta(a, b);
      const last = drawTrials(p, rng) - m;
      let x = 0;
      let tx = 0;
      while (x < last) {
        const next = tx + drawTime(rate, rng);
        if (!(next <= T)) break;
        tx = next;
        x += 1;
      }
      return { x, tx };
    },
  };
}

/** ln(1 + e^u), also where e^u overflows. */
const log1pExpOf = (u: number): number => (u > 0 ? u + Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u)));

export const bgNbd = betaGeometricNbd('bg-nbd', 0);
export const mbgNbd = betaGeometricNbd('mbg-nbd', 1);
