import { checkHorizon, checkSeries } from '../check-series.js';
import type { ForecastMethod } from '../method.js';
import { backTest, backTestHorizon, type BackTestOrigin } from './back-test.js';
import { combineForecasts, weightedMeans } from './combine.js';
import { componentResiduals, fitComponents, forecastComponent, SHORTEST, type ComponentFit } from './components.js';
import { horizonWeights } from './horizon-weights.js';

export interface EnsembleFit {
  readonly components: readonly ComponentFit[];
  /** Shape (horizon, components); longer horizons use the last row. */
  readonly weights: readonly (readonly number[])[];
}

/**
 * The mean of the components weighted by the inverse of their errors in a rolling-origin back-test of the series itself, for
 * each horizon. Its deviations are the weighted means of theirs.
 *
 * @see horizon-weights.ts; Makridakis & Hibon (2000), International Journal of Forecasting 16(4), for combining single, trend and
 *   damped smoothing (Comb S-H-D).
 */
export const ensemble: ForecastMethod<EnsembleFit> = {
  title: 'Exponential smoothing and Theta, weighted by back-test',
  minimumLength: () => SHORTEST,
  fit: (y, { m }) => {
    checkSeries(y, m, SHORTEST);
    return fitEnsemble(y, m, backTest(y, m));
  },
  forecast: ({ components, weights }, h) => {
    checkHorizon(h);
    return combineForecasts(
      components.map((component) => forecastComponent(component, h)),
      (parts) => weightedMeans(parts, weights),
    );
  },
  residuals: ({ components, weights }, y) =>
    weightedMeans(
      components.map((component) => componentResiduals(component, y)),
      weights.slice(0, 1),
    ),
};

export function fitEnsemble(y: Float64Array, m: number, origins: readonly BackTestOrigin[]): EnsembleFit {
  const components = fitComponents(y, m);
  const names = components.map(({ name }) => name);
  return { components, weights: horizonWeights(names, origins, backTestHorizon(y.length, m)) };
}
