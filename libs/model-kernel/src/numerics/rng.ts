import { DomainError } from '@bellwether/errors';
import { portableExp, portableLog } from './portable-math.js';

/**
 * A seeded stream of random numbers. The same seed gives the same stream on every machine and engine: integers come
 * from 32-bit operations, and exp and log from portable-math rather than Math, whose last bits differ between engines.
 */
export interface Rng {
  /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
  next(): number;
  /** Uniform on 0 … n − 1, without bias. @throws INVALID_ARGUMENT unless n is an integer in 1 … 2³². */
  int(n: number): number;
  /** Normal with the given mean and standard deviation ≥ 0 (Marsaglia & Bray's polar method). */
  normal(mean?: number, standardDeviation?: number): number;
  /** Exponential with the given rate > 0, mean 1 / rate. */
  exponential(rate?: number): number;
  /** Gamma with shape > 0 and scale > 0, mean shape · scale (Marsaglia & Tsang 2000). */
  gamma(shape: number, scale?: number): number;
  /** Beta with a, b > 0. */
  beta(a: number, b: number): number;
  /** Poisson with the given mean ≥ 0; exact for any mean, in O(log mean) draws. */
  poisson(mean: number): number;
  /** Number of successes in n trials of probability p; exact, in O(log n) draws. */
  binomial(n: number, p: number): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends Shuffleable>(items: T): T;
  /**
   * An independent stream named by its label. It depends on the seed and the labels alone, never on how much has been
   * drawn, so adding a draw in one place leaves every other stream as it was.
   */
  fork(label: string | number): Rng;
}

/** What shuffle can reorder: any array or typed array. */
export interface Shuffleable {
  readonly length: number;
  [index: number]: unknown;
}

/** Taken once: in a sandbox, as tests run in, a look at a global costs more than the multiplication. */
const { floor, imul, sqrt } = Math;

/** The finaliser of splitmix32 / MurmurHash3: every input bit reaches every output bit. */
function mix32(x: number): number {
  let z = x | 0;
  z = imul(z ^ (z >>> 16), 0x85ebca6b);
  z = imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new DomainError('INVALID_ARGUMENT', `${name} must be positive and finite, got ${value}`);
  }
}

/**
 * xoshiro128** seeded through splitmix32.
 *
 * @see Blackman & Vigna (2021), Scrambled linear pseudorandom number generators, ACM TOMS 47(4).
 */
class Xoshiro128 implements Rng {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;
  private spareNormal = NaN;

  constructor(
    private readonly keyLow: number,
    private readonly keyHigh: number,
  ) {
    let counter = keyLow;
    const draw = (): number => {
      counter = (counter + 0x9e3779b9) | 0;
      return mix32(counter ^ keyHigh);
    };
    this.s0 = draw();
    this.s1 = draw();
    this.s2 = draw();
    // The all-zero state is the one fixed point of xoshiro.
    this.s3 = draw() | 1;
  }

  private uint32(): number {
    const product = imul(this.s1, 5);
    const result = imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= t;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return result;
  }

