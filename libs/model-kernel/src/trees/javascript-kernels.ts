import { HISTOGRAM_DOUBLES as STRIDE, type TreeKernels } from './kernels.js';

const POWERS_OF_TWO = Float64Array.from({ length: 129 }, (_, k) => 2 ** (k - 64));
const ROUNDING = 6755399441055744;

/** e^x for |x| ≤ 40, operation for operation that of assembly/growing.ts. */
function exponential(x: number): number {
  const k = x * 1.4426950408889634 + ROUNDING - ROUNDING;
  const r = x - k * 0.6931471805599453;
  let p = 2.755731922398589e-7;
  p = p * r + 2.7557319223985893e-6;
  p = p * r + 2.48015873015873e-5;
  p = p * r + 1.984126984126984e-4;
  p = p * r + 1.388888888888889e-3;
  p = p * r + 8.333333333333333e-3;
  p = p * r + 4.1666666666666664e-2;
  p = p * r + 0.16666666666666666;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  return p * POWERS_OF_TWO[k + 64]!;
}

/**
 * The kernels in plain JavaScript: the fallback where there is no WebAssembly SIMD, and the oracle of the other engine.
 *
 * @param buffer the memory; it must not be detached or grown afterwards.
 */
export function createJavaScriptKernels(buffer: ArrayBuffer): TreeKernels {
  const u8 = new Uint8Array(buffer);
  const u32 = new Uint32Array(buffer);
  const f32 = new Float32Array(buffer);
  const f64 = new Float64Array(buffer);

  return {
    histogramOfRows(bins, features, rows, n, gradients, histogram) {
      const r0 = rows >> 2;
      const g0 = gradients >> 3;
      const start = histogram >> 3;
      const end = start + features * STRIDE;
      for (let i = 0; i < n; i++) {
        const g = f64[g0 + 2 * i]!;
        const h = f64[g0 + 2 * i + 1]!;
        let p = bins + u32[r0 + i]! * features;
        let o = start;
        for (; o + 2 * STRIDE < end; o += 3 * STRIDE, p += 3) {
          const a = o + (u8[p]! << 1);
          f64[a]! += g;
          f64[a + 1]! += h;
          const b = o + STRIDE + (u8[p + 1]! << 1);
          f64[b]! += g;
          f64[b + 1]! += h;
          const c = o + 2 * STRIDE + (u8[p + 2]! << 1);
          f64[c]! += g;
          f64[c + 1]! += h;
        }
        for (; o < end; o += STRIDE, p++) {
          const a = o + (u8[p]! << 1);
          f64[a]! += g;
          f64[a + 1]! += h;
        }
      }
    },

    histogramOfColumn(column, rows, n, gradients, histogram) {
      const r0 = rows >> 2;
      const g0 = gradients >> 3;
      const start = histogram >> 3;
      for (let i = 0; i < n; i++) {
        const a = start + (u8[column + u32[r0 + i]!]! << 1);
        f64[a]! += f64[g0 + 2 * i]!;
        f64[a + 1]! += f64[g0 + 2 * i + 1]!;
      }
    },

    clearHistogram(histogram, features, count, binCounts) {
      for (let k = 0; k < count; k++) {
        const f = u32[(features >> 2) + k]!;
        const start = (histogram >> 3) + f * STRIDE;
        f64.fill(0, start, start + 2 * u32[(binCounts >> 2) + f]!);
      }
    },

    subtractHistogram(parent, child, features, count, binCounts) {
      for (let k = 0; k < count; k++) {
        const f = u32[(features >> 2) + k]!;
        const p = (parent >> 3) + f * STRIDE;
        const c = (child >> 3) + f * STRIDE;
        const length = 2 * u32[(binCounts >> 2) + f]!;
        for (let i = 0; i < length; i++) f64[p + i]! -= f64[c + i]!;
      }
    },

    gatherGradients(gradients, rows, n, ordered) {
      const r0 = rows >> 2;
      const from = gradients >> 3;
      const to = ordered >> 3;
      for (let i = 0; i < n; i++) {
        const source = from + 2 * u32[r0 + i]!;
        f64[to + 2 * i] = f64[source]!;
        f64[to + 2 * i + 1] = f64[source + 1]!;
      }
    },

    partitionRows(column, rows, n, goesLeft, spare) {
      const r0 = rows >> 2;
      const s0 = spare >> 2;
      let left = 0;
      let right = 0;
      for (let i = 0; i < n; i++) {
        const row = u32[r0 + i]!;
        const go = u8[goesLeft + u8[column + row]!]!;
        u32[r0 + left] = row;
        u32[s0 + right] = row;
        left += go;
        right += 1 - go;
      }
      u32.copyWithin(r0 + left, s0, s0 + right);
      return left;
    },

    bestThreshold(histogram, features, count, valueBins, hasMissing, G, H, minH, lambda, out) {
      let best = -1;
      let bestFeature = -1;
      let bestBin = -1;
      let bestMissing = 0;
      let bestG = 0;
      let bestH = 0;
      for (let k = 0; k < count; k++) {
        const f = u32[(features >> 2) + k]!;
        const base = (histogram >> 3) + f * STRIDE;
        const bins = u32[(valueBins >> 2) + f]!;
        const missing = u8[hasMissing + f]!;
        const end = base + 2 * (bins - 1 + missing);
        let gl = 0;
        let hl = 0;
        for (let a = base; a < end; a += 2) {
          gl += f64[a]!;
          hl += f64[a + 1]!;
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
            bestFeature = f;
            bestBin = (a - base) >> 1;
            bestMissing = 0;
            bestG = gl;
            bestH = hl;
          }
        }
        if (missing === 0) continue;
        const lastValue = base + 2 * (bins - 1);
        gl = f64[lastValue + 2]!;
        hl = f64[lastValue + 3]!;
        for (let a = base; a < lastValue; a += 2) {
          gl += f64[a]!;
          hl += f64[a + 1]!;
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
            bestFeature = f;
            bestBin = (a - base) >> 1;
            bestMissing = 1;
            bestG = gl;
            bestH = hl;
          }
        }
      }
      const o = out >> 3;
      f64[o] = best - (G * G) / (H + lambda);
      f64[o + 1] = bestFeature;
      f64[o + 2] = bestBin;
      f64[o + 3] = bestMissing;
      f64[o + 4] = bestG;
      f64[o + 5] = bestH;
    },

    addToScores(scores, rows, n, value) {
      const s0 = scores >> 3;
      const r0 = rows >> 2;
      for (let i = 0; i < n; i++) f64[s0 + u32[r0 + i]!]! += value;
    },

    logisticGradients(scores, labels, weights, n, gradients) {
      const s0 = scores >> 3;
      const y0 = labels >> 3;
      const w0 = weights >> 3;
      const g0 = gradients >> 3;
      for (let i = 0; i < n; i++) {
        const unclamped = f64[s0 + i]!;
        const score = unclamped < -40 ? -40 : unclamped > 40 ? 40 : unclamped;
        const p = 1 / (1 + exponential(-score));
        const w = f64[w0 + i]!;
        f64[g0 + 2 * i] = w * (p - f64[y0 + i]!);
        f64[g0 + 2 * i + 1] = w * p * (1 - p);
      }
    },

    squaredGradients(scores, labels, weights, n, gradients) {
      const s0 = scores >> 3;
      const y0 = labels >> 3;
      const w0 = weights >> 3;
      const g0 = gradients >> 3;
      for (let i = 0; i < n; i++) {
        const w = f64[w0 + i]!;
        f64[g0 + 2 * i] = w * (f64[s0 + i]! - f64[y0 + i]!);
        f64[g0 + 2 * i + 1] = w;
      }
    },

    tweedieGradients(scores, labels, weights, n, p, gradients) {
      const s0 = scores >> 3;
      const y0 = labels >> 3;
      const w0 = weights >> 3;
      const g0 = gradients >> 3;
      const one = 1 - p;
      const two = 2 - p;
      for (let i = 0; i < n; i++) {
        const unclamped = f64[s0 + i]!;
        const score = unclamped < -40 ? -40 : unclamped > 40 ? 40 : unclamped;
        const a = f64[y0 + i]! * exponential(one * score);
        const b = exponential(two * score);
        const w = f64[w0 + i]!;
        f64[g0 + 2 * i] = w * (b - a);
        f64[g0 + 2 * i + 1] = w * (two * b - one * a);
      }
    },

    assignBins(values, n, cuts, missingBin, column) {
      const v0 = values >> 2;
      const c0 = cuts >> 2;
      for (let i = 0; i < n; i++) {
        const x = f32[v0 + i]!;
        if (Number.isNaN(x)) {
          u8[column + i] = missingBin;
          continue;
        }
        let p = c0;
        for (let step = 128; step > 0; step >>= 1) if (x > f32[p + step - 1]!) p += step;
        u8[column + i] = p - c0;
      }
    },
  };
}
