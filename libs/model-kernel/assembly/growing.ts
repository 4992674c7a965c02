// Hot loops of tree growing. src/trees/javascript-kernels.ts is their twin: same signatures, same order of floating-point
// operations, so both engines grow the same trees bit for bit. Change one only together with the other.
//
// Pointers are byte offsets into the imported memory. A histogram holds 256 bins of (gradient, hessian) as f64x2 for each
// feature, and one cache line of padding: without it the same bin of every feature would fall into the same set of the
// first-level cache, and features of few values, whose rows all meet in a few bins, would evict each other.

/** Bytes of one feature's histogram. */
const STRIDE: usize = 4160;

/** Adds each row's (g, h) to its bin of every feature. bins: row-major u8; gradients: (g, h) by position, not by row. */
export function histogramOfRows(
  bins: usize,
  features: usize,
  rows: usize,
  n: usize,
  gradients: usize,
  histogram: usize,
): void {
  const end = histogram + features * STRIDE;
  for (let i: usize = 0; i < n; i++) {
    const gh = v128.load(gradients + (i << 4));
    let p = bins + <usize>load<u32>(rows + (i << 2)) * features;
    let o = histogram;
    for (; o + 2 * STRIDE < end; o += 3 * STRIDE, p += 3) {
      const a = o + ((<usize>load<u8>(p)) << 4);
      v128.store(a, f64x2.add(v128.load(a), gh));
      const b = o + STRIDE + ((<usize>load<u8>(p, 1)) << 4);
      v128.store(b, f64x2.add(v128.load(b), gh));
      const c = o + 2 * STRIDE + ((<usize>load<u8>(p, 2)) << 4);
      v128.store(c, f64x2.add(v128.load(c), gh));
    }
    for (; o < end; o += STRIDE, p++) {
      const a = o + ((<usize>load<u8>(p)) << 4);
      v128.store(a, f64x2.add(v128.load(a), gh));
    }
  }
}

/** The same for one feature, from its column of bins. */
export function histogramOfColumn(column: usize, rows: usize, n: usize, gradients: usize, histogram: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const a = histogram + ((<usize>load<u8>(column + <usize>load<u32>(rows + (i << 2)))) << 4);
    v128.store(a, f64x2.add(v128.load(a), v128.load(gradients + (i << 4))));
  }
}

/** Zeroes the used bins of the listed features. */
export function clearHistogram(histogram: usize, features: usize, count: usize, binCounts: usize): void {
  for (let k: usize = 0; k < count; k++) {
    const f = <usize>load<u32>(features + (k << 2));
    memory.fill(histogram + f * STRIDE, 0, (<usize>load<u32>(binCounts + (f << 2))) << 4);
  }
}

/** parent −= child over the used bins of the listed features: what is left is the sibling. */
export function subtractHistogram(parent: usize, child: usize, features: usize, count: usize, binCounts: usize): void {
  for (let k: usize = 0; k < count; k++) {
    const f = <usize>load<u32>(features + (k << 2));
    const offset = f * STRIDE;
    const end = offset + ((<usize>load<u32>(binCounts + (f << 2))) << 4);
    for (let o = offset; o < end; o += 16) {
      v128.store(parent + o, f64x2.sub(v128.load(parent + o), v128.load(child + o)));
    }
  }
}

/** Copies the (g, h) of the listed rows into consecutive positions. */
export function gatherGradients(gradients: usize, rows: usize, n: usize, ordered: usize): void {
  for (let i: usize = 0; i < n; i++) {
    v128.store(ordered + (i << 4), v128.load(gradients + ((<usize>load<u32>(rows + (i << 2))) << 4)));
  }
}

/** Stable partition of the rows by goesLeft[bin] ∈ {0, 1}; returns how many go left. */
export function partitionRows(column: usize, rows: usize, n: usize, goesLeft: usize, spare: usize): u32 {
  let left: usize = 0;
  let right: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const row = load<u32>(rows + (i << 2));
    const go = <usize>load<u8>(goesLeft + <usize>load<u8>(column + <usize>row));
    // Both stores always happen and one of the two positions advances: no branch to mispredict.
    store<u32>(rows + (left << 2), row);
    store<u32>(spare + (right << 2), row);
    left += go;
    right += 1 - go;
  }
  memory.copy(rows + (left << 2), spare, right << 2);
  return <u32>left;
}

