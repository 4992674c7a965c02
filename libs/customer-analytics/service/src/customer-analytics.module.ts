import { Inject, Module, type DynamicModule, type OnApplicationBootstrap, type Provider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { RiskThresholds } from '@bellwether/customer-analytics-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { CACHE, type Cache } from '@bellwether/platform/cache';
import { EventLoopTurns } from '@bellwether/platform/callers';
import { APP_VERSION, HealthRegistry } from '@bellwether/platform/health';
import { ModelCatalogue } from '@bellwether/platform/inference-protocol';
import { Metrics } from '@bellwether/platform/metrics';
import { servedModels, ServedModels, ShadowQueue, type ModelSourceOptions } from '@bellwether/platform/model-runtime';
import { PredictionLog, PredictionLogModule, type SamplingRules } from '@bellwether/platform/predictions';
import { pingDatabase, RelationalModule } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { BookingRepository } from './bookings/booking-repository.js';
import { BookingStore } from './bookings/booking-store.js';
import { BookingStoreController } from './bookings/booking-store.controller.js';
import { EntityStateEntity } from './bookings/entity-state.entity.js';
import { CreateBookings1763683200000, CreateRetirements1763769600000 } from './bookings/migrations.js';
import { OpenBookingEntity } from './bookings/open-booking.entity.js';
import { RetirementEntity } from './bookings/retirement.entity.js';
import { DOMAIN } from './domain.js';
import { AttributionService } from './journeys/attribution.service.js';
import { JourneyController } from './journeys/journey.controller.js';
import { JourneyService } from './journeys/journey.service.js';
import { prepareBookingModel, type BookingModel } from './risk/booking-model.js';
import { BookingPredictor } from './risk/booking-predictor.js';
import { ChurnController } from './risk/churn.controller.js';
import { ChurnService } from './risk/churn.service.js';
import { InferableBookings } from './risk/inferable-bookings.js';
import { NoShowController } from './risk/no-show.controller.js';
import { NoShowService } from './risk/no-show.service.js';
import { predictionScope } from './risk/prediction-key.js';
import { CHURN_PREDICTOR, NO_SHOW_PREDICTOR, SERVED_MODELS } from './risk/predictors.js';
import { CreateSegments1764374400000 } from './segments/migrations.js';
import { MINIMUM_GROUP_SIZE } from './segments/minimum-group-size.js';
import { Published } from './segments/published.js';
import { SegmentController } from './segments/segment.controller.js';
import { SegmentRepository } from './segments/segment-repository.js';
import { SegmentService } from './segments/segment.service.js';

export interface CustomerAnalyticsOptions extends ModelSourceOptions {
  readonly databaseUrl: string;
  readonly riskLevels: RiskThresholds;
  /** Customers that a group must have to be shown in answers about groups. */
  readonly minimumGroupSize: number;
  /** Which predictions are logged. */
  readonly sampling: SamplingRules;
}

const MODELS = Symbol('BookingModels');

const PREPARE = { [SERVED_MODELS.churn]: prepareBookingModel, [SERVED_MODELS.noShow]: prepareBookingModel };
type Models = { readonly [Name in keyof typeof PREPARE]: BookingModel };

/** Cancellation and no-show of bookings, segments and journeys of customers: the domain's tables, models and endpoints. */
@Module({})
export class CustomerAnalyticsModule implements OnApplicationBootstrap {
  constructor(
    @Inject(MODELS) private readonly models: ServedModels<Models>,
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
          migrations: [CreateBookings1763683200000, CreateRetirements1763769600000, CreateSegments1764374400000],
        }),
      ],
      controllers: [ChurnController, NoShowController, BookingStoreController, SegmentController, JourneyController],
      providers: [
        BookingRepository,
        BookingStore,
        ChurnService,
        NoShowService,
        ...[SegmentRepository, Published, SegmentService, JourneyService, AttributionService],
        { provide: MINIMUM_GROUP_SIZE, useValue: options.minimumGroupSize },
        servedModels<Models>(MODELS, options, PREPARE, ({ name, version, appVersion, cache }) => {
          void cache?.forget(predictionScope(name, version, appVersion));
        }),
        predictorProvider(CHURN_PREDICTOR, SERVED_MODELS.churn, options.riskLevels),
        predictorProvider(NO_SHOW_PREDICTOR, SERVED_MODELS.noShow, options.riskLevels),
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.health.register('customer_analytics_database', {
      required: true,
      check: async () => void (await pingDatabase(this.dataSource)),
    });
    this.catalogue.register(new InferableBookings(this.models.subscribers, this.turns));
  }
}

function predictorProvider(token: symbol, name: keyof Models, thresholds: RiskThresholds): Provider {
  return {
    provide: token,
    inject: [MODELS, BookingStore, Metrics, CLOCK, { token: CACHE, optional: true }, APP_VERSION, PredictionLog],
    useFactory: (
      models: ServedModels<Models>,
      store: BookingStore,
      metrics: Metrics,
      clock: Clock,
      cache: Cache | undefined,
      appVersion: string,
      log: PredictionLog,
    ) =>
      new BookingPredictor({
        subscriber: models.subscribers[name],
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
