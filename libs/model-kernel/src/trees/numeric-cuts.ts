/** Fewest rows of a bin where values are too many for a bin each. */
const MIN_ROWS_IN_BIN = 3;

/** An f32 cut t with low ≤ t < high, so that low goes left of it and high right. */
function cutBetween(low: number, high: number): number {
  const middle = Math.fround(low / 2 + high / 2);
  return middle >= low && middle < high ? middle : low;
}

/** Distinct values, ascending, and how often each occurs. */
function countDistinct(sorted: Float32Array): { values: Float32Array; counts: Uint32Array } {
  const values = new Float32Array(sorted.length);
  const counts = new Uint32Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    const x = sorted[i]!;
    if (last < 0 || x !== values[last]) values[++last] = x;
    counts[last]! += 1;
  }
  return { values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

/**
 * Cuts of a numeric feature into at most maxBins bins: one bin per distinct value where they fit, else bins of nearly
 * equal counts in which a value more frequent than the mean bin gets a bin of its own (LightGBM's GreedyFindBin).
 *
 * @param sorted f32 values ascending, without NaN.
 * @returns ascending f32 cuts; bin k holds cuts[k − 1] < x ≤ cuts[k].
 * @see Ke et al. (2017), LightGBM, NeurIPS; its source, bin.cpp.
 */
export function findCuts(sorted: Float32Array, maxBins: number): Float32Array {
  const { values, counts } = countDistinct(sorted);
  const cuts: number[] = [];
  if (values.length <= maxBins) {
    for (let i = 0; i + 1 < values.length; i++) cuts.push(cutBetween(values[i]!, values[i + 1]!));
    return Float32Array.from(cuts);
  }

  let rowsLeft = sorted.length;
  let binsLeft = Math.max(1, Math.min(maxBins, Math.floor(sorted.length / MIN_ROWS_IN_BIN)));
  const most = binsLeft;
  const frequent = counts.map((count) => (count >= sorted.length / most ? 1 : 0));
  for (let i = 0; i < counts.length; i++) {
    if (frequent[i] === 1) {
      rowsLeft -= counts[i]!;
      binsLeft -= 1;
    }
  }
  let target = rowsLeft / Math.max(1, binsLeft);
  let inBin = 0;
  for (let i = 0; i + 1 < values.length && cuts.length < most - 1; i++) {
    inBin += counts[i]!;
    if (frequent[i] === 0) rowsLeft -= counts[i]!;
    const nextStandsAlone = frequent[i + 1] === 1 && inBin >= Math.max(1, target / 2);
    if (frequent[i] === 1 || inBin >= target || nextStandsAlone) {
      cuts.push(cutBetween(values[i]!, values[i + 1]!));
      inBin = 0;
      if (frequent[i] === 0) {
        binsLeft -= 1;
        target = rowsLeft / Math.max(1, binsLeft);
      }
    }
  }
  return Float32Array.from(cuts);
}
