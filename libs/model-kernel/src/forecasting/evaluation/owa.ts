import { DomainError } from '@bellwether/errors';

export interface SeriesErrors {
  /** Mean over the series. */
  readonly smape: number;
  readonly mase: number;
}

/**
 * Overall weighted average: the mean of sMAPE and MASE, each divided by Naive2's; below 1 is better than Naive2. Both are means over
 * all series before they are divided.
 *
 * @throws INVALID_ARGUMENT when an error of Naive2 is not above 0.
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), The M4 Competition, International Journal of Forecasting 36(1).
 */
export function owa(errors: SeriesErrors, naive2Errors: SeriesErrors): number {
  for (const [name, value] of Object.entries(naive2Errors)) {
    if (!(value > 0)) throw new DomainError('INVALID_ARGUMENT', `${name} of Naive2 must be above 0, got ${value}`);
  }
  return (errors.smape / naive2Errors.smape + errors.mase / naive2Errors.mase) / 2;
}
