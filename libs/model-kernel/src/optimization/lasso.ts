import { choleskyInPlace, solveLower, solveLowerTransposed } from './cholesky.js';

/**
 * The exact minimum of ½ xᵀA x − bᵀx + c Σ |xᵢ|, found in finitely many steps by guessing which xᵢ are not 0 and with what sign:
 * for a guess the minimum is that of a linear system; a step towards it stops at the best of the points where a sign changes;
 * and the guess grows by the xᵢ whose slope exceeds c most.
 *
 * @param a positive definite, row by row, shape (n, n). @param b shape (n,). @param c ≥ 0.
 * @param start where to begin, shape (n,); its zeros and signs are the first guess.
 * @returns undefined where a is not positive definite to rounding.
 * @see Lee, Battle, Raina & Ng (2007), Efficient sparse coding algorithms, NIPS, Algorithm 1 (feature-sign search).
 */
export function lasso(a: Float64Array, b: Float64Array, c: number, start: Float64Array): Float64Array | undefined {
  const n = b.length;
  const x = start.slice();
  const signs = x.map(Math.sign);
  const tolerance = 1e-10 * (c + b.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  // Each round lowers the value; the bound is for rounding alone.
  for (let round = 0; round < 50 * (n + 1); round++) {
    const slopes = b.map((value, i) => rowProduct(a, i, x) - value);
    const settled = x.every((value, i) => signs[i] === 0 || Math.abs(slopes[i]! + c * Math.sign(value)) <= tolerance);
    if (settled) {
      const i = steepest(slopes, signs);
      if (i < 0 || Math.abs(slopes[i]!) <= c + tolerance) return x;
      signs[i] = -Math.sign(slopes[i]!);
    }
    const target = minimumWithSigns(a, b, c, signs);
    if (!target) return undefined;
    moveTowards(a, b, c, x, target);
    for (let i = 0; i < n; i++) signs[i] = Math.sign(x[i]!);
  }
  return x;
}

/** The zero coordinate with the largest slope; −1 without one. */
function steepest(slopes: Float64Array, signs: Float64Array): number {
  let best = -1;
  for (let i = 0; i < slopes.length; i++) {
    if (signs[i] === 0 && (best < 0 || Math.abs(slopes[i]!) > Math.abs(slopes[best]!))) best = i;
  }
  return best;
}

/** Solves A x = b − c sign over the coordinates that have a sign; the others are 0. */
function minimumWithSigns(a: Float64Array, b: Float64Array, c: number, signs: Float64Array): Float64Array | undefined {
  const n = b.length;
  const active = [...signs.keys()].filter((i) => signs[i] !== 0);
  const size = active.length;
  const system = Float64Array.from({ length: size * size }, (_, at) => {
    return a[active[Math.floor(at / size)]! * n + active[at % size]!]!;
  });
  const solution = Float64Array.from(active, (i) => b[i]! - c * signs[i]!);
  if (!choleskyInPlace(system, size)) return undefined;
  solveLower(system, size, solution);
  solveLowerTransposed(system, size, solution);
  const target = new Float64Array(n);
  active.forEach((i, at) => (target[i] = solution[at]!));
  return target;
}

/** Moves x to the lowest of the target and the points on the way where a coordinate becomes 0, which it then is exactly. */
function moveTowards(a: Float64Array, b: Float64Array, c: number, x: Float64Array, target: Float64Array): void {
  const shares = [1];
  x.forEach((value, i) => {
    if (value * target[i]! < 0) shares.push(value / (value - target[i]!));
  });
  const points = shares.map((share) => x.map((value, i) => at(value, target[i]!, share)));
  const values = points.map((point) => valueAt(a, b, c, point));
  x.set(points[values.indexOf(Math.min(...values))]!);
}

function at(from: number, to: number, share: number): number {
  if (share === 1) return to;
  return from * to < 0 && share === from / (from - to) ? 0 : from + share * (to - from);
}

function valueAt(a: Float64Array, b: Float64Array, c: number, x: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * (0.5 * rowProduct(a, i, x) - b[i]!) + c * Math.abs(value), 0);
}

function rowProduct(a: Float64Array, row: number, x: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += a[row * x.length + j]! * x[j]!;
  return sum;
}
