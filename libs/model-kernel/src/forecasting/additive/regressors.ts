import { DomainError } from '@bellwether/errors';
import type { AdditiveOptions, AdditiveTimes, TermMode } from './options.js';

export interface Regressor {
  readonly name: string;
  readonly priorScale: number;
  readonly mode: TermMode;
  /** Subtracted, in the unit of the regressor; 0 if it is left as it is. */
  readonly mean: number;
  /** Divided by; 1 if it is left as it is. */
  readonly deviation: number;
}

/**
 * The regressors of a model with their scales, from the history.
 *
 * @param kept rows of the history that have a y.
 * @throws INVALID_ARGUMENT for a regressor without values, named.
 */
export function scaleRegressors(options: AdditiveOptions, history: AdditiveTimes, kept: Uint32Array): Regressor[] {
  const { holidayPriorScale = 10, seasonalityMode = 'additive' } = options;
  return (options.regressors ?? []).map(({ name, priorScale, standardize = 'auto', mode }) => {
    const values = Float64Array.from(kept, (row) => regressorValues(name, history)[row]!);
    checkFinite(name, values);
    return {
      name,
      priorScale: priorScale ?? holidayPriorScale,
      mode: mode ?? seasonalityMode,
      ...scaleOf(values, standardize),
    };
  });
}

/** Values of a regressor at some times. @throws INVALID_ARGUMENT, with its name, where they are absent or too few. */
export function regressorValues(name: string, times: AdditiveTimes): ArrayLike<number> {
  const values = times.regressors?.[name];
  if (!values) throw new DomainError('INVALID_ARGUMENT', `regressor ${name} has no values for these times`);
  if (values.length !== times.days.length) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `regressor ${name} must have a value for each of ${times.days.length} times, it has ${values.length}`,
    );
  }
  return values;
}

export function checkFinite(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new DomainError('INVALID_ARGUMENT', `regressor ${name} must be finite, got ${values[i]} at ${i}`);
    }
  }
}

function scaleOf(values: Float64Array, standardize: 'auto' | boolean): { mean: number; deviation: number } {
  const distinct = new Set(values);
  const binary = distinct.size === 2 && distinct.has(0) && distinct.has(1);
  if (distinct.size < 2 || standardize === false || (standardize === 'auto' && binary))
    return { mean: 0, deviation: 1 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
