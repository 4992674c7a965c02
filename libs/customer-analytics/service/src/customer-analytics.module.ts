import { hostname } from 'node:os';
import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import {
  getRollout,
  MODEL_PROMOTED,
  reportServing,
  ROLLOUT_CHANGED,
  type ModelPromoted,
  type RolloutChanged,
} from '@bellwether/contracts';
import type { RiskThresholds } from '@bellwether/customer-analytics-core';
import { CLOCK, LOGGER, type Clock } from '@bellwether/platform/bootstrap';
import { EVENT_BUS, type EventBus } from '@bellwether/platform/events';
import { CACHE, type Cache } from '@bellwether/platform/cache';
import { EventLoopTurns } from '@bellwether/platform/callers';
import { APP_VERSION, HealthRegistry } from '@bellwether/platform/health';
import { ModelCatalogue } from '@bellwether/platform/inference-protocol';
import { Metrics } from '@bellwether/platform/metrics';
import {
  ModelSubscriber,
  RegistryModelSource,
  ShadowQueue,
  type TrustedKeys,
} from '@bellwether/platform/model-runtime';
import { PredictionLog, PredictionLogModule, type SamplingRules } from '@bellwether/platform/predictions';
import {
  NEIGHBOUR_CREDENTIALS,
  openWatchedNeighbour,
  type Neighbour,
  type Surroundings,
} from '@bellwether/platform/neighbours';
import { pingDatabase, RelationalModule } from '@bellwether/platform/relational';
import { traceHeaders } from '@bellwether/platform/tracing';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { BookingRepository } from './bookings/booking-repository.js';
import { BookingStore } from './bookings/booking-store.js';
import { BookingStoreController } from './bookings/booking-store.controller.js';
import { EntityStateEntity } from './bookings/entity-state.entity.js';
import { CreateBookings1763683200000, CreateRetirements1763769600000 } from './bookings/migrations.js';
import { OpenBookingEntity } from './bookings/open-booking.entity.js';
import { RetirementEntity } from './bookings/retirement.entity.js';
import { DOMAIN } from './domain.js';
import { prepareBookingModel, type BookingModel } from './risk/booking-model.js';
import { BookingPredictor } from './risk/booking-predictor.js';
import { ChurnController } from './risk/churn.controller.js';
import { ChurnService } from './risk/churn.service.js';
import { InferableBookings } from './risk/inferable-bookings.js';
import { NoShowController } from './risk/no-show.controller.js';
import { NoShowService } from './risk/no-show.service.js';
import { predictionScope } from './risk/prediction-key.js';
import { CHURN_PREDICTOR, NO_SHOW_PREDICTOR, SERVED_MODELS } from './risk/predictors.js';

export interface CustomerAnalyticsOptions {
  readonly databaseUrl: string;
  readonly registryUrl: string;
  /** `host:port` of the registry's gRPC, for what is not MLflow's protocol; over HTTP as well when left out. */
  readonly registryGrpc?: string;
  /** What the registry is called by, where it asks for it. */
  readonly serviceApiKey?: string;
  /** How often the registry is asked which versions are in production, in milliseconds. */
  readonly modelPollMs: number;
  /** Of which one must have signed a bundle that is loaded; unsigned ones are where left out. */
  readonly trustedKeys?: TrustedKeys | undefined;
  readonly riskLevels: RiskThresholds;
  /** Which predictions are logged. */
  readonly sampling: SamplingRules;
}

/** How soon the registry is asked again while a model has no version yet, in milliseconds. */
const FIRST_POLL_MS = 500;

/** Time for one report, in milliseconds. */
const REPORT_TIMEOUT_MS = 5_000;

/** What the registry is asked besides MLflow's protocol. */
const ASKED = { reportServing, getRollout };

const REGISTRY = Symbol('Registry');
type Registry = Neighbour<typeof ASKED> | null;

const SUBSCRIBERS = Symbol('ModelSubscribers');
type Subscribers = Readonly<Record<string, ModelSubscriber<BookingModel>>>;

