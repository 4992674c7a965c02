import { DomainError } from '@bellwether/errors';

/** @throws INVALID_ARGUMENT unless every one is a finite number above 0; the message names the first that is not. */
export function checkPositive(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0 && value < Infinity)) {
      throw new DomainError('INVALID_ARGUMENT', `${name} must be a finite number above 0, got ${value}`);
    }
  }
}
