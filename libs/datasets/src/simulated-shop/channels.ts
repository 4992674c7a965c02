import type { Rng } from '@bellwether/model-kernel/numerics';

export const CHANNELS = ['email', 'search', 'social', 'display', 'affiliate'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface ChannelFacts {
  /** Probability that it reaches an average customer on a day. */
  readonly reach: number;
  /** How much more it reaches those who visit more: the power of their rate over the mean. It finds who would come anyway. */
  readonly targeting: number;
  /** What a touch adds to the logarithm of the day's visits. */
  readonly effect: number;
  readonly cost: number;
}

export const CHANNEL_FACTS: Readonly<Record<Channel, ChannelFacts>> = {
  email: { reach: 0.06, targeting: 0, effect: 0.5, cost: 0.01 },
  // Seen by who was on the way already: it takes the last touch and adds little.
  search: { reach: 0.05, targeting: 0.8, effect: 0.15, cost: 0.6 },
  social: { reach: 0.05, targeting: 0, effect: 0.35, cost: 0.25 },
  display: { reach: 0.08, targeting: 0.3, effect: 0, cost: 0.05 },
  affiliate: { reach: 0.01, targeting: 0.2, effect: 0.7, cost: 1.2 },
};

const MOST_REACH = 0.9;

/** Which channels touch a customer on a day. @param relativeRate its visits over those of an average customer. */
export function drawTouches(rng: Rng, relativeRate: number): Channel[] {
  return CHANNELS.filter((channel) => {
    const { reach, targeting } = CHANNEL_FACTS[channel];
    return rng.next() < Math.min(MOST_REACH, reach * (1 - targeting + targeting * relativeRate));
  });
}
