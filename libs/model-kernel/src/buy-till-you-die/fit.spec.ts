import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../numerics/index.js';
import {
  customerIntervals,
  discountedPurchases,
  expectedPurchases,
  expectedSpend,
  fitBuyTillYouDie,
  fitGammaGamma,
  probabilityAlive,
  simulateHistories,
  type BuyTillYouDieName,
  type PurchaseHistories,
} from './index.js';

const BG = { model: 'bg-nbd', parameters: { r: 0.8, alpha: 4, a: 0.9, b: 2.5 }, coefficients: {} } as const;
const ages = (n: number) => Array.from({ length: n }, (_, i) => (280 + (i % 12) * 7) / 7);
/** A day's grid, as a table of transactions has it. */
function byDay({ frequency, recency, age }: PurchaseHistories) {
  return { frequency, recency: Array.from(recency, (t) => Math.ceil(7 * t) / 7), age };
}
const some = byDay(simulateHistories(BG, ages(2_000), createRng(1)));

describe('a fit', () => {
  it('is the same from customers one by one and from equal ones weighed', () => {
    const pairs: PurchaseHistories = {
      frequency: [...Array.from(some.frequency), ...Array.from(some.frequency)],
      recency: [...some.recency, ...some.recency],
      age: [...Array.from(some.age), ...Array.from(some.age)],
    };
    const twice = fitBuyTillYouDie('bg-nbd', pairs);
    const weighed = fitBuyTillYouDie('bg-nbd', { ...some, weights: some.recency.map(() => 2) });
    expect(weighed).toEqual(twice);
    expect(twice.distinctRows).toBeLessThan(1_900);
    expect(twice.customers).toBe(4_000);
  });

  it('does not depend on the unit of time, but for alpha', () => {
    const inDays = { ...some, recency: some.recency.map((t) => 7 * t), age: Array.from(some.age, (T) => 7 * T) };
    const [weeks, days] = [fitBuyTillYouDie('bg-nbd', some), fitBuyTillYouDie('bg-nbd', inDays)];
    expect(days.parameters['alpha']! / weeks.parameters['alpha']!).toBeCloseTo(7, 3);
    for (const name of ['r', 'a', 'b']) expect(days.parameters[name]).toBeCloseTo(weeks.parameters[name]!, 3);
    const [a, b] = [expectedPurchases(weeks, some, 10), expectedPurchases(days, inDays, 70)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-4);
  });

  it('survives JSON', () => {
    const fit = fitBuyTillYouDie('pareto-nbd', some);
    const stored = JSON.parse(JSON.stringify(fit)) as typeof fit;
    expect(stored).toEqual(fit);
    expect(probabilityAlive(stored, some)).toEqual(probabilityAlive(fit, some));
  });

  it('says that it has no standard errors where customers never stop and the dropout cannot be told', () => {
    const faithful = { frequency: [9, 11, 10, 8], recency: [40, 40, 40, 40], age: [40, 40, 40, 40] };
    const { parameters, standardErrors, covariance } = fitBuyTillYouDie('bg-nbd', faithful);
    expect(Object.values(parameters).every((value) => value > 0 && Number.isFinite(value))).toBe(true);
    expect([covariance, standardErrors['a']]).toEqual([null, null]);
    expect(Math.min(...probabilityAlive({ model: 'bg-nbd', parameters, coefficients: {} }, faithful))).toBeGreaterThan(
      0.99,
    );
  });

  it.each([
    ['one customer', { frequency: [2], recency: [3], age: [9] }, 'must be of two customers or more, got 1'],
    ['no repeat purchase', { frequency: [0, 0], recency: [0, 0], age: [9, 9] }, 'must hold a repeat purchase'],
    ['half a purchase', { frequency: [1, 0.5], recency: [3, 3], age: [9, 9] }, 'frequency[1] must be an integer ≥ 0'],
    ['a purchase after T', { frequency: [1, 1], recency: [3, 10], age: [9, 9] }, 'recency[1] must be 0 without'],
    ['a recency of none', { frequency: [1, 0], recency: [3, 3], age: [9, 9] }, 'recency[1] must be 0 without'],
    ['no age', { frequency: [1, 0], recency: [3, 0], age: [9, NaN] }, 'age[1] must be finite and ≥ 0, got NaN'],
    ['short columns', { frequency: [1, 0], recency: [3, 0], age: [9] }, 'age must be as long as frequency'],
    ['a weight of 0', { frequency: [1, 0], recency: [3, 0], age: [9, 9], weights: [1, 0] }, 'weights[1] must be pos'],
  ])('refuses %s', (_, histories, why) => expect(() => fitBuyTillYouDie('bg-nbd', histories)).toThrow(why));

  it('refuses times that are no opportunities of a discrete model', () => {
    const histories = { frequency: [3, 1], recency: [2, 2], age: [6, 6] };
    expect(() => fitBuyTillYouDie('bg-bb', histories)).toThrow('must be integers with frequency ≤ recency');
  });
});

