import { DomainError } from '@bellwether/errors';

/** Counts as shares of their sum. @throws INVALID_ARGUMENT unless they are ≥ 0 and not all 0. */
export function sharesOf(name: string, counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0 && total < Infinity) || counts.some((count) => !(count >= 0))) {
    throw new DomainError('INVALID_ARGUMENT', `${name} must be counts ≥ 0 that are not all 0`);
  }
  return counts.map((count) => count / total);
}

/** @throws INVALID_ARGUMENT unless both have the same categories. */
export function requireSameLength(reference: readonly number[], current: readonly number[]): void {
  if (reference.length === current.length) return;
  const message = `reference and current must have the same categories, got ${reference.length} and ${current.length}`;
  throw new DomainError('INVALID_ARGUMENT', message);
}
