import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chiSquareTail, normalTail } from '../numerics/index.js';
import {
  binnedCounts,
  chiSquareTest,
  distributionOf,
  empiricalDistribution,
  homogeneityTest,
  jensenShannonDistance,
  kolmogorovSmirnov,
  kolmogorovTail,
  momentsOf,
  populationStability,
  quantileOfDistribution,
  proportionTest,
  wassersteinDistance,
} from './index.js';

interface Fixture {
  readonly continuous: readonly {
    readonly name: string;
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly ks_statistic: number;
    readonly ks_exact_p: number;
    readonly wasserstein: number;
  }[];
  readonly counts: readonly {
    readonly name: string;
    readonly reference: readonly number[];
    readonly current: readonly number[];
    readonly jensen_shannon: number;
    readonly psi: number | null;
    readonly homogeneity: number;
    readonly homogeneity_p: number;
    readonly chi_square?: number;
    readonly chi_square_p?: number;
  }[];
  readonly chi_square_sf: readonly (readonly [x: number, degrees: number, tail: number])[];
  readonly normal_sf: readonly (readonly [z: number, tail: number])[];
  readonly kolmogorov_sf: readonly (readonly [x: number, tail: number])[];
}

/** tools/fixtures/two_sample_scipy.py, SciPy 1.17.1. */
const scipy = JSON.parse(
  readFileSync(new URL('../../test/fixtures/two-sample.json', import.meta.url), 'utf8'),
) as Fixture;
const sample = (...values: number[]) => empiricalDistribution(Float64Array.from(values));
/** Relative, so that a tail of 1e−265 counts too. */
const near = (value: number, expected: number, digits = 10) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(Math.abs(expected) * 10 ** -digits + 1e-300);

describe('as SciPy has it', () => {
  it.each(scipy.continuous)('Kolmogorov–Smirnov and Wasserstein: $name', ({ a, b, ...expected }) => {
    const { statistic, pValue } = kolmogorovSmirnov(sample(...a), sample(...b));
    near(statistic, expected.ks_statistic);
    // One minus a sum that is near one: absolute.
    expect(Math.abs(pValue - expected.ks_exact_p)).toBeLessThan(1e-11);
    near(wassersteinDistance(sample(...a), sample(...b)), expected.wasserstein);
  });

  it.each(scipy.counts)('distances and Pearson’s test of counts: $name', ({ reference, current, ...expected }) => {
    expect(jensenShannonDistance(reference, current)).toBeCloseTo(expected.jensen_shannon, 9);
    if (expected.psi !== null) expect(populationStability(reference, current)).toBeCloseTo(expected.psi, 10);
    const both = homogeneityTest(reference, current);
    expect(both.statistic).toBeCloseTo(expected.homogeneity, 9);
    near(both.pValue, expected.homogeneity_p, 9);
    const { statistic, pValue } = chiSquareTest(reference, current);
    if (expected.chi_square === undefined) expect([statistic, pValue]).toEqual([Infinity, 0]);
    else {
      near(statistic, expected.chi_square);
      near(pValue, expected.chi_square_p!);
    }
  });

  it('the tails of the distributions', () => {
    for (const [x, degrees, tail] of scipy.chi_square_sf) near(chiSquareTail(x, degrees), tail);
    for (const [z, tail] of scipy.normal_sf) near(normalTail(z), tail);
    for (const [x, tail] of scipy.kolmogorov_sf) near(kolmogorovTail(x), tail);
  });
});

describe('as documented by SciPy', () => {
  it('wasserstein_distance([0, 1, 3], [5, 6, 8]) = 5', () => {
    expect(wassersteinDistance(sample(0, 1, 3), sample(5, 6, 8))).toBe(5);
  });

  it('jensenshannon([1, 0], [0.5, 0.5]) = 0.46450140402245893', () => {
    expect(jensenShannonDistance([1, 0], [0.5, 0.5])).toBeCloseTo(0.46450140402245893, 14);
  });

  it('chisquare([16, 18, 16, 14, 12, 12]) = 2.0, p = 0.84914503608460956', () => {
    const { statistic, pValue } = chiSquareTest([1, 1, 1, 1, 1, 1], [16, 18, 16, 14, 12, 12]);
    expect([statistic, pValue]).toEqual([expect.closeTo(2, 12), expect.closeTo(0.84914503608460956, 12)]);
  });
});

