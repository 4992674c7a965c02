/**
 * Whole cents of the parts that add up to those of their whole, by the largest remainders; the first of equal ones.
 *
 * @param parts in money, ≥ 0, adding up to the whole. @param whole whole cents.
 * @see Balinski & Young (2001), Fair Representation, 2nd ed., on Hamilton's method.
 */
export function shareCents(parts: readonly number[], whole: number): number[] {
  const exact = parts.map((part) => part * 100);
  const cents = exact.map((value) => Math.floor(value + 1e-9));
  const left = whole - cents.reduce((sum, value) => sum + value, 0);
  const order = exact.map((value, i) => ({ i, rest: value - cents[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  const step = Math.sign(left);
  // One round is enough but for what rounding moves; a part is never below nothing.
  for (let given = 0, turn = 0; given < Math.abs(left) && turn < 4 * order.length; turn++) {
    const { i } = step > 0 ? order[turn % order.length]! : order.at(-1 - (turn % order.length))!;
    if (cents[i]! + step < 0) continue;
    cents[i]! += step;
    given += 1;
  }
  return cents;
}
