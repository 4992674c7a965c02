import type { BackTestOrigin } from './back-test.js';

/** Keeps the weight of a component that was never wrong finite; small beside any error worth a forecast. */
const FLOOR = 0.01;

/**
 * Weights by horizon: w_{h,i} ∝ 1 / (MAE_{h,i}/MAE_h + 0.01), MAE_{h,i} the mean absolute error of component i in the back-test
 * over steps 1 … h of every origin and MAE_h its mean over components. Without a back-test they are equal.
 *
 * @returns shape (horizon, components), each row summing to 1.
 * @see Bates & Granger (1969), The combination of forecasts, Operational Research Quarterly 20(4), for weights inverse to error.
 */
export function horizonWeights<Name extends string>(
  names: readonly Name[],
  origins: readonly BackTestOrigin<Name>[],
  horizon: number,
): number[][] {
  return Array.from({ length: horizon }, (_, step) => inverse(names.map((name) => meanError(name, origins, step + 1))));
}

/** NaN where no origin could fit the component. */
function meanError<Name extends string>(name: Name, origins: readonly BackTestOrigin<Name>[], steps: number): number {
  let sum = 0;
  let count = 0;
  for (const { actual, forecasts } of origins) {
    const forecast = forecasts.get(name);
    if (forecast === undefined) continue;
    for (let step = 0; step < Math.min(steps, actual.length); step++) {
      sum += Math.abs(forecast[step]! - actual[step]!);
      count += 1;
    }
  }
  return sum / count;
}

/** A component without an error of its own is taken to be as good as the mean of the others. */
function inverse(errors: readonly number[]): number[] {
  const known = errors.filter((error) => !Number.isNaN(error));
  const mean = known.reduce((sum, error) => sum + error, 0) / known.length;
  const raw = errors.map((error) => (mean > 0 && !Number.isNaN(error) ? 1 / (error / mean + FLOOR) : 1 / (1 + FLOOR)));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}