describe('covariates', () => {
  const rng = createRng(5);
  const member = Array.from({ length: 4_000 }, () => rng.int(2));
  const SIGNS: Partial<Record<BuyTillYouDieName, Record<string, number>>> = {
    'bg-nbd': { alpha: 0.7, a: -0.4, b: 0.3 },
    'pareto-nbd': { alpha: 0.7, beta: -0.8 },
  };
  const PLAIN = {
    'bg-nbd': { r: 0.8, alpha: 4, a: 0.9, b: 2.5 },
    'pareto-nbd': { r: 0.8, alpha: 5, s: 0.8, beta: 12 },
  };

  it.each(['bg-nbd', 'pareto-nbd'] as const)('of %s are found again, within four standard errors', (name) => {
    const truth = SIGNS[name]!;
    const signOf = (parameter: string) => (parameter === 'alpha' || parameter === 'beta' ? -1 : 1);
    const moved = Object.fromEntries(
      Object.entries(PLAIN[name]).map(([key, value]) => [key, value * Math.exp(signOf(key) * (truth[key] ?? 0))]),
    );
    const T = member.map((_, i) => 30 + (i % 12));
    const [plain, members] = [PLAIN[name], moved].map((parameters) =>
      simulateHistories({ model: name, parameters }, T, rng),
    );
    const pick = (key: 'frequency' | 'recency') => member.map((is, i) => (is === 1 ? members! : plain!)[key][i]!);
    const histories = { frequency: pick('frequency'), recency: pick('recency'), age: T };
    const fit = fitBuyTillYouDie(name, histories, { covariates: { member } });
    for (const [parameter, gamma] of Object.entries(truth)) {
      const error = fit.coefficientErrors[parameter]!['member']!;
      expect(Math.abs(fit.coefficients[parameter]!['member']! - gamma) / error).toBeLessThan(4);
    }
    expect(fit.coefficients['alpha']!['member']!).toBeGreaterThan(0.4);
    const without = fitBuyTillYouDie(name, histories);
    expect(fit.logLikelihood - without.logLikelihood).toBeGreaterThan(20);
    expect(() => probabilityAlive(fit, histories)).toThrow("covariate 'member' must be given");
    const [is, not] = [1, 0].map(
      (value) => expectedPurchases(fit, { frequency: [0], recency: [0], age: [0] }, 20, { member: [value] })[0]!,
    );
    expect(is).toBeGreaterThan(not!);
  });

  it('of gamma-gamma move the spend that all have in common', () => {
    const x = member.map((_, i) => 1 + (i % 4));
    const mean = member.map((is, i) => rng.gamma(6 * x[i]!, 1 / (rng.gamma(4) / (15 * Math.exp(0.5 * is)))) / x[i]!);
    const fit = fitGammaGamma({ purchases: x, meanValue: mean }, { covariates: { member } });
    const error = fit.coefficientErrors['v']!['member']!;
    expect(Math.abs(fit.coefficients['v']!['member']! - 0.5) / error).toBeLessThan(4);
    const spends = expectedSpend(fit, { purchases: [0, 0], meanValue: [0, 0] }, { member: [1, 0] });
    expect(spends[0]! / spends[1]!).toBeCloseTo(Math.exp(fit.coefficients['v']!['member']!), 10);
  });

  it('are refused where they are malformed, or on a parameter that none moves', () => {
    const wrong = some.recency.map((_, i) => (i === 3 ? NaN : 0));
    expect(() => fitBuyTillYouDie('bg-nbd', some, { covariates: { wrong } })).toThrow(
      "covariate 'wrong'[3] must be finite",
    );
    expect(() => fitBuyTillYouDie('bg-nbd', some, { covariates: { wrong: [1] } })).toThrow(
      'must have 2000 rows, got 1',
    );
    const zeros = some.recency.map(() => 0);
    const options = { covariates: { zeros }, covariatesOn: ['r'] };
    expect(() => fitBuyTillYouDie('bg-nbd', some, options)).toThrow('must move some of alpha, a, b, got r');
  });
});

