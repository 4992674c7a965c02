import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../../numerics/rng.js';
import { coherentSamples, sampleIntervals } from './coherent-samples.js';
import { ERROR_COVARIANCES } from './covariance.js';
import { aggregate, hierarchyOf, type Hierarchy } from './hierarchy.js';
import { fitReconciliation, reconcile, type ReconciliationName } from './reconcile.js';
import { averageProportions, topDown, topDownForecastProportions } from './top-down.js';
import { treeOf } from './tree.js';
import { roundCoherently } from './whole-numbers.js';

const METHODS: ReconciliationName[] = [
  'bottom_up',
  ...(Object.keys(ERROR_COVARIANCES) as (keyof typeof ERROR_COVARIANCES)[]),
];

/** Two states of two and three regions. */
const nested = hierarchyOf(
  [
    { state: 'A', region: 'a1' },
    { state: 'A', region: 'a2' },
    { state: 'B', region: 'b1' },
    { state: 'B', region: 'b2' },
    { state: 'B', region: 'b3' },
  ],
  [[], ['state']],
);
/** Regions by purposes, which cross. */
const crossed = hierarchyOf(
  ['x', 'y', 'z'].flatMap((region) => ['work', 'play'].map((purpose) => ({ region, purpose }))),
  [[], ['region'], ['purpose']],
);

function errorsOf(hierarchy: Hierarchy, times: number, seed = 1): Float64Array[] {
  const rng = createRng(seed);
  return Array.from({ length: times }, () => {
    const shared = rng.normal();
    return Float64Array.from(hierarchy.names, (_, i) => rng.normal(0, 1 + (i % 3)) + shared);
  });
}

const nodes = (hierarchy: Hierarchy): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), {
    minLength: hierarchy.names.length,
    maxLength: hierarchy.names.length,
  });

/** S(SᵀW⁻¹S)⁻¹SᵀW⁻¹ŷ as it is written, by Gauss–Jordan elimination: slow, and nothing in common with the code under test. */
function minTrace({ members, names, bottom }: Hierarchy, w: number[][], base: readonly number[]): number[] {
  const s = members.map((of) => Array.from({ length: bottom }, (_, j) => (of.includes(j) ? 1 : 0)));
  const multiply = (a: number[][], b: number[][]): number[][] =>
    a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
  const transpose = (a: number[][]): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));
  const inverse = (a: number[][]): number[][] => {
    const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
    for (let i = 0; i < a.length; i++) {
      const pivot = work.findIndex(
        (row, r) => r >= i && Math.abs(row[i]!) === Math.max(...work.slice(i).map((x) => Math.abs(x[i]!))),
      );
      [work[i], work[pivot]] = [work[pivot]!, work[i]!];
      work[i] = work[i]!.map((value) => value / work[i]![i]!);
      work.forEach((row, r) => {
        if (r !== i) work[r] = row.map((value, c) => value - row[i]! * work[i]![c]!);
      });
    }
    return work.map((row) => row.slice(a.length));
  };
  const stw = multiply(transpose(s), inverse(w));
  const g = multiply(inverse(multiply(stw, s)), stw);
  expect(names).toHaveLength(base.length);
  return multiply(
    s,
    multiply(
      g,
      base.map((value) => [value]),
    ),
  ).map(([value]) => value!);
}

describe('hierarchyOf', () => {
  it('has a node for each combination that occurs, aggregates first', () => {
    expect(nested.names.slice(0, 3)).toEqual(['total', 'state=A', 'state=B']);
    expect(nested.members.slice(0, 4)).toEqual([[0, 1, 2, 3, 4], [0, 1], [2, 3, 4], [0]]);
    expect(crossed.names.slice(0, 6)).toEqual([
      'total',
      'region=x',
      'region=y',
      'region=z',
      'purpose=work',
      'purpose=play',
    ]);
    expect(crossed.level).toEqual([0, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3]);
  });

  it('adds up', () => expect([...aggregate(nested, [1, 2, 3, 4, 5])]).toEqual([15, 3, 12, 1, 2, 3, 4, 5]));

  it('refuses what is no hierarchy', () => {
    expect(() => hierarchyOf([], [[]])).toThrow('series must hold at least one, got none');
    expect(() => hierarchyOf([{ a: '1' }], [['b']])).toThrow('series[0] must have the label b');
    expect(() => hierarchyOf([{ a: '1' }, { a: '1' }], [[]])).toThrow('two bottom series are both a=1');
    expect(() => aggregate(nested, [1])).toThrow('bottom must hold the 5 bottom series, got 1');
  });
});