/** Cancellation and no-show of bookings: the domain's tables, its models and its endpoints. */
@Module({})
export class CustomerAnalyticsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(SUBSCRIBERS) private readonly subscribers: Subscribers,
    @Inject(REGISTRY) private readonly registry: Registry,
    @Inject(EVENT_BUS) private readonly events: EventBus,
    private readonly health: HealthRegistry,
    private readonly catalogue: ModelCatalogue,
    private readonly turns: EventLoopTurns,
    @Inject(getDataSourceToken(DOMAIN)) private readonly dataSource: DataSource,
  ) {}

  static forRoot(options: CustomerAnalyticsOptions): DynamicModule {
    return {
      module: CustomerAnalyticsModule,
      imports: [
        PredictionLogModule.forRoot({ rules: options.sampling }),
        RelationalModule.forDomain({
          domain: DOMAIN,
          url: options.databaseUrl,
          entities: [OpenBookingEntity, EntityStateEntity, RetirementEntity],
          migrations: [CreateBookings1763683200000, CreateRetirements1763769600000],
        }),
      ],
      controllers: [ChurnController, NoShowController, BookingStoreController],
      providers: [
        BookingRepository,
        BookingStore,
        ChurnService,
        NoShowService,
        registryProvider(options),
        subscribersProvider(options),
        predictorProvider(CHURN_PREDICTOR, SERVED_MODELS.churn, options.riskLevels),
        predictorProvider(NO_SHOW_PREDICTOR, SERVED_MODELS.noShow, options.riskLevels),
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    this.health.register('customer_analytics_database', {
      required: true,
      check: async () => void (await pingDatabase(this.dataSource)),
    });
    this.catalogue.register(new InferableBookings(this.subscribers, this.turns));
    // A hint to look now: a replica that is not there, or whose broker is not, finds out by asking.
    for (const type of [MODEL_PROMOTED, ROLLOUT_CHANGED]) {
      await this.events.listen<ModelPromoted | RolloutChanged>(type, async ({ data }) => {
        await this.subscribers[data.name]?.reconcile();
      });
    }
    for (const subscriber of Object.values(this.subscribers)) subscriber.start();
  }

  onApplicationShutdown(): void {
    for (const subscriber of Object.values(this.subscribers)) subscriber.close();
    this.registry?.close();
  }
}

function registryProvider({ registryGrpc: address, serviceApiKey }: CustomerAnalyticsOptions): Provider {
  return {
    provide: REGISTRY,
    inject: [Metrics, HealthRegistry, NEIGHBOUR_CREDENTIALS],
    useFactory: (metrics: Metrics, health: HealthRegistry, credentials: Surroundings['credentials']): Registry => {
      if (address === undefined) return null;
      const lost = 'models in use serve on; new versions, and what is told of those served, wait';
      const key = serviceApiKey !== undefined && { apiKey: serviceApiKey };
      return openWatchedNeighbour(
        {
          name: 'model-registry',
          lost,
          address,
          operations: ASKED,
          timeoutMs: REPORT_TIMEOUT_MS,
          headers: traceHeaders,
          ...key,
        },
        { metrics, health, credentials },
      );
    },
  };
}

function subscribersProvider({
  registryUrl,
  serviceApiKey,
  modelPollMs,
  trustedKeys,
}: CustomerAnalyticsOptions): Provider {
  return {
    provide: SUBSCRIBERS,
    inject: [REGISTRY, Metrics, HealthRegistry, LOGGER, APP_VERSION, { token: CACHE, optional: true }],
    useFactory: (
      registry: Registry,
      metrics: Metrics,
      health: HealthRegistry,
      logger: Logger,
      appVersion: string,
      cache?: Cache,
    ): Subscribers => {
      const source = new RegistryModelSource(registryUrl, `${hostname()}-${process.pid}`, {
        ...(serviceApiKey !== undefined && { apiKey: serviceApiKey }),
        ...(registry !== null && { reports: registry.client }),
      });
      const polling = {
        pollMs: modelPollMs,
        trusted: trustedKeys,
        firstPollMs: Math.min(FIRST_POLL_MS, modelPollMs),
        onRetired: (name: string, version: string) => void cache?.forget(predictionScope(name, version, appVersion)),
      };
      return Object.fromEntries(
        Object.values(SERVED_MODELS).map((name) => [
          name,
          new ModelSubscriber(name, source, prepareBookingModel, polling, { metrics, health, logger }),
        ]),
      );
    },
  };
}

function predictorProvider(token: symbol, name: string, thresholds: RiskThresholds): Provider {
  return {
    provide: token,
    inject: [SUBSCRIBERS, BookingStore, Metrics, CLOCK, { token: CACHE, optional: true }, APP_VERSION, PredictionLog],
    useFactory: (
      subscribers: Subscribers,
      store: BookingStore,
      metrics: Metrics,
      clock: Clock,
      cache: Cache | undefined,
      appVersion: string,
      log: PredictionLog,
    ) =>
      new BookingPredictor({
        subscriber: subscribers[name]!,
        store,
        metrics,
        clock,
        thresholds,
        cache: cache ?? null,
        appVersion,
        log,
        shadows: new ShadowQueue({
          onDropped: () => metrics.shadowPredictions.inc({ model: name, outcome: 'dropped' }),
        }),
      }),
  };
}
