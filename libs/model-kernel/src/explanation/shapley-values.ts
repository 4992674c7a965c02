import { DomainError } from '@bellwether/errors';

/** Beyond this 2^n coalitions take too long. */
const MAX_PLAYERS = 20;

/**
 * Shapley values of a game by enumeration of its coalitions:
 * φ_j = Σ_{T ∌ j} |T|! (n − |T| − 1)! / n! · (v(T ∪ {j}) − v(T)).
 *
 * @param n number of players, at most 20.
 * @param worth value of a coalition; bit j of the mask says that player j is in it.
 * @returns shape (n,); they sum to v(all) − v(none).
 * @throws INVALID_ARGUMENT when n is not an integer in 0–20.
 * @see Shapley (1953), A value for n-person games.
 */
export function shapleyValues(n: number, worth: (coalition: number) => number): Float64Array {
  if (!(Number.isInteger(n) && n >= 0 && n <= MAX_PLAYERS)) {
    throw new DomainError('INVALID_ARGUMENT', `n must be an integer in 0–${MAX_PLAYERS}, got ${n}`);
  }
  const worths = Float64Array.from({ length: 2 ** n }, (_, coalition) => worth(coalition));
  // |T|! (n − |T| − 1)! / n! = 1 / (n · C(n − 1, |T|)).
  const weights = new Float64Array(n);
  for (let size = 0, binomial = 1; size < n; size++) {
    weights[size] = 1 / (n * binomial);
    binomial = (binomial * (n - 1 - size)) / (size + 1);
  }
  const phi = new Float64Array(n);
  for (let coalition = 0; coalition < worths.length; coalition++) {
    let size = 0;
    for (let rest = coalition; rest > 0; rest >>= 1) size += rest & 1;
    for (let j = 0; j < n; j++) {
      if ((coalition & (1 << j)) !== 0) continue;
      phi[j]! += weights[size]! * (worths[coalition | (1 << j)]! - worths[coalition]!);
    }
  }
  return phi;
}
