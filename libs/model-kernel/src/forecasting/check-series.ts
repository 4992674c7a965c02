import { DomainError } from '@bellwether/errors';

/**
 * @throws INVALID_ARGUMENT for a value that is not finite, fewer than `fewest` of them, or a period that is no whole
 *   number ≥ 1.
 */
export function checkSeries(y: Float64Array, m: number, fewest: number): void {
  if (!Number.isInteger(m) || m < 1) {
    throw new DomainError('INVALID_ARGUMENT', `the seasonal period m must be a whole number from 1 on, got ${m}`);
  }
  if (y.length < fewest) {
    throw new DomainError('INVALID_ARGUMENT', `the series must have at least ${fewest} values, it has ${y.length}`);
  }
  const bad = y.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new DomainError('INVALID_ARGUMENT', `y[${bad}] must be finite, got ${y[bad]}`);
}

/** @throws INVALID_ARGUMENT unless h is a whole number ≥ 1. */
export function checkHorizon(h: number): void {
  if (!Number.isInteger(h) || h < 1) {
    throw new DomainError('INVALID_ARGUMENT', `the horizon h must be a whole number from 1 on, got ${h}`);
  }
}
