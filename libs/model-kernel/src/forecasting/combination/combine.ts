import type { Forecast } from '../method.js';

/** Σ_i w_{h,i} x_{i,h}; beyond the last row of weights, by the last row. */
export function weightedMeans(parts: readonly Float64Array[], weights: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from({ length: parts[0]!.length }, (_, step) => {
    const row = weights[Math.min(step, weights.length - 1)]!;
    return parts.reduce((sum, part, i) => sum + row[i]! * part[step]!, 0);
  });
}

/** The median of x_{1,h}, x_{2,h}, …; NaN where one of them is. */
export function medians(parts: readonly Float64Array[]): Float64Array {
  const middle = parts.length / 2;
  return Float64Array.from({ length: parts[0]!.length }, (_, step) => {
    const sorted = Float64Array.from(parts, (part) => part[step]!).sort();
    if (Number.isNaN(sorted[sorted.length - 1]!)) return NaN;
    return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
  });
}

/**
 * The combination of forecasts by their means and, as though the errors of the components were perfectly correlated (they
 * nearly are: one series, one origin), of their deviations: never less than what independent errors would give.
 */
export function combineForecasts(
  forecasts: readonly Forecast[],
  combine: (parts: readonly Float64Array[]) => Float64Array,
): Forecast {
  return {
    mean: combine(forecasts.map(({ mean }) => mean)),
    deviation: combine(forecasts.map(({ deviation }) => deviation)),
  };
}
