/**
 * Whole numbers that add up to `whole`, in proportion to parts: each gets the floor of its share, and the largest remainders one more.
 *
 * @param parts ≥ 0; alike where all are 0. @param whole ≥ 0.
 * @see Balinski & Young (2001), Fair Representation, 2nd ed., on Hamilton's method.
 */
export function largestRemainder(parts: ArrayLike<number>, whole: number): number[] {
  const given = Array.from(parts);
  const sum = given.reduce((total, part) => total + part, 0);
  const shares = given.map((part) => (sum > 0 ? (part / sum) * whole : whole / given.length));
  // A share that is whole but for an ulp is whole.
  const floors = shares.map((share) => Math.floor(share + 1e-9 * Math.max(1, share)));
  let left = whole - floors.reduce((total, floor) => total + floor, 0);
  const byRemainder = shares
    .map((share, part) => ({ part, remainder: share - floors[part]! }))
    .sort((a, b) => b.remainder - a.remainder || a.part - b.part);
  // A sum of floors that an ulp made too large gives back, never below nothing.
  for (let k = byRemainder.length - 1; left < 0 && k >= 0; k--) {
    const { part } = byRemainder[k]!;
    const back = Math.min(floors[part]!, -left);
    floors[part]! -= back;
    left += back;
  }
  for (let k = 0; left > 0; k = (k + 1) % byRemainder.length) {
    floors[byRemainder[k]!.part]! += 1;
    left -= 1;
  }
  return floors;
}