/**
 * Best threshold over the listed numeric features: maximises GL²/(HL+λ) + GR²/(HR+λ). Each feature is scanned with the
 * missing rows on the right and, where it has any, once more with them on the left.
 * Candidates are compared before dividing by (HL+λ)(HR+λ): a division each would cost as much as all the rest.
 * out: gain over the parent, feature (−1 for none), bin, missing-goes-left, GL, HL as f64.
 */
export function bestThreshold(
  histogram: usize,
  features: usize,
  count: usize,
  valueBins: usize,
  hasMissing: usize,
  G: f64,
  H: f64,
  minH: f64,
  lambda: f64,
  out: usize,
): void {
  let best: f64 = -1;
  let bestFeature: f64 = -1;
  let bestBin: f64 = -1;
  let bestMissing: f64 = 0;
  let bestG: f64 = 0;
  let bestH: f64 = 0;
  for (let k: usize = 0; k < count; k++) {
    const f = <usize>load<u32>(features + (k << 2));
    const base = histogram + f * STRIDE;
    const bins = <usize>load<u32>(valueBins + (f << 2));
    const missing = <usize>load<u8>(hasMissing + f);
    // With missing rows on the right the last value bin can end the left side too: values against missing.
    const end = base + ((bins - 1 + missing) << 4);
    let gl: f64 = 0;
    let hl: f64 = 0;
    for (let a = base; a < end; a += 16) {
      gl += load<f64>(a);
      hl += load<f64>(a, 8);
      if (hl < minH) continue;
      const hr = H - hl;
      if (hr < minH) break;
      const gr = G - gl;
      const l = hl + lambda;
      const r = hr + lambda;
      const score = gl * gl * r + gr * gr * l;
      const scale = l * r;
      if (score > best * scale) {
        best = score / scale;
        bestFeature = <f64>f;
        bestBin = <f64>((a - base) >> 4);
        bestMissing = 0;
        bestG = gl;
        bestH = hl;
      }
    }
    if (!missing) continue;
    const lastValue = base + ((bins - 1) << 4);
    gl = load<f64>(lastValue, 16);
    hl = load<f64>(lastValue, 24);
    for (let a = base; a < lastValue; a += 16) {
      gl += load<f64>(a);
      hl += load<f64>(a, 8);
      if (hl < minH) continue;
      const hr = H - hl;
      if (hr < minH) break;
      const gr = G - gl;
      const l = hl + lambda;
      const r = hr + lambda;
      const score = gl * gl * r + gr * gr * l;
      const scale = l * r;
      if (score > best * scale) {
        best = score / scale;
        bestFeature = <f64>f;
        bestBin = <f64>((a - base) >> 4);
        bestMissing = 1;
        bestG = gl;
        bestH = hl;
      }
    }
  }
  store<f64>(out, best - (G * G) / (H + lambda));
  store<f64>(out, bestFeature, 8);
  store<f64>(out, bestBin, 16);
  store<f64>(out, bestMissing, 24);
  store<f64>(out, bestG, 32);
  store<f64>(out, bestH, 40);
}

/** scores[row] += value over the listed rows. */
export function addToScores(scores: usize, rows: usize, n: usize, value: f64): void {
  for (let i: usize = 0; i < n; i++) {
    const a = scores + ((<usize>load<u32>(rows + (i << 2))) << 3);
    store<f64>(a, load<f64>(a) + value);
  }
}

/**
 * e^x for |x| ≤ 40 by 2^k · P(r), x = k ln 2 + r: |r| ≤ ln 2 / 2, relative error below 1e-12. Adding and subtracting
 * 1.5 · 2⁵² rounds to the nearest integer and leaves k in the low bits of the sum.
 */
