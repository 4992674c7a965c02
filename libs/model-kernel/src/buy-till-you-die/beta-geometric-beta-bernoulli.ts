import { logRisingFactorial, risingFactorialSlope } from '../numerics/index.js';
import { drawTrials } from './dropout-draws.js';
import type { BuyTillYouDieModel } from './model.js';

type Theta = readonly [alpha: number, beta: number, gamma: number, delta: number];

/** ln of (a)_i (b)_j / (a + b)_{i + j} = B(a + i, b + j) / B(a, b). */
const logBetaRatio = (a: number, b: number, i: number, j: number): number =>
  logRisingFactorial(a, i) + logRisingFactorial(b, j) - logRisingFactorial(a + b, i + j);

/**
 * ln of the chance to buy so at x of the opportunities up to `last`, and to stop right after it; or, where `stops` is 0, to be alive
 * after it. The gradient by ln θ, times `share`, is added to.
 */
function addTerm(theta: Theta, x: number, last: number, stops: 0 | 1, share: number, gradient: Float64Array): void {
  const [alpha, beta, gamma, delta] = theta;
  const both = risingFactorialSlope(alpha + beta, last);
  const either = risingFactorialSlope(gamma + delta, last + stops);
  gradient[0]! += share * alpha * (risingFactorialSlope(alpha, x) - both);
  gradient[1]! += share * beta * (risingFactorialSlope(beta, last - x) - both);
  gradient[2]! += share * gamma * (risingFactorialSlope(gamma, stops) - either);
  gradient[3]! += share * delta * (risingFactorialSlope(delta, last) - either);
}

const logTerm = ([alpha, beta, gamma, delta]: Theta, x: number, last: number, stops: 0 | 1): number =>
  logBetaRatio(alpha, beta, x, last - x) + logBetaRatio(gamma, delta, stops, last);

/**
 * BG/BB, for opportunities that come one after the other (a donation a year, a cruise a season): at each a customer has stopped with
 * probability θ ~ Beta(γ, δ), and buys, if not, with probability p ~ Beta(α, β). With t_x the last purchase of n opportunities
 *
 * L = B(α + x, β + n − x) / B(α, β) · B(γ, δ + n) / B(γ, δ)
 *   + Σ_{i = 0}^{n − t_x − 1} B(α + x, β + t_x − x + i) / B(α, β) · B(γ + 1, δ + t_x + i) / B(γ, δ).
 *
 * @see Fader, Hardie & Shang (2010), Customer-base analysis in a discrete-time noncontractual setting, Marketing Science 29(6),
 * equations 6, 11 and 13.
 */
export const bgBb: BuyTillYouDieModel = {
  name: 'bg-bb',
  parameters: ['alpha', 'beta', 'gamma', 'delta'],
  discrete: true,
  covariateSigns: { alpha: 1, beta: -1, gamma: 1, delta: -1 },
  starts: (rate) => [
    [1, 1, 0.5, 2],
    [Math.max(0.1, rate), 1, 0.2, 4],
    [0.5, 0.5, 1, 10],
  ],
  logLikelihood(theta, x, tx, n, gradient) {
    const parameters = theta as unknown as Theta;
    const alive = logTerm(parameters, x, n, 0);
    const terms = Array.from({ length: n - tx }, (_, i) => logTerm(parameters, x, tx + i, 1));
    const most = Math.max(alive, ...terms);
    const sum = terms.reduce((sum, term) => sum + Math.exp(term - most), Math.exp(alive - most));
    gradient.fill(0);
    addTerm(parameters, x, n, 0, Math.exp(alive - most) / sum, gradient);
    terms.forEach((term, i) => addTerm(parameters, x, tx + i, 1, Math.exp(term - most) / sum, gradient));
    return most + Math.log(sum);
  },
  probabilityAlive(theta, { x, tx, T }) {
    const parameters = theta as unknown as Theta;
    const alive = logTerm(parameters, x, T, 0);
    let odds = 0;
    for (let last = tx; last < T; last++) odds += Math.exp(logTerm(parameters, x, last, 1) - alive);
    return 1 / (1 + odds);
  },
  /** E[p] Σ_{i = 1}^t E[(1 − θ)^i] = (α + x) / (α + β + n) · Σ_i (δ + n)_i / (γ + δ + n)_i, of one alive; t is an integer. */
  expectedPurchases(theta, history, t) {
    const [alpha, beta, gamma, delta] = theta as unknown as Theta;
    const { x, T } = history;
    let lasting = 0;
    for (let i = 0, stays = 1; i < t; i++) {
      stays *= (delta + T + i) / (gamma + delta + T + i);
      lasting += stays;
    }
    return ((alpha + x) / (alpha + beta + T)) * lasting * this.probabilityAlive(theta, history);
  },
  drawPurchases(theta, { x, T }, t, rng) {
    const [alpha, beta, gamma, delta] = theta as unknown as Theta;
    const left = Math.min(t, drawTrials(rng.beta(gamma, delta + T), rng) - 1);
    return rng.binomial(left, rng.beta(alpha + x, beta + T - x));
  },
  simulate(theta, T, rng) {
    const [alpha, beta, gamma, delta] = theta as unknown as Theta;
    const left = Math.min(T, drawTrials(rng.beta(gamma, delta), rng) - 1);
    const p = rng.beta(alpha, beta);
    let x = 0;
    let tx = 0;
    for (let i = 1; i <= left; i++) {
      if (!(rng.next() < p)) continue;
      x += 1;
      tx = i;
    }
    return { x, tx };
  },
};
