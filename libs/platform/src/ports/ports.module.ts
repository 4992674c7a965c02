import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { ANALYTICS_STORE, openAnalyticsStore } from '../analytics/index.js';
import { ARTIFACT_STORE, openArtifactStore } from '../artifacts/index.js';
import { CACHE, openCache } from '../cache/index.js';
import { EVENT_BUS, openEventBus, TracedEventBus, type EventOutcome } from '../events/index.js';
import { Metrics } from '../metrics/index.js';
import { ONLINE_STORE, openOnlineStore } from '../online-store/index.js';
import { TRACING, type Tracing } from '../tracing/index.js';
import { OptionalStores } from './optional-stores.js';

export interface PortsOptions {
  /** `chdb:///folder`, `chdb://memory`, `http(s)://…`. */
  readonly analyticsUrl?: string;
  /** `file:///folder`, `s3://bucket/prefix?…`. */
  readonly artifactsUrl?: string;
  /** `log:///folder`, `memory://`, `nats://…`, `amqp://…`. */
  readonly eventsUrl?: string;
  /** `memory://`, `redis://…`. */
  readonly cacheUrl?: string;
  /** `memory://`, `redis://…`. */
  readonly onlineUrl?: string;
}

const OPENED = Symbol('OpenedPorts');

interface Closable {
  close(): Promise<void>;
}

/** The stores that an app uses, by the symbols of their ports; only those whose url is given. Closed on shutdown. */
@Global()
@Module({})
export class PortsModule implements OnApplicationShutdown {
  constructor(@Inject(OPENED) private readonly opened: readonly Closable[]) {}

  static forRoot({ analyticsUrl, artifactsUrl, eventsUrl, cacheUrl, onlineUrl }: PortsOptions): DynamicModule {
    const ports: Provider[] = [];
    const closable: symbol[] = [];
    if (analyticsUrl !== undefined) {
      ports.push({ provide: ANALYTICS_STORE, useFactory: () => openAnalyticsStore(analyticsUrl) });
      closable.push(ANALYTICS_STORE);
    }
    if (eventsUrl !== undefined) {
      ports.push({
        provide: EVENT_BUS,
        inject: [
          { token: Metrics, optional: true },
          { token: TRACING, optional: true },
        ],
        useFactory: async (metrics?: Metrics, tracing?: Tracing | null) => {
          const observe = (outcome: EventOutcome, type: string) => metrics?.events.inc({ outcome, type });
          const bus = await openEventBus(eventsUrl, { observe });
          return tracing ? new TracedEventBus(bus, tracing) : bus;
        },
      });
      closable.push(EVENT_BUS);
    }
    if (artifactsUrl !== undefined) {
      ports.push({ provide: ARTIFACT_STORE, useFactory: () => openArtifactStore(artifactsUrl) });
    }
    if (cacheUrl !== undefined) {
      ports.push({
        provide: CACHE,
        inject: [{ token: Metrics, optional: true }],
        useFactory: (metrics?: Metrics) =>
          openCache(cacheUrl, { observe: (outcome) => metrics?.cacheRequests.inc({ outcome }) }),
      });
      closable.push(CACHE);
    }
    if (onlineUrl !== undefined) {
      ports.push({ provide: ONLINE_STORE, useFactory: () => openOnlineStore(onlineUrl) });
      closable.push(ONLINE_STORE);
    }
    const opened: Provider = { provide: OPENED, useFactory: (...stores: Closable[]) => stores, inject: closable };
    return { module: PortsModule, providers: [...ports, opened, OptionalStores], exports: [...ports] };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.opened.map((port) => port.close()));
  }
}
