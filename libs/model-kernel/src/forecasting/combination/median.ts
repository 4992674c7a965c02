import { checkHorizon, checkSeries } from '../check-series.js';
import type { ForecastMethod } from '../method.js';
import { combineForecasts, medians } from './combine.js';
import { componentResiduals, fitComponents, forecastComponent, SHORTEST, type ComponentFit } from './components.js';

export interface MedianFit {
  readonly components: readonly ComponentFit[];
}

/**
 * The median of the components, and of their deviations. The idea is the simple combination of Petropoulos & Svetunkov; theirs
 * has CES and ARIMA among its four methods, which are not here.
 *
 * @see Petropoulos & Svetunkov (2020), A simple combination of univariate models, International Journal of Forecasting 36(1).
 */
export const medianCombination: ForecastMethod<MedianFit> = {
  title: 'Median of exponential smoothing and Theta',
  minimumLength: () => SHORTEST,
  fit: (y, { m }) => {
    checkSeries(y, m, SHORTEST);
    return { components: fitComponents(y, m) };
  },
  forecast: ({ components }, h) => {
    checkHorizon(h);
    return combineForecasts(
      components.map((component) => forecastComponent(component, h)),
      medians,
    );
  },
  // y minus a median is the median of y minus each.
  residuals: ({ components }, y) => medians(components.map((component) => componentResiduals(component, y))),
};
