import { DomainError } from '@bellwether/errors';
import { checkSeries } from '../check-series.js';
import type { ForecastMethod } from '../method.js';
import { etsResiduals, forecastEts, toEtsFit, type EtsFit } from './ets-fit.js';
import { fitForms, leastAicc } from './fit-forms.js';

const SHORTEST = 5;

/**
 * The form of least AICc among the admissible ones.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §8.6; Hyndman, Koehler, Snyder & Grose
 *   (2002), International Journal of Forecasting 18(3).
 */
export const ets: ForecastMethod<EtsFit> = {
  title: 'Exponential smoothing, form chosen by AICc (FPP3 §8.6)',
  minimumLength: () => SHORTEST,
  fit: (y, { m }) => {
    checkSeries(y, m, SHORTEST);
    const best = leastAicc(fitForms(y, m));
    if (best === undefined) throw new DomainError('INVALID_ARGUMENT', 'no form of ETS has a likelihood on the series');
    return toEtsFit(best, y, m);
  },
  forecast: forecastEts,
  residuals: etsResiduals,
};
