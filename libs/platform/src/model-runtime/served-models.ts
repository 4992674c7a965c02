import { hostname } from 'node:os';
import type { OnApplicationBootstrap, OnApplicationShutdown, Provider } from '@nestjs/common';
import {
  getRollout,
  MODEL_PROMOTED,
  reportServing,
  ROLLOUT_CHANGED,
  type ModelPromoted,
  type RolloutChanged,
} from '@bellwether/contracts';
import type { Logger } from 'pino';
import { LOGGER } from '../bootstrap/platform.module.js';
import { CACHE, type Cache } from '../cache/index.js';
import { EVENT_BUS, type EventBus } from '../events/index.js';
import { APP_VERSION, HealthRegistry } from '../health/index.js';
import { Metrics } from '../metrics/index.js';
import { NEIGHBOUR_CREDENTIALS, openWatchedNeighbour, type Neighbour, type Surroundings } from '../neighbours/index.js';
import { traceHeaders } from '../tracing/index.js';
import type { PrepareModel } from './version-loader.js';
import { ModelSubscriber } from './model-subscriber.js';
import { RegistryModelSource } from './registry-model-source.js';
import type { TrustedKeys } from './signature.js';

/** Where models come from and whom they are trusted of. */
export interface ModelSourceOptions {
  readonly registryUrl: string;
  /** `host:port` of the registry's gRPC, for what is not MLflow's protocol; over HTTP as well when left out. */
  readonly registryGrpc?: string;
  /** What the registry is called by, where it asks for it. */
  readonly serviceApiKey?: string;
  /** How often the registry is asked which versions are in production, in milliseconds. */
  readonly modelPollMs: number;
  /** Of which one must have signed a bundle that is loaded; unsigned ones are where left out. */
  readonly trustedKeys?: TrustedKeys | undefined;
}

/** How soon the registry is asked again while a model has no version yet, in milliseconds. */
const FIRST_POLL_MS = 500;

/** Time for one report, in milliseconds. */
const REPORT_TIMEOUT_MS = 5_000;

/** What the registry is asked besides MLflow's protocol. */
const ASKED = { reportServing, getRollout };

type Registry = Neighbour<typeof ASKED> | null;

/** The models that a domain serves, each with what makes it of a bundle; all are told of by events and asked for besides. */
export class ServedModels<Models extends object> implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    readonly subscribers: { readonly [Name in keyof Models]: ModelSubscriber<Models[Name]> },
    private readonly registry: Registry,
    private readonly events: EventBus,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A hint to look now: a replica that is not there, or whose broker is not, finds out by asking.
    for (const type of [MODEL_PROMOTED, ROLLOUT_CHANGED]) {
      await this.events.listen<ModelPromoted | RolloutChanged>(type, async ({ data }) => {
        await this.all()
          .find(([name]) => name === data.name)?.[1]
          .reconcile();
      });
    }
    for (const [, subscriber] of this.all()) subscriber.start();
  }

  onApplicationShutdown(): void {
    for (const [, subscriber] of this.all()) subscriber.close();
    this.registry?.close();
  }

  private all(): [string, ModelSubscriber<unknown>][] {
    return Object.entries(this.subscribers);
  }
}

/** Told when no answer comes of a version any more: its predictions need not be kept. */
export type OnRetired = (retired: {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
  readonly cache: Cache | undefined;
}) => void;

/** Provides the models of a domain under a token of its own. */
export function servedModels<Models extends object>(
  token: symbol,
  options: ModelSourceOptions,
  prepare: { readonly [Name in keyof Models]: PrepareModel<Models[Name]> },
  onRetired: OnRetired = () => undefined,
): Provider {
  return {
    provide: token,
    inject: [
      ...[Metrics, HealthRegistry, NEIGHBOUR_CREDENTIALS, LOGGER, EVENT_BUS],
      ...[APP_VERSION, { token: CACHE, optional: true }],
    ],
    useFactory: (
      metrics: Metrics,
      health: HealthRegistry,
      credentials: Surroundings['credentials'],
      logger: Logger,
      events: EventBus,
      appVersion: string,
      cache?: Cache,
    ): ServedModels<Models> => {
      const registry = openRegistry(options, { metrics, health, credentials });
      const source = new RegistryModelSource(options.registryUrl, `${hostname()}-${process.pid}`, {
        ...(options.serviceApiKey !== undefined && { apiKey: options.serviceApiKey }),
        ...(registry !== null && { reports: registry.client }),
      });
      const polling = {
        pollMs: options.modelPollMs,
        trusted: options.trustedKeys,
        firstPollMs: Math.min(FIRST_POLL_MS, options.modelPollMs),
        onRetired: (name: string, version: string) => onRetired({ name, version, appVersion, cache }),
      };
      const subscribers = Object.entries<PrepareModel<unknown>>(prepare).map(
        ([name, make]) =>
          [name, new ModelSubscriber(name, source, make, polling, { metrics, health, logger })] as const,
      );
      const byName = Object.fromEntries(subscribers) as ServedModels<Models>['subscribers'];
      return new ServedModels<Models>(byName, registry, events);
    },
  };
}

function openRegistry(
  { registryGrpc: address, serviceApiKey }: ModelSourceOptions,
  surroundings: Surroundings,
): Registry {
  if (address === undefined) return null;
  return openWatchedNeighbour(
    {
      name: 'model-registry',
      lost: 'models in use serve on; new versions, and what is told of those served, wait',
      address,
      operations: ASKED,
      timeoutMs: REPORT_TIMEOUT_MS,
      headers: traceHeaders,
      ...(serviceApiKey !== undefined && { apiKey: serviceApiKey }),
    },
    surroundings,
  );
}