it('two proportions: z² is the chi-square of their fourfold table', () => {
  // SciPy 1.17.1: chi2_contingency([[83, 3], [129, 7]], correction=False), smokers of Fleiss (1981), p. 139.
  const { statistic, pValue } = proportionTest({ successes: 83, trials: 86 }, { successes: 129, trials: 136 });
  near(statistic ** 2, 0.336963774101128);
  near(pValue, 0.5615870540610537);
  expect(proportionTest({ successes: 0, trials: 5 }, { successes: 0, trials: 9 })).toEqual({ statistic: 0, pValue: 1 });
});

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
const samples = values.map((drawn) => sample(...drawn));
const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 12 }).map((pairs) => ({
  reference: [...pairs.map(([r]) => r), 1],
  current: [...pairs.map(([, c]) => c), 1],
}));

describe('any two samples', () => {
  it('are no distance from themselves, and as far from each other both ways', () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        expect([kolmogorovSmirnov(a, a).statistic, kolmogorovSmirnov(a, a).pValue]).toEqual([0, 1]);
        expect(wassersteinDistance(a, a)).toBe(0);
        expect(kolmogorovSmirnov(a, b).statistic).toBe(kolmogorovSmirnov(b, a).statistic);
        expect(kolmogorovSmirnov(a, b).pValue).toBeCloseTo(kolmogorovSmirnov(b, a).pValue, 9);
        expect(wassersteinDistance(a, b)).toBeCloseTo(wassersteinDistance(b, a), 6);
      }),
    );
  });

  it('are moved by a shift of all values as far as that', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -1_000, max: 1_000 }), (drawn, shift) => {
        const moved = sample(...drawn.map((value) => value + shift));
        expect(wassersteinDistance(sample(...drawn), moved)).toBeCloseTo(Math.abs(shift), 5);
      }),
    );
  });

  it('have distances of their counts within bounds, 0 for proportional ones', () => {
    fc.assert(
      fc.property(counts, ({ reference, current }) => {
        const distance = jensenShannonDistance(reference, current);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(Math.sqrt(Math.LN2) + 1e-12);
        expect(populationStability(reference, current)).toBeGreaterThanOrEqual(0);
        const thrice = reference.map((count) => 3 * count);
        expect(jensenShannonDistance(reference, thrice)).toBeCloseTo(0, 7);
        expect(populationStability(reference, thrice)).toBeCloseTo(0, 10);
        expect(chiSquareTest(reference, thrice).pValue).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('a distribution', () => {
  it('has the moments, quantiles and bins of its sample', () => {
    const drawn = sample(5, 1, 3, 3, 8);
    expect([...drawn.values]).toEqual([1, 3, 5, 8]);
    expect(momentsOf(drawn)).toEqual({ mean: 4, deviation: expect.closeTo(Math.sqrt(28 / 5), 12) });
    expect([0, 0.2, 0.5, 0.8, 1].map((share) => quantileOfDistribution(drawn, share))).toEqual([1, 1, 3, 5, 8]);
    expect(binnedCounts(drawn, [2, 3, 7])).toEqual([1, 2, 1, 1]);
  });
});

it('is exact and by its limit nearly the same where both can be had', () => {
  const a = empiricalDistribution(Float64Array.from({ length: 1_500 }, (_, i) => i / 1_500));
  const b = empiricalDistribution(Float64Array.from({ length: 1_400 }, (_, i) => i / 1_400 + 0.045));
  const { statistic, pValue } = kolmogorovSmirnov(a, b);
  const effective = Math.sqrt((1_500 * 1_400) / 2_900);
  expect(pValue).toBeCloseTo(kolmogorovTail((effective + 0.12 + 0.11 / effective) * statistic), 2);
});

it.each([
  ['no values', () => sample()],
  ['NaN', () => sample(1, NaN)],
  ['an infinite value', () => sample(1, Infinity)],
  ['values out of order', () => distributionOf(Float64Array.of(2, 1), Float64Array.of(1, 1))],
  ['a count of nothing', () => distributionOf(Float64Array.of(1), Float64Array.of(0))],
  ['counts of nothing', () => jensenShannonDistance([0, 0], [1, 1])],
  ['a negative count', () => populationStability([1, -1], [1, 1])],
  ['other categories', () => chiSquareTest([1, 2], [1, 2, 3])],
  ['one category', () => chiSquareTest([1], [1])],
  ['no trials', () => proportionTest({ successes: 0, trials: 0 }, { successes: 0, trials: 1 })],
])('refuses %s', (_, call) => {
  expect(call).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
