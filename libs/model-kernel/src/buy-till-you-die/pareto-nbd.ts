import { hypergeometricOne, logRisingFactorial, risingFactorialSlope } from '../numerics/index.js';
import { drawTime } from './dropout-draws.js';
import type { BuyTillYouDieModel } from './model.js';

/** The odds, as a logarithm, of stopping after t over being alive then; with its derivatives by θ. */
interface LogOdds {
  value: number;
  r: number;
  alpha: number;
  s: number;
  beta: number;
}

const none = (): LogOdds => ({ value: 0, r: 0, alpha: 0, s: 0, beta: 0 });
/** Of one likelihood at a time; no call outlives them. */
const scratch = { F: { log: 0, byB: 0, byC: 0, byZ: 0 }, atRecency: none(), atAge: none() };

/**
 * ln h(t), h(t) = ∫_t^∞ s (α + τ)^−(r + x) (β + τ)^−(s + 1) dτ / [(α + t)^−(r + x) (β + t)^−s].
 *
 * The integral is Fader & Hardie's A₀ term; by Euler's transformation of its ₂F₁ (Abramowitz & Stegun 15.3.3)
 * h = s / (r + s + x) · ₂F₁(1, r + x; r + s + x + 1; (α − β) / (α + t)) for α ≥ β, and else
 * h = s / (r + s + x) · (α + t) / (β + t) · ₂F₁(1, s + 1; r + s + x + 1; (β − α) / (β + t)).
 */
function logOddsFrom(t: number, x: number, theta: Float64Array, odds: LogOdds): LogOdds {
  const r = theta[0]!;
  const alpha = theta[1]!;
  const s = theta[2]!;
  const beta = theta[3]!;
  const total = r + s + x;
  const a = alpha + t;
  const b = beta + t;
  const ofRate = alpha >= beta;
  const gap = ofRate ? alpha - beta : beta - alpha;
  const F = hypergeometricOne(ofRate ? r + x : s + 1, total + 1, gap / (ofRate ? a : b), scratch.F);
  odds.value = Math.log(s / total) + F.log + (ofRate ? 0 : Math.log(a / b));
  odds.r = F.byC - 1 / total + (ofRate ? F.byB : 0);
  odds.s = F.byC - 1 / total + 1 / s + (ofRate ? 0 : F.byB);
  odds.alpha = ofRate ? (F.byZ * b) / (a * a) : 1 / a - F.byZ / b;
  odds.beta = ofRate ? -F.byZ / a : (F.byZ * a) / (b * b) - 1 / b;
  return odds;
}

/** ln of (α + t)^−(r + x) (β + t)^−s at t_x over that at T. */
const logDecay = (theta: Float64Array, x: number, tx: number, T: number): number =>
  (theta[0]! + x) * Math.log((theta[1]! + T) / (theta[1]! + tx)) +
  theta[2]! * Math.log((theta[3]! + T) / (theta[3]! + tx));

/**
 * Pareto/NBD: purchases come as a Poisson process of rate λ ~ Gamma(r, α) until the customer stops after an exponential time of rate
 * μ ~ Gamma(s, β).
 *
 * L = Γ(r + x) / Γ(r) · α^r β^s · (α + T)^−(r + x) (β + T)^−s · Q, with Q = 1 + e^u − h(T) and
 * e^u = h(t_x) ((α + T) / (α + t_x))^(r + x) ((β + T) / (β + t_x))^s; P(alive) = 1 / Q. Since h ≤ 1 and e^u ≥ h(T), nothing
 * cancels in Q.
 *
 * @see Schmittlein, Morrison & Colombo (1987), Counting your customers, Management Science 33(1).
 * @see Fader & Hardie (2005), A note on deriving the Pareto/NBD model and related expressions, equations 17–20, 36 and 41.
 */
