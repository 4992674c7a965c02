import { DomainError } from '@bellwether/errors';
import { checkSeries } from '../check-series.js';

/** @throws INVALID_ARGUMENT as {@link checkSeries}, and for a value below 0: demand is a quantity. */
export function checkDemand(y: Float64Array, m: number, fewest: number): void {
  checkSeries(y, m, fewest);
  const bad = y.findIndex((value) => value < 0);
  if (bad >= 0) throw new DomainError('INVALID_ARGUMENT', `y[${bad}] must not be negative, got ${y[bad]}`);
}
