import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gaussLegendre } from '../numerics/gauss-legendre.js';
import { createRng, logGamma } from '../numerics/index.js';
import { BUY_TILL_YOU_DIE_MODELS, fitBuyTillYouDie, simulateHistories, type BuyTillYouDieName } from './index.js';
import type { BuyTillYouDieModel, History } from './model.js';

interface Case extends History {
  readonly model: BuyTillYouDieName;
  readonly theta: number[];
  readonly t: number;
  readonly logLikelihood: number;
  readonly alive: number;
  readonly expected: number;
}

const FIXTURE = new URL('../../test/fixtures/buy-till-you-die.json', import.meta.url);
const integrated = JSON.parse(readFileSync(FIXTURE, 'utf8')) as Case[];
const models: [BuyTillYouDieName, BuyTillYouDieModel][] = Object.entries(BUY_TILL_YOU_DIE_MODELS) as never;
const continuous = models.filter(([, { discrete }]) => !discrete);
const TRUTH: Record<BuyTillYouDieName, number[]> = {
  'bg-nbd': [0.8, 4, 0.9, 2.5],
  'mbg-nbd': [0.8, 4, 0.9, 2.5],
  'pareto-nbd': [0.8, 5, 0.8, 12],
  'bg-bb': [1.2, 0.75, 0.66, 2.8],
};

const positive = fc.double({ min: 0.05, max: 30, noNaN: true });
const thetas = fc.tuple(positive, positive, positive, positive).map((theta) => Float64Array.from(theta));
const histories = (discrete: boolean): fc.Arbitrary<History> =>
  fc.tuple(fc.nat(25), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40)).map(([count, share, more]) => {
    if (discrete) {
      const T = Math.min(count + more, 30);
      const x = Math.min(count, T);
      return { x, tx: x === 0 ? 0 : x + Math.floor(share * (T - x)), T };
    }
    return { x: count, tx: count === 0 ? 0 : 0.1 + 50 * share, T: (count === 0 ? 0 : 0.1 + 50 * share) + more };
  });

