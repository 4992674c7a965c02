import { describe, expect, it } from '@jest/globals';
import { createRng } from '../../numerics/index.js';
import { backTest, backTestHorizon } from './back-test.js';
import { medians, weightedMeans } from './combine.js';
import { horizonWeights } from './horizon-weights.js';
import { automatic, ensemble, medianCombination, type AutomaticFit, type EnsembleFit } from './index.js';

const wavy = (n: number, seed = 3): Float64Array => {
  const rng = createRng(seed);
  return Float64Array.from({ length: n }, (_, t) => 100 + t + 12 * Math.sin((t * Math.PI) / 2) + rng.normal(0, 5));
};

describe('the back-test', () => {
  it('looks ahead as far as the M3 competition does, and at half of a short series', () => {
    expect([backTestHorizon(40, 1), backTestHorizon(40, 4), backTestHorizon(100, 12), backTestHorizon(9, 1)]).toEqual([
      6, 8, 18, 4,
    ]);
  });

  it('forecasts from four origins with nothing of what follows them', () => {
    const y = wavy(48);
    const origins = backTest(y, 4);
    expect(origins.map(({ actual }) => actual.length)).toEqual([8, 6, 4, 2]);
    // A future that never came changes what is compared, not what was forecast.
    const changed = y.map((value, t) => (t >= 46 ? 1e6 : value));
    const [before, after] = [origins, backTest(changed, 4)].map(([, , , last]) => last!.forecasts.get('theta'));
    expect(after).toEqual(before);
  });

  it('has no origin before the fifth value', () => expect(backTest(wavy(5), 1)).toEqual([]));
});

describe('weights by horizon', () => {
  const origin = {
    actual: Float64Array.of(10, 10),
    forecasts: new Map([
      ['theta', Float64Array.of(11, 16)],
      ['ets_level', Float64Array.of(13, 10)],
    ] as const),
  };

  it('are inverse to the mean absolute error up to the horizon', () => {
    const [one, two] = horizonWeights(['theta', 'ets_level'], [origin], 2);
    // Errors 1 and 3, mean 2: weights as 1/0.51 to 1/1.51. To step 2: errors 3.5 and 1.5, mean 2.5.
    expect(one![0]! / one![1]!).toBeCloseTo(1.51 / 0.51, 12);
    expect(two![0]! / two![1]!).toBeCloseTo((1.5 / 2.5 + 0.01) / (3.5 / 2.5 + 0.01), 12);
    expect(one![0]! + one![1]!).toBeCloseTo(1, 12);
  });

  it('are equal without a back-test, and for a component that was never judged the mean of the others', () => {
    expect(horizonWeights(['theta', 'ets_level'], [], 1)).toEqual([[0.5, 0.5]]);
    const [row] = horizonWeights(['theta', 'ets_level', 'ets_trend'], [origin], 1);
    expect(row![2]! / row![0]!).toBeCloseTo(0.51 / 1.01, 12);
  });
});

it('combines by mean and by median', () => {
  const parts = [Float64Array.of(1, 5, 9), Float64Array.of(3, 6, NaN), Float64Array.of(8, 7, 2)];
  expect([...medians(parts)]).toEqual([3, 6, NaN]);
  expect([...medians(parts.slice(0, 2))].slice(0, 2)).toEqual([2, 5.5]);
  const weights = [
    [1, 0, 0],
    [0, 0.5, 0.5],
  ];
  // The third step goes by the last row, as any beyond.
  expect([...weightedMeans([parts[0]!, parts[2]!, parts[2]!], weights)]).toEqual([1, 7, 2]);
});

describe('the combinations', () => {
  it('lie within their components, and the weights sum to 1', () => {
    const y = wavy(60);
    const fit = ensemble.fit(y, { m: 4 }) as EnsembleFit;
    expect(fit.components.map(({ name }) => name)).toEqual([
      'theta',
      'dynamic_optimised_theta',
      'ets_level',
      'ets_trend',
      'ets_damped_trend',
    ]);
    for (const row of fit.weights) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('automatic is the one whose error in the back-test is less', () => {
    const chosen = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      const y = wavy(40, seed);
      const fit = automatic.fit(y, { m: 4 }) as AutomaticFit;
      const { ensemble: ofEnsemble, median: ofMedian } = fit.backTestError;
      expect(fit.chosen).toBe(ofMedian! < ofEnsemble! ? 'median' : 'ensemble');
      const method = fit.chosen === 'median' ? medianCombination : ensemble;
      expect(automatic.forecast(fit, 8)).toEqual(method.forecast(method.fit(y, { m: 4 }), 8));
      chosen.add(fit.chosen);
    }
    expect(chosen).toEqual(new Set(['ensemble', 'median']));
  });

  it('automatic judges the ensemble at each origin by weights that have not seen it', () => {
    const y = wavy(40, 2);
    const origins = backTest(y, 4);
    const errorWith = (weighing: (at: number) => typeof origins): number => {
      const errors = origins.flatMap(({ actual, forecasts }, at) => {
        const weights = horizonWeights([...forecasts.keys()], weighing(at), actual.length);
        const mean = weightedMeans([...forecasts.values()], weights);
        return Array.from(actual, (value, step) => Math.abs(value - mean[step]!));
      });
      return errors.reduce((sum, error) => sum + error, 0) / errors.length;
    };
    const { ensemble: stated } = (automatic.fit(y, { m: 4 }) as AutomaticFit).backTestError;
    expect(stated).toBeCloseTo(
      errorWith((at) => origins.filter((_, other) => other !== at)),
      12,
    );
    // With its own errors in the weights it would look better than it is.
    expect(stated).toBeGreaterThan(errorWith(() => origins));
  });

  it('automatic says so when a series is too short to judge on', () => {
    const fit = automatic.fit(wavy(5), { m: 1 }) as AutomaticFit;
    expect([fit.chosen, fit.backTestError]).toEqual(['ensemble', { ensemble: null, median: null }]);
  });
});