describe('gamma-gamma', () => {
  it('finds the parameters of simulated spends, within four standard errors, and refuses spends without variety', () => {
    const rng = createRng(3);
    const purchases = Array.from({ length: 5_000 }, (_, i) => i % 5);
    const meanValue = purchases.map((x) => (x === 0 ? 0 : (rng.gamma(6 * x) * 15) / rng.gamma(4) / x));
    const { parameters, standardErrors, customers } = fitGammaGamma({ purchases, meanValue });
    expect(customers).toBe(4_000);
    for (const [key, truth] of Object.entries({ p: 6, q: 4, v: 15 })) {
      expect(Math.abs(parameters[key]! - truth) / standardErrors[key]!).toBeLessThan(4);
    }
    expect(() => fitGammaGamma({ purchases: [1, 2], meanValue: [5, 5] })).toThrow('mean values must differ');
    expect(() => fitGammaGamma({ purchases: [1, 0], meanValue: [5, 0] })).toThrow('two customers or more');
    expect(() => fitGammaGamma({ purchases: [1], meanValue: [-5] })).toThrow(
      'meanValue[0] must be finite and ≥ 0, got -5',
    );
  });

  it('expects a spend between the own mean and that of all', () => {
    const fit = { parameters: { p: 6, q: 4, v: 15 }, coefficients: {} };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0.01, max: 1e4, noNaN: true }), (x, z) => {
        const [spend] = expectedSpend(fit, { purchases: [x], meanValue: [z] });
        expect(spend).toBeGreaterThanOrEqual(Math.min(z, 30) * (1 - 1e-12));
        expect(spend).toBeLessThanOrEqual(Math.max(z, 30) * (1 + 1e-12));
      }),
    );
  });
});

describe('discounting', () => {
  it('is nothing at a rate of 0, more at a higher, and a share of each opportunity of a discrete model', () => {
    const few = { frequency: [0, 1, 6], recency: [0, 20, 39], age: [40, 40, 40] };
    const plain = expectedPurchases(BG, few, 52);
    const none = discountedPurchases(BG, few, 52, { rate: 0 });
    none.forEach((value, i) => expect(value).toBeCloseTo(plain[i]!, 10));
    const [low, high] = [0.001, 0.01].map((rate) => discountedPurchases(BG, few, 52, { rate }));
    low!.forEach((value, i) => {
      expect(value).toBeLessThan(plain[i]!);
      expect(value).toBeGreaterThan(high![i]!);
    });
    const donors = {
      model: 'bg-bb',
      parameters: { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 },
      coefficients: {},
    } as const;
    const donor = { frequency: [2], recency: [4], age: [6] };
    const first = expectedPurchases(donors, donor, 1)[0]!;
    const second = expectedPurchases(donors, donor, 2)[0]! - first;
    const discounted = discountedPurchases(donors, donor, 2, { rate: 0.1 })[0];
    expect(discounted).toBeCloseTo(first / 1.1 + second / 1.21, 12);
  });
});

