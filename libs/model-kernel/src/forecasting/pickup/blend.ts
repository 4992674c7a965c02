import { DomainError } from '@bellwether/errors';

/**
 * How much of a pickup forecast to take beside a long-range one, at one horizon: the weight w in [0, 1] with the least
 * Σ (y − w p − (1 − w) l)² in a back-test, w = Σ (y − l)(p − l)/Σ (p − l)². Near a stay the books tell almost all and w is near 1;
 * months ahead they tell little.
 *
 * @param y what came, by origin. @param pickup, longRange what each said; all of the shape (n,), finite.
 * @returns 0.5 where the two never differ.
 * @throws INVALID_ARGUMENT when the shapes differ or nothing is given.
 * @see Bates & Granger (1969), The combination of forecasts, OR 20(4).
 */
export function blendWeight(y: ArrayLike<number>, pickup: ArrayLike<number>, longRange: ArrayLike<number>): number {
  if (y.length === 0 || pickup.length !== y.length || longRange.length !== y.length) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `y, pickup and longRange must have one length above 0, got ${y.length}, ${pickup.length} and ${longRange.length}`,
    );
  }
  let both = 0;
  let square = 0;
  for (let i = 0; i < y.length; i++) {
    const apart = pickup[i]! - longRange[i]!;
    both += (y[i]! - longRange[i]!) * apart;
    square += apart * apart;
  }
  return square === 0 ? 0.5 : Math.min(1, Math.max(0, both / square));
}

/** w p + (1 − w) l. */
export function blend(weight: number, pickup: number, longRange: number): number {
  return weight * pickup + (1 - weight) * longRange;
}
