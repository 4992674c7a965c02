import { DomainError } from '@bellwether/errors';

/** @throws INVALID_ARGUMENT, naming the option, unless it is a whole number in min … max. */
export function requireWhole(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new DomainError('INVALID_ARGUMENT', `${name} must be a whole number in ${min}–${max}, got ${value}`);
}
