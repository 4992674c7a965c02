import { DomainError } from '@bellwether/errors';
import { normalQuantile } from '@bellwether/model-kernel/numerics';

export interface ShareInterval {
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * A share with Wilson's score interval: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
 *
 * @param count successes, 0 … n. @param n trials, 1 or more.
 * @throws INVALID_ARGUMENT for counts that are none or a coverage outside (0, 1).
 * @see Wilson (1927), JASA 22; Newcombe (1998), Statistics in Medicine 17, method 3.
 */
export function wilsonInterval(count: number, n: number, coverage = 0.95): ShareInterval {
  if (!(n >= 1 && count >= 0 && count <= n && coverage > 0 && coverage < 1)) {
    const message = `count must be in 0 … n, n ≥ 1, coverage in (0, 1), got ${count} of ${n}, ${coverage}`;
    throw new DomainError('INVALID_ARGUMENT', message);
  }
  const z = normalQuantile((1 + coverage) / 2);
  const share = count / n;
  const centre = share + z ** 2 / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  // At 0 and n the bounds are 0 and 1; rounding would leave them a hair inside or outside.
  return {
    share,
    lower: count === 0 ? 0 : Math.max(0, (centre - half) / scale),
    upper: count === n ? 1 : Math.min(1, (centre + half) / scale),
  };
}
