import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PanelOrigin } from './back-test.js';
import { ensembleWeights, modelErrors, weightedForecast, type ModelErrors } from './ensemble-weights.js';
import { SERIES_MODEL_NAMES, type SeriesModelName } from './series-models.js';

const errorsOf = (own: Record<string, number>): ModelErrors => ({
  own: new Map(Object.entries(own).map(([name, error]) => [name as SeriesModelName, Float64Array.of(error)])),
  ofKind: new Map(Object.entries(own).map(([name, error]) => [name as SeriesModelName, error])),
});

describe('the weights of an ensemble', () => {
  it('are inverse to squared errors: 1/(r + 0.01) of each', () => {
    const weights = ensembleWeights(['theta', 'seasonal_naive'], 0, errorsOf({ theta: 0.49, seasonal_naive: 1.49 }));
    // 1/0.5 and 1/1.5: three to one.
    expect(weights).toEqual({ theta: 0.75, seasonal_naive: 0.25 });
  });

  it('add up to 1 in whole ten-thousandths, each at least 0.02', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...SERIES_MODEL_NAMES), { minLength: 1 }),
        fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 10, maxLength: 10 }),
        (names, errors) => {
          const weights = ensembleWeights(
            names,
            0,
            errorsOf(Object.fromEntries(names.map((name, i) => [name, errors[i]!]))),
          );
          const parts = Object.values(weights).map((weight) => Math.round(weight * 10_000));
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(10_000);
          expect(Math.min(...parts)).toBeGreaterThanOrEqual(199);
        },
      ),
    );
  });

  it('of a model that was never judged are those of the mean of the others', () => {
    const weights = ensembleWeights(['theta', 'prophet'], 0, errorsOf({ theta: 1 }));
    expect(weights).toEqual({ theta: 0.5, prophet: 0.5 });
  });
});

describe('the errors of the models', () => {
  const series = [{ kind: 'product', id: 'a', startDay: 0, values: Float64Array.of(1, 2, 3, 4) }];
  const origin: PanelOrigin = {
    known: 2,
    h: 2,
    forecasts: [
      new Map([
        ['theta' as const, Float64Array.of(3, 5)],
        ['prophet' as const, Float64Array.of(0, 4)],
      ]),
    ],
  };

  it('are mean squares over the mean of the models', () => {
    // Theta: (0² + 1²)/2 = 0.5; the additive model: (3² + 0²)/2 = 4.5; their mean 2.5.
    const { own, ofKind } = modelErrors(series, [origin]);
    expect(own.get('theta')).toEqual(Float64Array.of(0.2));
    expect(own.get('prophet')).toEqual(Float64Array.of(1.8));
    expect(ofKind.get('theta')).toBeCloseTo(0.2, 12);
  });

  it('of a perfect past are alike', () => {
    const perfect = { ...origin, forecasts: [new Map([['theta' as const, Float64Array.of(3, 4)]])] };
    expect(modelErrors(series, [perfect]).own.get('theta')).toEqual(Float64Array.of(1));
  });
});

it('a weighted forecast leaves out models without a forecast and raises the weights of the others', () => {
  const forecasts = new Map([
    ['theta' as const, Float64Array.of(10, 20)],
    ['prophet' as const, Float64Array.of(20, 40)],
  ]);
  const weights = { theta: 0.3, prophet: 0.3, tsb: 0.4 };
  const mean = [...weightedForecast(weights, forecasts, 2)];
  expect(mean[0]).toBeCloseTo(15, 12);
  expect(mean[1]).toBeCloseTo(30, 12);
  expect([...weightedForecast({ tsb: 1 }, forecasts, 2)]).toEqual([15, 30]);
});
