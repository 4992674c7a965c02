import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapleyValues } from '@bellwether/model-kernel/explanation';
import { attribute, ATTRIBUTION_MODELS, type AttributionModel } from './attribute.js';
import type { ConversionPath } from './conversion-path.js';
import { markovConversion } from './markov.js';

const NAMES = Object.keys(ATTRIBUTION_MODELS) as AttributionModel[];
const path = (channels: string, conversions: number, lost = 0, days?: readonly number[]): ConversionPath => ({
  touches: channels.split('').map((channel, i, all) => ({ channel, daysBefore: days?.[i] ?? all.length - 1 - i })),
  conversions,
  value: 10 * conversions,
  lost,
});
const shares = (paths: readonly ConversionPath[], model: AttributionModel) =>
  Object.fromEntries(attribute(paths, model).map(({ channel, share }) => [channel, share]));

const somePaths = fc.array(
  fc
    .tuple(
      fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 9 }),
    )
    .map(([channels, conversions, lost]) => path(channels.join(''), conversions, lost)),
  { minLength: 1, maxLength: 12 },
);

describe('removal effects', () => {
  // The example that analyzecore.com (Bryl 2016) takes from Anderl et al.: C1→C2→C3 converts; C1, and C2→C3, do not.
  const paths = [path('123', 1), path('1', 0, 1), path('23', 0, 1)];

  it('are 0.5, 1 and 1 in the worked example: shares of 20, 40 and 40 %', () => {
    expect(markovConversion(paths, ['1', '2', '3'])).toBeCloseTo(1 / 3, 12);
    const found = shares(paths, 'markov');
    expect([found['1'], found['2'], found['3']].map((share) => Math.round(share! * 1e9) / 1e9)).toEqual([
      0.2, 0.4, 0.4,
    ]);
  });

  it('bear journeys that come back, and give nothing to who is on no way to a conversion', () => {
    const found = shares([path('ababab', 3, 1), path('c', 0, 5)], 'markov');
    expect(found['c']).toBe(0);
    expect(found['a']! + found['b']!).toBeCloseTo(1, 12);
  });
});

describe('Shapley values', () => {
  it('are those of the enumerated game', () => {
    fc.assert(
      fc.property(somePaths, (paths) => {
        const credits = attribute(paths, 'shapley');
        const index = new Map(credits.map(({ channel }, i) => [channel, i]));
        // A coalition is worth the conversions of the paths that saw no others.
        const worth = (coalition: number) =>
          paths
            .filter(({ touches }) => touches.every(({ channel }) => (coalition >> index.get(channel)!) & 1))
            .reduce((sum, { conversions }) => sum + conversions, 0);
        const phi = shapleyValues(credits.length, worth);
        credits.forEach(({ conversions }, i) => expect(conversions).toBeCloseTo(phi[i]!, 9));
      }),
    );
  });
});

describe('shares by touches', () => {
  it('of one path are those of the rules', () => {
    const four = [path('abcd', 1, 0, [21, 14, 7, 0])];
    expect(shares(four, 'first')).toEqual({ a: 1, b: 0, c: 0, d: 0 });
    expect(shares(four, 'last')).toEqual({ a: 0, b: 0, c: 0, d: 1 });
    expect(shares(four, 'linear')).toEqual({ a: 0.25, b: 0.25, c: 0.25, d: 0.25 });
    // A week halves: 1, 2, 4, 8 fifteenths.
    const decayed = shares(four, 'time_decay');
    ['a', 'b', 'c', 'd'].forEach((channel, i) => expect(decayed[channel]).toBeCloseTo(2 ** i / 15, 12));
    // 40–20–40.
    const position = shares(four, 'position');
    expect([position['a'], position['b'], position['c'], position['d']].map((x) => x!.toFixed(12))).toEqual(
      [0.4, 0.1, 0.1, 0.4].map((x) => x.toFixed(12)),
    );
  });

  it('decay by differences alone: a year more does not make them vanish', () => {
    expect(shares([path('ab', 1, 0, [9_007, 9_000])], 'time_decay')['a']).toBeCloseTo(1 / 3, 12);
  });
});

describe.each(NAMES)('%s', (model) => {
  it('shares out all conversions and all value, none of it negative', () => {
    fc.assert(
      fc.property(somePaths, (paths) => {
        const credits = attribute(paths, model);
        const total = paths.reduce((sum, { conversions }) => sum + conversions, 0);
        expect(credits.reduce((sum, { conversions }) => sum + conversions, 0)).toBeCloseTo(total, 8);
        expect(credits.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(10 * total, 7);
        expect(credits.every(({ conversions }) => conversions >= -1e-12)).toBe(true);
      }),
    );
  });

  it('gives all to the only channel, and the same to channels that change places', () => {
    expect(shares([path('aaa', 2, 3)], model)).toEqual({ a: 1 });
    const found = shares([path('ab', 2, 1), path('ba', 2, 1)], model);
    expect(found['a']).toBeCloseTo(found['b']!, 12);
  });

  it('refuses a path without a touch, and options that are none', () => {
    expect(() => attribute([path('', 1)], model)).toThrow('path 0 must have touches');
    expect(() => attribute([path('a', 1)], model, { halfLifeDays: 0, endShare: 0.4 })).toThrow('halfLifeDays');
    expect(() => attribute([path('a', 1)], model, { halfLifeDays: 7, endShare: 0.6 })).toThrow('endShare');
  });
});
