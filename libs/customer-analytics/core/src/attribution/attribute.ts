import { channelsOf, type ConversionPath } from './conversion-path.js';
import { markovShares } from './markov.js';
import { checkAttribution, DEFAULT_ATTRIBUTION, type AttributionOptions } from './options.js';
import { firstTouch, lastTouch, linear, positionBased, timeDecay, type TouchWeights } from './touch-weights.js';

/** What one model gives to one channel. */
export interface ChannelCredit {
  readonly channel: string;
  readonly conversions: number;
  /** Money. */
  readonly value: number;
  /** Of all conversions; 0 where there are none. */
  readonly share: number;
}

type Model = (paths: readonly ConversionPath[], channels: readonly string[], options: AttributionOptions) => Credits;

interface Credits {
  readonly conversions: Float64Array;
  readonly value: Float64Array;
}

/** Attribution models, by name. */
export const ATTRIBUTION_MODELS = {
  first: byTouch(firstTouch),
  last: byTouch(lastTouch),
  linear: byTouch(linear),
  time_decay: byTouch(timeDecay),
  position: byTouch(positionBased),
  markov: byMarkov,
  shapley: byShapley,
} as const satisfies Record<string, Model>;
export type AttributionModel = keyof typeof ATTRIBUTION_MODELS;

/**
 * Conversions and their value, shared among the channels of the paths by one model: both sum to those of the paths.
 *
 * @throws INVALID_ARGUMENT for a path without a touch or an option outside its range.
 */
export function attribute(
  paths: readonly ConversionPath[],
  model: AttributionModel,
  options: AttributionOptions = DEFAULT_ATTRIBUTION,
): ChannelCredit[] {
  checkAttribution(options);
  const channels = channelsOf(paths);
  const { conversions, value } = ATTRIBUTION_MODELS[model](paths, channels, options);
  const total = conversions.reduce((sum, credit) => sum + credit, 0);
  return channels.map((channel, i) => ({
    ...{ channel, conversions: conversions[i]!, value: value[i]! },
    share: total > 0 ? conversions[i]! / total : 0,
  }));
}

function byTouch(weightsOf: TouchWeights): Model {
  return (paths, channels, options) =>
    credited(paths, channels, ({ touches }) =>
      weightsOf(touches, options).map((weight, i) => [touches[i]!.channel, weight] as const),
    );
}

/**
 * Shapley values of the game in which a coalition of channels is worth the conversions of the paths that saw no others: each
 * path's conversions in equal parts among the channels that it saw, however often.
 *
 * @see Zhao, Mahboobi & Bagheri (2018), Shapley value methods for attribution modeling in online advertising, eq. 8.
 */
function byShapley(paths: readonly ConversionPath[], channels: readonly string[]): Credits {
  return credited(paths, channels, ({ touches }) => {
    const seen = [...new Set(touches.map(({ channel }) => channel))];
    return seen.map((channel) => [channel, 1 / seen.length] as const);
  });
}

function byMarkov(paths: readonly ConversionPath[], channels: readonly string[]): Credits {
  const shares = markovShares(paths, channels);
  const sum = (of: (path: ConversionPath) => number) => paths.reduce((total, path) => total + of(path), 0);
  const [conversions, value] = [sum((path) => path.conversions), sum((path) => path.value)];
  return { conversions: shares.map((share) => share * conversions), value: shares.map((share) => share * value) };
}

function credited(
  paths: readonly ConversionPath[],
  channels: readonly string[],
  creditsOf: (path: ConversionPath) => readonly (readonly [channel: string, weight: number])[],
): Credits {
  const index = new Map(channels.map((channel, i) => [channel, i]));
  const conversions = new Float64Array(channels.length);
  const value = new Float64Array(channels.length);
  for (const path of paths) {
    for (const [channel, weight] of creditsOf(path)) {
      conversions[index.get(channel)!]! += weight * path.conversions;
      value[index.get(channel)!]! += weight * path.value;
    }
  }
  return { conversions, value };
}
