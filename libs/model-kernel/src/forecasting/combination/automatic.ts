import { checkSeries } from '../check-series.js';
import type { ForecastMethod } from '../method.js';
import { backTest, type BackTestOrigin } from './back-test.js';
import { medians, weightedMeans } from './combine.js';
import { SHORTEST } from './components.js';
import { ensemble, fitEnsemble, type EnsembleFit } from './ensemble.js';
import { horizonWeights } from './horizon-weights.js';
import { medianCombination } from './median.js';

export interface AutomaticFit extends EnsembleFit {
  readonly chosen: 'ensemble' | 'median';
  /** Mean absolute error of either in the back-test, in the unit of the series; null without a back-test. */
  readonly backTestError: { readonly ensemble: number | null; readonly median: number | null };
}

/**
 * The better of the weighted ensemble and the median by mean absolute error in the rolling-origin back-test; the ensemble
 * where they are equal. The ensemble is judged at each origin with the weights that the other origins give it, so that no
 * weight has seen the values it is judged on.
 */
export const automatic: ForecastMethod<AutomaticFit> = {
  title: 'The better of the ensemble and the median by back-test',
  minimumLength: () => SHORTEST,
  fit: (y, { m }) => {
    checkSeries(y, m, SHORTEST);
    const origins = backTest(y, m);
    const backTestError = compare(origins);
    const chosen = (backTestError.median ?? 0) < (backTestError.ensemble ?? 0) ? 'median' : 'ensemble';
    return { ...fitEnsemble(y, m, origins), chosen, backTestError };
  },
  forecast: (fit, h) => (fit.chosen === 'median' ? medianCombination.forecast(fit, h) : ensemble.forecast(fit, h)),
  residuals: (fit, y) => (fit.chosen === 'median' ? medianCombination.residuals(fit, y) : ensemble.residuals(fit, y)),
};

function compare(origins: readonly BackTestOrigin[]): AutomaticFit['backTestError'] {
  const sums = { ensemble: 0, median: 0 };
  let count = 0;
  for (const origin of origins) {
    const names = [...origin.forecasts.keys()];
    const parts = [...origin.forecasts.values()];
    const others = origins.filter((other) => other !== origin);
    const weighted = weightedMeans(parts, horizonWeights(names, others, origin.actual.length));
    const middle = medians(parts);
    origin.actual.forEach((value, step) => {
      sums.ensemble += Math.abs(weighted[step]! - value);
      sums.median += Math.abs(middle[step]! - value);
      count += 1;
    });
  }
  return count === 0
    ? { ensemble: null, median: null }
    : { ensemble: sums.ensemble / count, median: sums.median / count };
}