it.each([
  ['a negative rate', { rate: -0.1 }, 'rate must be finite and ≥ 0, got -0.1'],
  ['no periods', { rate: 0.1, periods: 0 }, 'periods must be a positive integer, got 0'],
])('refuses to discount by %s', (_, discounting, why) =>
  expect(() => discountedPurchases(BG, some, 52, discounting)).toThrow(why),
);

it('refuses a horizon that is none, and half an opportunity', () => {
  expect(() => expectedPurchases(BG, some, -1)).toThrow('horizon must be finite and ≥ 0, got -1');
  const donors = { model: 'bg-bb', parameters: { alpha: 1, beta: 1, gamma: 1, delta: 1 }, coefficients: {} } as const;
  const donor = { frequency: [1], recency: [1], age: [6] };
  expect(() => expectedPurchases(donors, donor, 1.5)).toThrow('horizon must be a whole number ≥ 0, got 1.5');
});

describe('intervals', () => {
  it('cover what the same customers go on to buy, where the model holds', () => {
    const rng = createRng(11);
    const T = ages(3_000);
    // Each is watched for 20 weeks more: what was bought by T is what the model sees.
    const [histories, later] = splitPaths(T, 20, rng);
    const fit = fitBuyTillYouDie('bg-nbd', histories);
    const { purchases } = customerIntervals(fit, histories, 20, rng, { coverage: 0.9, draws: 100 });
    const covered = later.filter((count, i) => count >= purchases.lower[i]! && count <= purchases.upper[i]!).length;
    // Whole numbers: at least 90 %, and more where 0 alone has most of the probability.
    expect(covered / T.length).toBeGreaterThan(0.89);
    expect(purchases.upper.reduce((sum, upper) => sum + upper, 0) / T.length).toBeLessThan(12);
    purchases.lower.forEach((lower, i) => expect(lower).toBeLessThanOrEqual(purchases.upper[i]!));
  });

  it('are the same of the same seed, of value too, and refuse what is no coverage', () => {
    const few = { frequency: [0, 4], recency: [0, 20], age: [30, 30] };
    const fit = fitBuyTillYouDie('bg-nbd', some);
    const purchases = Array.from({ length: 300 }, (_, i) => 1 + (i % 3));
    const spendFit = fitGammaGamma({ purchases, meanValue: purchases.map((_, i) => 5 + ((7 * i) % 40)) });
    const spend = { fit: spendFit, histories: { purchases: [0, 4], meanValue: [0, 30] } };
    const twice = [1, 2].map(() => customerIntervals(fit, few, 10, createRng(9), { spend, draws: 50 }));
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]!.value!.upper[1]).toBeGreaterThan(twice[0]!.purchases.upper[1]!);
    expect(() => customerIntervals(fit, few, 10, createRng(9), { coverage: 1 })).toThrow('coverage must be in (0, 1)');
  });
});

/** BG/NBD customers as of T, and what they buy in the time after. */
function splitPaths(
  T: readonly number[],
  after: number,
  rng: ReturnType<typeof createRng>,
): [PurchaseHistories, number[]] {
  const { r, alpha, a, b } = BG.parameters;
  const rows = T.map((age) => {
    const rate = rng.gamma(r) / alpha;
    const p = rng.beta(a, b);
    const times: number[] = [];
    for (let t = rng.exponential(rate); t <= age + after; t += rng.exponential(rate)) {
      times.push(t);
      if (rng.next() < p) break;
    }
    const before = times.filter((t) => t <= age);
    return { x: before.length, tx: before.at(-1) ?? 0, later: times.length - before.length };
  });
  const histories = { frequency: rows.map(({ x }) => x), recency: rows.map(({ tx }) => tx), age: T };
  return [histories, rows.map(({ later }) => later)];
}
