/**
 * exp and log made of +, −, ×, ÷ only. IEEE 754 fixes the last bit of those four, and leaves that of Math.exp and
 * Math.log to the engine: a fitted model or a simulated hotel built on these is the same on every machine.
 *
 * @see Sun Microsystems (1993), fdlibm 5.3, e_exp.c and e_log.c: argument reduction and coefficients; error < 1 ulp.
 */

/** Taken once: in a sandbox, as tests run in, a look at a global costs more than the arithmetic. */
const { floor, SQRT2 } = Math;
const { isNaN: isNotANumber } = Number;

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.442695040888963387;

/** 2^k for k = −1022 … 1023, by exact doublings: Math.pow is slow and, in some engines, not exact. */
const POWERS_OF_TWO = Float64Array.from({ length: 2046 }, () => 1);
for (let k = 1; k <= 1023; k++) POWERS_OF_TWO[1022 + k] = POWERS_OF_TWO[1021 + k]! * 2;
for (let k = -1; k >= -1022; k--) POWERS_OF_TWO[1022 + k] = POWERS_OF_TWO[1023 + k]! / 2;

/** y · 2^k for −1075 ≤ k ≤ 1024, rounded once, also where the result is subnormal. */
function scaleByPowerOfTwo(y: number, k: number): number {
  if (k > 1023) return y * 2 * POWERS_OF_TWO[2045]!;
  if (k < -1022) return y * POWERS_OF_TWO[k + 1078]! * 2 ** -56;
  return y * POWERS_OF_TWO[k + 1022]!;
}

const bits = new DataView(new ArrayBuffer(8));

/**
 * e^x.
 *
 * @param x any number; NaN gives NaN.
 */
export function portableExp(x: number): number {
  if (isNotANumber(x)) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const k = floor(x * INVERSE_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  return scaleByPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), k);
}

/**
 * Natural logarithm.
 *
 * @param x any number; negative gives NaN, 0 gives −∞.
 */
export function portableLog(x: number): number {
  if (!(x >= 0)) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let k = 0;
  let m = x;
  if (m < 2 ** -1022) {
    m *= 2 ** 54;
    k -= 54;
  }
  // Split off the exponent bits: m becomes a number in [1, 2).
  bits.setFloat64(0, m);
  const high = bits.getUint32(0);
  k += (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  m = bits.getFloat64(0);
  if (m >= SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const halfSquare = 0.5 * f * f;
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + even + odd) + k * LN2_LOW) - f);
}

/** σ(x) = 1 / (1 + e^{−x}), the same on every machine. @param x any number; NaN gives NaN. */
export function portableLogistic(x: number): number {
  return 1 / (1 + portableExp(-x));
}