describe('reconcile', () => {
  it('shares a discrepancy in equal parts by OLS: 10 for 3 and 4 are 9, 4 and 5', () => {
    const two = hierarchyOf([{ of: 'a' }, { of: 'b' }], [[]]);
    const whole = reconcile(two, fitReconciliation(two, 'ols'), [10, 3, 4]);
    [9, 4, 5].forEach((value, i) => expect(whole[i]).toBeCloseTo(value, 12));
  });

  it.each(METHODS.slice(1))('%s is S(SᵀW⁻¹S)⁻¹SᵀW⁻¹ŷ', (method) => {
    for (const hierarchy of [nested, crossed]) {
      const errors = errorsOf(hierarchy, 30);
      const covariance = ERROR_COVARIANCES[method as keyof typeof ERROR_COVARIANCES](hierarchy, errors);
      const n = hierarchy.names.length;
      const w = Array.from({ length: n }, (_, i) =>
        Array.from({ length: n }, (_, j) =>
          covariance.kind === 'dense' ? covariance.matrix[i * n + j]! : i === j ? covariance.variances[i]! : 0,
        ),
      );
      const base = Array.from({ length: n }, (_, i) => 10 + ((i * 7) % 11));
      const slow = minTrace(hierarchy, w, base);
      reconcile(hierarchy, fitReconciliation(hierarchy, method, errors), base).forEach((value, i) =>
        expect(value).toBeCloseTo(slow[i]!, 8),
      );
    }
  });

  describe.each(METHODS)('%s', (method) => {
    const fits = [nested, crossed].map((hierarchy) => ({
      hierarchy,
      fit: fitReconciliation(hierarchy, method, errorsOf(hierarchy, 30)),
    }));

    it('is coherent to the last bit', () => {
      for (const { hierarchy, fit } of fits) {
        fc.assert(
          fc.property(nodes(hierarchy), (base) => {
            const answer = reconcile(hierarchy, fit, base);
            expect(aggregate(hierarchy, answer.slice(-hierarchy.bottom))).toEqual(answer);
          }),
        );
      }
    });

    it('leaves what is coherent as it is, so that it keeps unbiasedness and is a projection', () => {
      for (const { hierarchy, fit } of fits) {
        fc.assert(
          fc.property(nodes(hierarchy), (base) => {
            const once = reconcile(hierarchy, fit, base);
            const size = Math.max(1, ...base.map(Math.abs));
            reconcile(hierarchy, fit, once).forEach((value, i) =>
              expect(Math.abs(value - once[i]!)).toBeLessThan(1e-9 * size),
            );
          }),
        );
      }
    });

    it('has a fit that survives JSON, and none negative where asked', () => {
      const { hierarchy, fit } = fits[0]!;
      const base = [-10, 5, -20, 1, 2, -3, -4, 5];
      expect(reconcile(hierarchy, JSON.parse(JSON.stringify(fit)), base)).toEqual(reconcile(hierarchy, fit, base));
      const whole = reconcile(hierarchy, fit, base, { nonNegative: true });
      expect(Math.min(...whole)).toBeGreaterThanOrEqual(0);
      expect(aggregate(hierarchy, whole.slice(-5))).toEqual(whole);
    });
  });

  it('is better than its base on average, at every level, when W is what errors are', () => {
    const rng = createRng(3);
    const fit = fitReconciliation(nested, 'shrinkage', errorsOf(nested, 4000, 9));
    const squares = { base: new Float64Array(8), reconciled: new Float64Array(8) };
    const truth = aggregate(nested, [10, 20, 30, 40, 50]);
    for (const error of errorsOf(nested, 4000, rng.int(1e6))) {
      const base = truth.map((value, i) => value + error[i]!);
      reconcile(nested, fit, base).forEach((value, i) => {
        squares.reconciled[i]! += (value - truth[i]!) ** 2;
        squares.base[i]! += error[i]! ** 2;
      });
    }
    squares.base.forEach((square, i) => expect(squares.reconciled[i]!).toBeLessThan(square));
  });

  it('names a forecast that is none', () => {
    const fit = fitReconciliation(nested, 'bottom_up');
    expect(() => reconcile(nested, fit, [1])).toThrow('base must hold the 8 nodes, got 1');
    expect(() => reconcile(nested, fit, [1, NaN, 1, 1, 1, 1, 1, 1])).toThrow(
      'base[1] (state=A) must be finite, got NaN',
    );
    expect(() => fitReconciliation(nested, 'wls_variance')).toThrow('errors must hold at least two times, got 0');
  });
});

