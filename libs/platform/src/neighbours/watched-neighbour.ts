import type { ChannelCredentials } from '@grpc/grpc-js';
import type { Operation } from '@bellwether/contracts';
import type { HealthRegistry } from '../health/index.js';
import type { Metrics } from '../metrics/index.js';
import { openNeighbour, type Neighbour, type NeighbourOptions } from './neighbour.js';

/** By which the app's `ChannelCredentials` for the other apps are injected. */
export const NEIGHBOUR_CREDENTIALS = Symbol('NeighbourCredentials');

export interface WatchedOptions<Operations extends Readonly<Record<string, Operation>>> extends Omit<
  NeighbourOptions<Operations>,
  'onCall' | 'credentials'
> {
  /** What the app goes without while the neighbour is away, for people: 'it does not learn what is served'. */
  readonly lost: string;
}

/** Of the app that asks. */
export interface Surroundings {
  readonly metrics: Metrics;
  readonly health: HealthRegistry;
  readonly credentials: ChannelCredentials;
}

/**
 * A neighbour whose calls are counted and whose absence is told in /health: it degrades the app, and does not make it
 * unready.
 */
export function openWatchedNeighbour<Operations extends Readonly<Record<string, Operation>>>(
  { lost, ...options }: WatchedOptions<Operations>,
  { metrics, health, credentials }: Surroundings,
): Neighbour<Operations> {
  const { name } = options;
  const neighbour: Neighbour<Operations> = openNeighbour({
    ...options,
    credentials,
    onCall: (method, outcome) => {
      metrics.neighbourCalls.inc({ neighbour: name, method, outcome });
      metrics.neighbourAway.set({ neighbour: name }, neighbour.isAway() ? 1 : 0);
    },
  });
  health.register(`neighbour_${name.replaceAll('-', '_')}`, {
    required: false,
    check: async () =>
      neighbour.isAway() ? { status: 'degraded', detail: `${name} does not answer: ${lost}` } : undefined,
  });
  return neighbour;
}
