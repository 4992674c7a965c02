import { DomainError } from '@bellwether/errors';

/** ln ₂F₁(1, b; c; z) and its partial derivatives. */
export interface HypergeometricOne {
  log: number;
  byB: number;
  byC: number;
  byZ: number;
}

/** Beyond, the power series is slow and the continued fraction is not. */
const SERIES_UP_TO = 0.9;
const ENOUGH = 1e-17;
const MOST_LEVELS = 50_000;

/**
 * ln F(z), F(z) = ₂F₁(1, b; c; z) = Σ_k (b)_k / (c)_k z^k, with its derivatives by b, c and z. All terms are positive, so nothing
 * cancels: the series up to z = 0.9, Gauss's continued fraction above, both differentiated term by term.
 *
 * @param b > 0. @param c > b. @param z in [0, 1). Within 1e-7 of 1 digits are lost.
 * @param result written to and returned: a likelihood asks for one of each customer.
 * @throws INVALID_ARGUMENT
 * @see Abramowitz & Stegun (1964), 15.1.1; Olver et al. (2010), NIST Handbook, 15.7.1.
 */
export function hypergeometricOne(b: number, c: number, z: number, result: HypergeometricOne): HypergeometricOne {
  if (!(b > 0 && c > b && z >= 0 && z < 1)) {
    throw new DomainError('INVALID_ARGUMENT', `0 < b < c and 0 ≤ z < 1 must hold, got b ${b}, c ${c}, z ${z}`);
  }
  return z <= SERIES_UP_TO ? series(b, c, z, result) : continuedFraction(b, c, z, result);
}

function series(b: number, c: number, z: number, result: HypergeometricOne): HypergeometricOne {
  const smallest = ENOUGH * (1 - z);
  let term = 1;
  let sum = 1;
  let byB = 0;
  let byC = 0;
  let byZ = 0;
  let harmonicB = 0;
  let harmonicC = 0;
  // (k + 1) t_k bounds every sum's next term, up to the factor that the harmonic sums add.
  for (let k = 0; term * (k + 1) > smallest * sum; k++) {
    const up = b + k;
    const down = c + k;
    const ratio = (term * up) / down;
    byZ += (k + 1) * ratio;
    term = ratio * z;
    harmonicB += 1 / up;
    harmonicC += 1 / down;
    sum += term;
    byB += term * harmonicB;
    byC -= term * harmonicC;
  }
  return write(result, Math.log(sum), byB / sum, byC / sum, byZ / sum);
}

/**
 * (c − 1) / F = t_0 − u_1 z / (t_1 − u_2 z / (t_2 − …)), t_n = c − 1 + n, u_{2n+1} = (b + n)(c − 1 + n),
 * u_{2n} = n (c − 1 − b + n), from the last level down; the levels left out stand for their limit.
 */
function continuedFraction(b: number, c: number, z: number, result: HypergeometricOne): HypergeometricOne {
  const root = Math.sqrt(1 - z);
  const levels = Math.min(MOST_LEVELS, 4 + Math.ceil(Math.log(ENOUGH) / Math.log((1 - root) / (1 + root))));
  const base = c - 1;
  let value = ((base + levels) * (1 + root)) / 2;
  let byB = 0;
  let byC = (1 + root) / 2;
  let byZ = 0;
  for (let n = levels - 1; n >= 0; n--) {
    const half = n >> 1;
    const odd = n % 2 === 0;
    const left = odd ? b + half : half + 1;
    const right = odd ? base + half : base - b + half + 1;
    const u = left * right;
    const scale = (u * z) / (value * value);
    byB = scale * byB - ((odd ? right : -left) * z) / value;
    byC = 1 + scale * byC - (left * z) / value;
    byZ = scale * byZ - u / value;
    value = base + n - (u * z) / value;
  }
  return write(result, Math.log(base / value), -byB / value, 1 / base - byC / value, -byZ / value);
}

function write(result: HypergeometricOne, log: number, byB: number, byC: number, byZ: number): HypergeometricOne {
  result.log = log;
  result.byB = byB;
  result.byC = byC;
  result.byZ = byZ;
  return result;
}