export const paretoNbd: BuyTillYouDieModel = {
  name: 'pareto-nbd',
  parameters: ['r', 'alpha', 's', 'beta'],
  discrete: false,
  covariateSigns: { alpha: -1, beta: -1 },
  starts: (rate, age) => [
    [0.5, 0.5 / rate, 0.5, 0.3 * age],
    [1, 1 / rate, 1, 3 * age],
    [0.5, 0.2 / rate, 0.5, 0.1 * age],
  ],
  logLikelihood(theta, x, tx, T, gradient) {
    const r = theta[0]!;
    const alpha = theta[1]!;
    const s = theta[2]!;
    const beta = theta[3]!;
    const from = logOddsFrom(tx, x, theta, scratch.atRecency);
    const to = logOddsFrom(T, x, theta, scratch.atAge);
    const u = from.value + logDecay(theta, x, tx, T);
    const v = Math.exp(to.value);
    // Q and its parts over max(1, e^u), which may overflow.
    const shift = Math.max(0, u);
    const part = Math.exp(u - shift);
    const scaled = part + (1 - v) * Math.exp(-shift);
    const upper = part / scaled;
    const lower = (v * Math.exp(-shift)) / scaled;
    const aT = 1 / (alpha + T);
    const bT = 1 / (beta + T);
    const aRatio = Math.log((alpha + T) / (alpha + tx));
    const bRatio = Math.log((beta + T) / (beta + tx));
    const shrinkR = Math.log(alpha * aT);
    const shrinkS = Math.log(beta * bT);
    const byR = upper * (from.r + aRatio) - lower * to.r;
    const byS = upper * (from.s + bRatio) - lower * to.s;
    const byAlpha = upper * (from.alpha + (r + x) * (aT - 1 / (alpha + tx))) - lower * to.alpha;
    const byBeta = upper * (from.beta + s * (bT - 1 / (beta + tx))) - lower * to.beta;
    gradient[0] = r * (risingFactorialSlope(r, x) + shrinkR + byR);
    gradient[1] = r - alpha * ((r + x) * aT - byAlpha);
    gradient[2] = s * (shrinkS + byS);
    gradient[3] = s - beta * (s * bT - byBeta);
    return logRisingFactorial(r, x) + r * shrinkR + s * shrinkS + x * Math.log(aT) + shift + Math.log(scaled);
  },
  probabilityAlive(theta, { x, tx, T }) {
    const u = logOddsFrom(tx, x, theta, scratch.atRecency).value + logDecay(theta, x, tx, T);
    const v = Math.exp(logOddsFrom(T, x, theta, scratch.atAge).value);
    return Math.min(1, 1 / (1 + Math.exp(u) - v));
  },
  /** (r + x) (β + T) / ((α + T) (s − 1)) · [1 − ((β + T) / (β + T + t))^(s − 1)] · P(alive), and its limit at s = 1. */
  expectedPurchases(theta, history, t) {
    const r = theta[0]!;
    const alpha = theta[1]!;
    const s = theta[2]!;
    const beta = theta[3]!;
    const { x, T } = history;
    const span = Math.log1p(t / (beta + T));
    const lasting = s === 1 ? span : -Math.expm1(-(s - 1) * span) / (s - 1);
    return (((r + x) * (beta + T)) / (alpha + T)) * lasting * this.probabilityAlive(theta, history);
  },
  drawPurchases(theta, { x, T }, t, rng) {
    const r = theta[0]!;
    const alpha = theta[1]!;
    const s = theta[2]!;
    const beta = theta[3]!;
    const rate = rng.gamma(r + x) / (alpha + T);
    return rng.poisson(rate * Math.min(t, drawTime(rng.gamma(s) / (beta + T), rng)));
  },
  simulate(theta, T, rng) {
    const r = theta[0]!;
    const alpha = theta[1]!;
    const s = theta[2]!;
    const beta = theta[3]!;
    const rate = rng.gamma(r) / alpha;
    const end = Math.min(T, drawTime(rng.gamma(s) / beta, rng));
    let x = 0;
    let tx = 0;
    for (let next = drawTime(rate, rng); next <= end; next = tx + drawTime(rate, rng)) {
      tx = next;
      x += 1;
    }
    return { x, tx };
  },
};