  next(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  /** Uniform on (0, 1): the logarithm is finite. */
  private positive(): number {
    let u = this.next();
    while (u === 0) u = this.next();
    return u;
  }

  int(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 2 ** 32)) {
      throw new DomainError('INVALID_ARGUMENT', `n must be an integer in 1–2^32, got ${n}`);
    }
    const limit = 2 ** 32 - (2 ** 32 % n);
    let draw = this.uint32();
    while (draw >= limit) draw = this.uint32();
    return draw % n;
  }

  normal(mean = 0, standardDeviation = 1): number {
    if (!(standardDeviation >= 0)) {
      throw new DomainError('INVALID_ARGUMENT', `standardDeviation must not be negative, got ${standardDeviation}`);
    }
    const spare = this.spareNormal;
    if (!Number.isNaN(spare)) {
      this.spareNormal = NaN;
      return mean + standardDeviation * spare;
    }
    let u: number, v: number, s: number;
    do {
      u = 2 * this.next() - 1;
      v = 2 * this.next() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const factor = sqrt((-2 * portableLog(s)) / s);
    this.spareNormal = v * factor;
    return mean + standardDeviation * u * factor;
  }

  exponential(rate = 1): number {
    requirePositive('rate', rate);
    return -portableLog(this.positive()) / rate;
  }

  gamma(shape: number, scale = 1): number {
    requirePositive('scale', scale);
    return portableExp(this.logGamma(shape)) * scale;
  }

  /** log of a unit-scale gamma variate: a shape near 0 gives values that underflow, their logarithm does not. */
  private logGamma(shape: number): number {
    requirePositive('shape', shape);
    if (shape < 1) return this.logGamma(shape + 1) + portableLog(this.positive()) / shape;
    const d = shape - 1 / 3;
    const c = 1 / sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const t = 1 + c * x;
      if (t <= 0) continue;
      const v = t * t * t;
      const u = this.positive();
      // The squeeze accepts most draws without their logarithms.
      if (u < 1 - 0.0331 * (x * x) * (x * x)) return portableLog(d * v);
      if (portableLog(u) < 0.5 * x * x + d - d * v + d * portableLog(v)) return portableLog(d * v);
    }
  }

  beta(a: number, b: number): number {
    const logX = this.logGamma(a);
    const logY = this.logGamma(b);
    return 1 / (1 + portableExp(logY - logX));
  }

  /** Splits the mean by a gamma arrival time until it is small (Ahrens & Dieter 1974), then multiplies uniforms. */
  poisson(mean: number): number {
    if (!(mean >= 0 && mean < 2 ** 52)) {
      throw new DomainError('INVALID_ARGUMENT', `mean must be in [0, 2^52), got ${mean}`);
    }
    let count = 0;
    let left = mean;
    while (left > 12) {
      const m = floor((left * 7) / 8);
      const arrival = this.gamma(m);
      if (arrival > left) return count + this.binomial(m - 1, left / arrival);
      count += m;
      left -= arrival;
    }
    const limit = portableExp(-left);
    for (let product = this.next(); product > limit; product *= this.next()) count += 1;
    return count;
  }

  /** Splits n at the median order statistic of the n uniforms until n is small (Relles 1972), then counts trials. */
  binomial(n: number, p: number): number {
    if (!(Number.isInteger(n) && n >= 0)) {
      throw new DomainError('INVALID_ARGUMENT', `n must be a non-negative integer, got ${n}`);
    }
    if (!(p >= 0 && p <= 1)) throw new DomainError('INVALID_ARGUMENT', `p must be in [0, 1], got ${p}`);
    let count = 0;
    let trials = n;
    let chance = p;
    while (trials > 24) {
      const i = floor(trials / 2) + 1;
      const pivot = this.beta(i, trials + 1 - i);
      if (pivot <= chance) {
        count += i;
        trials -= i;
        chance = pivot === 1 ? 0 : (chance - pivot) / (1 - pivot);
      } else {
        trials = i - 1;
        chance /= pivot;
      }
    }
    for (let i = 0; i < trials; i++) if (this.next() < chance) count += 1;
    return count;
  }

  shuffle<T extends Shuffleable>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = items[i];
      items[i] = items[j];
      items[j] = held;
    }
    return items;
  }

  fork(label: string | number): Rng {
    const name = typeof label === 'number' ? `#${label}` : `'${label}`;
    let low = this.keyLow;
    let high = mix32(this.keyHigh ^ 0x6a09e667);
    for (let i = 0; i < name.length; i++) {
      low = mix32(imul(low, 31) + name.charCodeAt(i));
      high = mix32(imul(high, 37) + name.charCodeAt(i) + low);
    }
    return new Xoshiro128(mix32(low + name.length), high);
  }
}

/**
 * A generator whose stream is fixed by its seed.
 *
 * @param seed integer in 0 … 2⁵³ − 1.
 * @throws INVALID_ARGUMENT when the seed is not such an integer.
 */
export function createRng(seed: number): Rng {
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new DomainError('INVALID_ARGUMENT', `seed must be an integer in 0–2^53 − 1, got ${seed}`);
  }
  return new Xoshiro128(mix32(seed % 2 ** 32), mix32(floor(seed / 2 ** 32) + 0x3c6ef372));
}
