import { DomainError } from '@bellwether/errors';
import { checkHorizon, checkSeries } from '../check-series.js';
import type { Forecast, ForecastMethod } from '../method.js';
import { createFitWorkspace, fitForm, type FormFit } from './fit-form.js';
import { forecastForm } from './forecast-form.js';
import { formName, parameterCount, type EtsForm } from './form.js';
import type { EtsParameters } from './parameters.js';
import { smooth, type EtsState } from './recursion.js';

/** A fitted form of exponential smoothing. */
export interface EtsFit {
  readonly form: EtsForm;
  readonly parameters: EtsParameters;
  readonly state: EtsState;
  /** √(Σ ε² / (n − smoothing parameters and initial states)): in the unit of y for additive errors, else a ratio. */
  readonly sigma: number;
  readonly aicc: number;
}

/** The plain data of a search's result, with σ and the last state. */
export function toEtsFit({ form, parameters, aicc }: FormFit, y: Float64Array, m: number): EtsFit {
  const { fitted, state } = smooth(form, parameters, y);
  let squares = 0;
  for (let t = 0; t < y.length; t++) {
    const error = y[t]! - fitted[t]!;
    squares += (form.error === 'A' ? error : error / fitted[t]!) ** 2;
  }
  const degrees = Math.max(1, y.length - (parameterCount(form, m) - 1));
  return { form, parameters, state, sigma: Math.sqrt(squares / degrees), aicc };
}

export function forecastEts({ form, parameters, state, sigma }: EtsFit, h: number): Forecast {
  checkHorizon(h);
  return forecastForm(form, parameters, state, sigma, h);
}

export function etsResiduals({ form, parameters }: EtsFit, y: Float64Array): Float64Array {
  const { fitted } = smooth(form, parameters, y);
  return y.map((value, t) => value - fitted[t]!);
}

/** @throws INVALID_ARGUMENT for a value that a multiplicative part has no model for. */
export function checkPositive(y: Float64Array, name: string): void {
  const bad = y.findIndex((value) => !(value > 0));
  if (bad >= 0) throw new DomainError('INVALID_ARGUMENT', `y[${bad}] must be positive for ${name}, got ${y[bad]}`);
}

/** The method that is one form. A form without a season takes any m and looks past it. */
export function formMethod(title: string, form: EtsForm): ForecastMethod<EtsFit> {
  const seasonal = form.season !== 'N';
  const period = (m: number): number => (seasonal ? m : 1);
  const minimumLength = (m: number): number => Math.max(parameterCount(form, period(m)) + 2, seasonal ? 2 * m : 0);
  return {
    title,
    minimumLength,
    fit: (y, { m }) => {
      checkSeries(y, m, Number.isInteger(m) && m >= 1 ? minimumLength(m) : 0);
      if (seasonal && m === 1) throw new DomainError('INVALID_ARGUMENT', `${title} needs a season, m ≥ 2, got 1`);
      if (form.error === 'M' || form.season === 'M') checkPositive(y, title);
      const found = fitForm(form, y, m, createFitWorkspace(y.length, m));
      if (found === undefined) {
        throw new DomainError('INVALID_ARGUMENT', `the series has no likelihood under ${formName(form)}`);
      }
      return toEtsFit(found, y, m);
    },
    forecast: forecastEts,
    residuals: etsResiduals,
  };
}