describe('the shrunk covariance', () => {
  it('shrinks errors that have nothing to do with each other to almost nothing, and leaves those of long histories', () => {
    const rng = createRng(5);
    const apart = Array.from({ length: 200 }, () => nested.names.map(() => rng.normal()));
    const loose = fitReconciliation(nested, 'shrinkage', apart);
    expect(loose.shrinkage).toBeGreaterThan(0.5);
    expect(fitReconciliation(nested, 'shrinkage', errorsOf(nested, 5000)).shrinkage).toBeLessThan(0.05);
  });

  it('has the λ of its definition', () => {
    // Two nodes over a bottom of one: x = (1, −1, 1, 1) and y = (1, 1, 1, −1), of mean square 1. r = 0 but for
    // products (1, −1, 1, −1): every Var is 4/(4·3) and every r² is 0 or 1.
    const one = hierarchyOf([{ of: 'a' }], [[]]);
    const [x, y] = [
      [1, -1, 1, 1],
      [1, 1, 1, 1],
    ];
    // r = 1/2, Var = Σ(p − 1/2)²/(4·3) = (3/4 + 9/4)/12 = 1/4, so that λ = (1/4)/(1/4).
    expect(
      fitReconciliation(
        one,
        'shrinkage',
        x!.map((value, t) => [value, y![t]!]),
      ).shrinkage,
    ).toBe(1);
    const closer = [1, -1, 1, 1, 1, 1, 1, 1];
    // r = 3/4, Var = (7/16 + 49/16)/56 = 1/16, λ = (1/16)/(9/16).
    expect(
      fitReconciliation(
        one,
        'shrinkage',
        closer.map((value) => [value, 1]),
      ).shrinkage,
    ).toBeCloseTo(1 / 9, 12);
  });
});

describe('top-down', () => {
  it('shares by average proportions, by hand', () => {
    const proportions = averageProportions([
      [1, 1, 0, 0, 0],
      [1, 3, 0, 0, 0],
    ]);
    expect(proportions).toEqual([0.375, 0.625, 0, 0, 0]);
    expect([...topDown(nested, 80, proportions)]).toEqual([80, 80, 0, 30, 50, 0, 0, 0]);
    expect(() => averageProportions([[0, 0]])).toThrow('the total of history[0] must be above 0, got 0');
  });

  it('shares by forecast proportions, level by level', () => {
    const answer = topDownForecastProportions(nested, treeOf(nested), [100, 30, 20, 1, 2, 0, 0, 0]);
    // 60 and 40; 60 as 1 to 2; 40 in equal thirds, as no forecast tells them apart.
    [100, 60, 40, 20, 40, 40 / 3, 40 / 3, 40 / 3].forEach((value, i) => expect(answer[i]).toBeCloseTo(value, 9));
    expect(() => topDownForecastProportions(nested, treeOf(nested), [1, -1, 1, 1, 1, 1, 1, 1])).toThrow(
      'base of state=A must be ≥ 0 to be a share, got -1',
    );
  });
});

describe('roundCoherently', () => {
  it('gives whole numbers that add up, none further than one from its forecast', () => {
    const bottom = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(bottom, (values) => {
        const coherent = aggregate(nested, values);
        const whole = roundCoherently(nested, treeOf(nested), coherent);
        expect(aggregate(nested, whole.slice(-5))).toEqual(whole);
        expect(whole[0]).toBe(Math.round(coherent[0]!) + 0);
        whole.forEach((value, i) => {
          expect(Number.isInteger(value)).toBe(true);
          expect(Math.abs(value - coherent[i]!)).toBeLessThan(1 + 1e-9);
        });
      }),
    );
  });

  it('leaves whole numbers as they are', () => {
    const coherent = aggregate(nested, [1, 2, 3, 4, 5]);
    expect(roundCoherently(nested, treeOf(nested), coherent)).toEqual(coherent);
  });

  it('wants forecasts that add up, and levels that nest', () => {
    expect(() => roundCoherently(nested, treeOf(nested), [9, 1, 1, 1, 1, 1, 1, 1])).toThrow(
      'total must be the sum of its parts',
    );
    expect(() => treeOf(crossed)).toThrow('the hierarchy must nest to be a tree, region=x lies across others');
  });
});

describe('coherent samples', () => {
  const errors = errorsOf(nested, 50);
  const fit = fitReconciliation(nested, 'shrinkage', errors);
  const base = aggregate(nested, [10, 20, 30, 40, 50]);
  const draw = () => coherentSamples(nested, fit, base, { errors, count: 400, rng: createRng(2) });

  it('are coherent, each of them, and the same for the same seed', () => {
    for (const sample of draw()) expect(aggregate(nested, sample.slice(-5))).toEqual(sample);
    expect(draw()).toEqual(draw());
  });

  it('have the intervals that as many of them lie in', () => {
    const samples = draw();
    const { lower, upper } = sampleIntervals(samples, 0.9);
    lower.forEach((low, i) => {
      const inside = samples.filter((sample) => sample[i]! >= low && sample[i]! <= upper[i]!).length;
      // Fifty errors are drawn eight times each, about: the samples are tied in steps of 2 % on each side.
      expect(Math.abs(inside / 400 - 0.9)).toBeLessThan(0.05);
      expect(low).toBeLessThan(base[i]!);
    });
  });
});
