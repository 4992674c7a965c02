import { portableExp, portableLog, portableLogistic } from '@bellwether/model-kernel/numerics';
import { BROWSING, type BrowsingSource } from './browsing.js';

export const DEVICES = ['desktop', 'mobile', 'tablet'] as const;
export type Device = (typeof DEVICES)[number];

/** Devices of those who ask for a room. */
export const DEVICE_SHARES: Readonly<Record<Device, number>> = { desktop: 0.5, mobile: 0.42, tablet: 0.08 };

const LEVEL = -2.5;
const BY_DEVICE: Readonly<Record<Device, number>> = { desktop: 0.3, mobile: -0.4, tablet: 0 };
const BY_SITE: Readonly<Record<BrowsingSource, number>> = { website: 0.2, ota: -0.2 };
/** Of each minute: who stays is in earnest. */
const BY_MINUTE = 0.06;
/** Of each comparison: who looks elsewhere may find something. */
const BY_COMPARISON = -0.12;

/** What a session shows of how likely it ends in asking for a room. */
export interface SessionTraits {
  readonly site: BrowsingSource;
  readonly device: Device;
  readonly minutes: number;
  readonly comparisons: number;
  /** ε · ln(listed / reference): the demand's answer to the price. */
  readonly priceEffect: number;
}

/** The probability that a session ends in asking for a room, with the log-odds of docs/simulated-hotel.md. */
export function askingProbability({ site, device, minutes, comparisons, priceEffect }: SessionTraits): number {
  return portableLogistic(
    LEVEL + BY_SITE[site] + BY_DEVICE[device] + BY_MINUTE * minutes + BY_COMPARISON * comparisons + priceEffect,
  );
}

/**
 * How sessions without a request are made so that the probability is true. Those with one have traits of density f;
 * those without have f · (1 − p) / p = f · e^{−log-odds}, which is f again with other parameters: the logarithm is linear
 * in each trait, f a product of gamma, Poisson and choices.
 */
export const LOOKERS = {
  devices: tilted(DEVICES, DEVICE_SHARES, BY_DEVICE),
  /** Scale of the minutes' gamma: 1 / (1/θ + b). */
  minutesScale: 1 / (1 / BROWSING.minutesScale + BY_MINUTE),
  /** Mean of the comparisons' Poisson: μ e^{−c}. */
  comparisons: {
    website: BROWSING.comparisons.website * portableExp(-BY_COMPARISON),
    ota: BROWSING.comparisons.ota * portableExp(-BY_COMPARISON),
  },
} as const;

/** Sessions without a request on a site, for each request there at the reference price. */
export function lookersPerRequest(site: BrowsingSource): number {
  const { minutesShape, minutesScale, comparisons } = BROWSING;
  const byMinutes = portableExp(minutesShape * portableLog(LOOKERS.minutesScale / minutesScale));
  const byComparisons = portableExp(LOOKERS.comparisons[site] - comparisons[site]);
  const byDevice = DEVICES.reduce((sum, device) => sum + LOOKERS.devices[device], 0);
  return portableExp(-LEVEL - BY_SITE[site]) * byMinutes * byComparisons * byDevice;
}

/** Shares, each by e^{−effect}; their sum is the factor on the number. */
function tilted<K extends string>(
  keys: readonly K[],
  shares: Readonly<Record<K, number>>,
  effects: Readonly<Record<K, number>>,
): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, shares[key] * portableExp(-effects[key])])) as Record<K, number>;
}