function exponential(x: v128): v128 {
  const magic = f64x2.splat(6755399441055744.0);
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), magic);
  const k = f64x2.sub(shifted, magic);
  const r = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471805599453)));
  let p = f64x2.splat(2.755731922398589e-7);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.7557319223985893e-6));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.48015873015873e-5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.984126984126984e-4));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.388888888888889e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(8.333333333333333e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(4.1666666666666664e-2));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.16666666666666666));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  const power = i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
  return f64x2.mul(p, power);
}

/** g = w (p − y), h = w p (1 − p), p = 1 / (1 + e^−score); arrays are padded to an even length. */
export function logisticGradients(scores: usize, labels: usize, weights: usize, n: usize, gradients: usize): void {
  const one = f64x2.splat(1);
  for (let i: usize = 0; i < n; i += 2) {
    const s = f64x2.min(f64x2.max(v128.load(scores + (i << 3)), f64x2.splat(-40)), f64x2.splat(40));
    const p = f64x2.div(one, f64x2.add(one, exponential(f64x2.neg(s))));
    const w = v128.load(weights + (i << 3));
    const g = f64x2.mul(w, f64x2.sub(p, v128.load(labels + (i << 3))));
    const h = f64x2.mul(f64x2.mul(w, p), f64x2.sub(one, p));
    v128.store(gradients + (i << 4), v128.shuffle<f64>(g, h, 0, 2));
    v128.store(gradients + (i << 4), v128.shuffle<f64>(g, h, 1, 3), 16);
  }
}

/** g = w (score − y), h = w. */
export function squaredGradients(scores: usize, labels: usize, weights: usize, n: usize, gradients: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const w = load<f64>(weights + (i << 3));
    store<f64>(gradients + (i << 4), w * (load<f64>(scores + (i << 3)) - load<f64>(labels + (i << 3))));
    store<f64>(gradients + (i << 4), w, 8);
  }
}

/**
 * g = w (e^{(2−p) s} − y e^{(1−p) s}), h = w ((2−p) e^{(2−p) s} − (1−p) y e^{(1−p) s}), s the score; arrays are padded to an
 * even length.
 */
export function tweedieGradients(
  scores: usize,
  labels: usize,
  weights: usize,
  n: usize,
  p: f64,
  gradients: usize,
): void {
  const one = f64x2.splat(1 - p);
  const two = f64x2.splat(2 - p);
  for (let i: usize = 0; i < n; i += 2) {
    const s = f64x2.min(f64x2.max(v128.load(scores + (i << 3)), f64x2.splat(-40)), f64x2.splat(40));
    const a = f64x2.mul(v128.load(labels + (i << 3)), exponential(f64x2.mul(one, s)));
    const b = exponential(f64x2.mul(two, s));
    const w = v128.load(weights + (i << 3));
    const g = f64x2.mul(w, f64x2.sub(b, a));
    const h = f64x2.mul(w, f64x2.sub(f64x2.mul(two, b), f64x2.mul(one, a)));
    v128.store(gradients + (i << 4), v128.shuffle<f64>(g, h, 0, 2));
    v128.store(gradients + (i << 4), v128.shuffle<f64>(g, h, 1, 3), 16);
  }
}

/** Bin of each value: the number of cuts below it; NaN gets missingBin. cuts: 255 f32, padded with +∞. */
export function assignBins(values: usize, n: usize, cuts: usize, missingBin: u32, column: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const x = load<f32>(values + (i << 2));
    let p = cuts;
    p += (<usize>(x > load<f32>(p, 127 << 2))) << 9;
    p += (<usize>(x > load<f32>(p, 63 << 2))) << 8;
    p += (<usize>(x > load<f32>(p, 31 << 2))) << 7;
    p += (<usize>(x > load<f32>(p, 15 << 2))) << 6;
    p += (<usize>(x > load<f32>(p, 7 << 2))) << 5;
    p += (<usize>(x > load<f32>(p, 3 << 2))) << 4;
    p += (<usize>(x > load<f32>(p, 1 << 2))) << 3;
    p += (<usize>(x > load<f32>(p))) << 2;
    store<u8>(column + i, x == x ? <u32>((p - cuts) >> 2) : missingBin);
  }
}
