import type { ConversionPath } from './conversion-path.js';

/**
 * Shares of channels by their removal effects in a first-order Markov chain: start → channel → … → conversion or nothing. Of a
 * channel the removal effect is 1 − P(conversion without it) / P(conversion), where a journey that comes to it ends in nothing;
 * shares are in proportion to the effects.
 *
 * @param channels every channel of the paths.
 * @returns shape (channels,), summing to 1; all 0 where nothing converts.
 * @see Anderl, Becker, von Wangenheim & Schumann (2016), Mapping the customer journey, Int. J. Research in Marketing 33, §3.
 */
export function markovShares(paths: readonly ConversionPath[], channels: readonly string[]): Float64Array {
  const chain = chainOf(paths, channels);
  const whole = conversionProbability(chain);
  const effects = Float64Array.from(channels, (_, i) => (whole > 0 ? 1 - conversionProbability(chain, i) / whole : 0));
  const total = effects.reduce((sum, effect) => sum + effect, 0);
  return effects.map((effect) => (total > 0 ? effect / total : 0));
}

/** P(conversion | start) of the paths' chain. */
export function markovConversion(paths: readonly ConversionPath[], channels: readonly string[]): number {
  return conversionProbability(chainOf(paths, channels));
}

/** Transition probabilities; states 0 … n − 1 are channels, n is the start. */
interface Chain {
  readonly n: number;
  /** Shape (n + 1, n). */
  readonly to: readonly Float64Array[];
  /** Shape (n + 1,). */
  readonly toConversion: Float64Array;
}

function chainOf(paths: readonly ConversionPath[], channels: readonly string[]): Chain {
  const n = channels.length;
  const index = new Map(channels.map((channel, i) => [channel, i]));
  const to = Array.from({ length: n + 1 }, () => new Float64Array(n));
  const toConversion = new Float64Array(n + 1);
  const out = new Float64Array(n + 1);
  for (const { touches, conversions, lost } of paths) {
    let state = n;
    for (const { channel } of touches) {
      const next = index.get(channel)!;
      to[state]![next]! += conversions + lost;
      out[state]! += conversions + lost;
      state = next;
    }
    toConversion[state]! += conversions;
    out[state]! += conversions + lost;
  }
  out.forEach((total, state) => {
    if (total === 0) return;
    toConversion[state]! /= total;
    for (let next = 0; next < n; next++) to[state]![next]! /= total;
  });
  return { n, to, toConversion };
}

/** x = Q x + r, x_i = P(conversion | state i), by elimination; a removed channel has x = 0. */
function conversionProbability({ n, to, toConversion }: Chain, removed = -1): number {
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n + 1 }, (_, j) => {
      if (i === removed) return i === j ? 1 : 0;
      if (j === n) return toConversion[i]!;
      return (i === j ? 1 : 0) - (j === removed ? 0 : to[i]![j]!);
    }),
  );
  // I − Q of an absorbing chain is an M-matrix: its pivots are positive without exchanges.
  for (let pivot = 0; pivot < n; pivot++) {
    for (let row = pivot + 1; row < n; row++) {
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      if (factor === 0) continue;
      for (let column = pivot; column <= n; column++) rows[row]![column]! -= factor * rows[pivot]![column]!;
    }
  }
  const x = new Float64Array(n);
  for (let row = n - 1; row >= 0; row--) {
    let rest = rows[row]![n]!;
    for (let column = row + 1; column < n; column++) rest -= rows[row]![column]! * x[column]!;
    x[row] = rest / rows[row]![row]!;
  }
  return to[n]!.reduce((sum, probability, channel) => sum + probability * x[channel]!, toConversion[n]!);
}