describe.each(models)('%s', (name, model) => {
  it('has the likelihood, P(alive) and expectation that integrating over the unseen gives (tools/fixtures)', () => {
    const cases = integrated.filter((row) => row.model === name);
    expect(cases.length).toBeGreaterThan(3);
    for (const { theta, t, logLikelihood, alive, expected, ...history } of cases) {
      const at = Float64Array.from(theta);
      const value = model.logLikelihood(at, history.x, history.tx, history.T, new Float64Array(4));
      // The quadrature ends at λ = 80/α, and has 20 digits.
      expect(value).toBeCloseTo(logLikelihood, 8);
      expect(model.probabilityAlive(at, history)).toBeCloseTo(alive, 8);
      expect(model.expectedPurchases(at, history, t)).toBeCloseTo(expected, 7);
    }
  });

  it('has the gradient that differences of its likelihood give', () => {
    fc.assert(
      fc.property(thetas, histories(model.discrete), (theta, { x, tx, T }) => {
        const gradient = new Float64Array(4);
        const value = model.logLikelihood(theta, x, tx, T, gradient);
        gradient.forEach((slope, i) => {
          const [up, down] = [1e-4, -1e-4].map((step) =>
            model.logLikelihood(
              theta.map((parameter, j) => (i === j ? parameter * Math.exp(step) : parameter)),
              ...([x, tx, T, new Float64Array(4)] as const),
            ),
          );
          // Rounding of ln L over the step, and the third derivative.
          const tolerance = 1e-5 * (1 + Math.abs(slope)) + 1e-10 * Math.abs(value);
          expect(Math.abs(slope - (up! - down!) / 2e-4)).toBeLessThan(tolerance);
        });
      }),
    );
  });

  it('has P(alive) in [0, 1], falling with the time since the last purchase', () => {
    fc.assert(
      fc.property(thetas, histories(model.discrete), (theta, history) => {
        const now = model.probabilityAlive(theta, history);
        const later = model.probabilityAlive(theta, { ...history, T: history.T + 5 });
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(1);
        expect(later).toBeLessThanOrEqual(now + 1e-9);
      }),
    );
  });

  it('expects nothing of no time, and more of more, at most as fast as while alive', () => {
    fc.assert(
      fc.property(
        thetas,
        histories(model.discrete),
        fc.array(fc.nat(60), { maxLength: 5 }),
        (theta, history, times) => {
          const sorted = [0, ...times].sort((a, b) => a - b);
          const values = sorted.map((t) => model.expectedPurchases(theta, history, t));
          expect(values[0]).toBe(0);
          values.forEach((value, i) => expect(value).toBeGreaterThanOrEqual((values[i - 1] ?? 0) * (1 - 1e-12)));
        },
      ),
    );
  });

  it('draws futures whose mean is the expectation', () => {
    const theta = Float64Array.from(TRUTH[name]);
    const rng = createRng(7);
    const history = model.discrete ? { x: 3, tx: 4, T: 6 } : { x: 3, tx: 14, T: 20 };
    const draws = Array.from({ length: 20_000 }, () =>
      rng.next() < model.probabilityAlive(theta, history) ? model.drawPurchases(theta, history, 10, rng) : 0,
    );
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    const four = 4 * Math.sqrt(variance / draws.length);
    expect(Math.abs(mean - model.expectedPurchases(theta, history, 10))).toBeLessThan(four);
  });

  it('finds the parameters of simulated customers, within four of its standard errors', () => {
    const rng = createRng(20);
    const parameters = Object.fromEntries(model.parameters.map((key, i) => [key, TRUTH[name][i]!]));
    const ages = Array.from({ length: 6_000 }, (_, i) => (model.discrete ? 6 : 20 + (i % 60) / 2));
    const simulated = simulateHistories({ model: name, parameters }, ages, rng);
    const { standardErrors, converged, ...fit } = fitBuyTillYouDie(name, simulated);
    expect(converged).toBe(true);
    for (const [key, truth] of Object.entries(parameters)) {
      expect(Math.abs(fit.parameters[key]! - truth) / standardErrors[key]!).toBeLessThan(4);
      expect(standardErrors[key]! / truth).toBeLessThan(0.5);
    }
  });
});

describe.each(continuous)('the likelihood of %s', (name, model) => {
  it('sums to 1 over all histories, of which those of x purchases up to t_x fill t_x^(x − 1) / (x − 1)!', () => {
    const theta = Float64Array.from(TRUTH[name]);
    const T = 3;
    const likelihood = (x: number, tx: number) => model.logLikelihood(theta, x, tx, T, new Float64Array(4));
    const { points, weights } = gaussLegendre(40);
    let total = Math.exp(likelihood(0, 0));
    for (let x = 1; x < 60; x++) {
      for (const [q, share] of points.entries()) {
        const tx = share * T;
        total += weights[q]! * T * Math.exp(likelihood(x, tx) + (x - 1) * Math.log(tx) - logGamma(x));
      }
    }
    expect(total).toBeCloseTo(1, 8);
  });
});

it('the likelihood of bg-bb sums to 1 over all histories, of which C(t_x − 1, x − 1) have x purchases, the last at t_x', () => {
  const choose = (n: number, k: number) => Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1));
  const likelihood = (x: number, tx: number) =>
    Math.exp(
      BUY_TILL_YOU_DIE_MODELS['bg-bb'].logLikelihood(Float64Array.from(TRUTH['bg-bb']), x, tx, 8, new Float64Array(4)),
    );
  let total = likelihood(0, 0);
  for (let tx = 1; tx <= 8; tx++) {
    for (let x = 1; x <= tx; x++) total += choose(tx - 1, x - 1) * likelihood(x, tx);
  }
  expect(total).toBeCloseTo(1, 10);
});
