import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from 'pino';
import { EventLoopTurns } from '../callers/index.js';
import {
  InferenceGrpcController,
  InferenceMetrics,
  InferenceService,
  ModelCatalogue,
} from '../inference-protocol/index.js';
import { APP_VERSION, HealthController, HealthRegistry } from '../health/index.js';
import { Metrics, MetricsController } from '../metrics/index.js';
import { NEIGHBOUR_CREDENTIALS } from '../neighbours/index.js';
import { MIGRATIONS, type Migrations } from '../relational/index.js';
import { TRACING, type Tracing } from '../tracing/index.js';

export const LOGGER = Symbol('Logger');
export const CLOCK = Symbol('Clock');

/** Tells the time; injected, so that a test can hold it. */
export type Clock = () => Date;

export interface PlatformOptions {
  readonly version: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Null, the default, where nothing is traced. */
  readonly tracing?: Tracing | null;
  /** Default 'run'. */
  readonly migrations?: Migrations;
  /** How other apps are called over gRPC; default plainly. */
  readonly neighbourCredentials?: ChannelCredentials;
}

/**
 * What every app has, whatever its domain: health, metrics, the logger, the clock, the Open Inference Protocol and, where
 * configured, tracing.
 */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(TRACING) private readonly tracing: Tracing | null) {}

  async onApplicationShutdown(): Promise<void> {
    await this.tracing?.stop();
  }

  static forRoot({
    version,
    logger,
    clock,
    tracing = null,
    migrations = 'run',
    neighbourCredentials = credentials.createInsecure(),
  }: PlatformOptions): DynamicModule {
    return {
      module: PlatformModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController, InferenceGrpcController],
      providers: [
        HealthRegistry,
        Metrics,
        EventLoopTurns,
        ModelCatalogue,
        InferenceMetrics,
        InferenceService,
        { provide: APP_VERSION, useValue: version },
        { provide: LOGGER, useValue: logger },
        { provide: CLOCK, useValue: clock },
        { provide: TRACING, useValue: tracing },
        { provide: MIGRATIONS, useValue: migrations },
        { provide: NEIGHBOUR_CREDENTIALS, useValue: neighbourCredentials },
      ],
      exports: [
        ...[HealthRegistry, Metrics, EventLoopTurns, ModelCatalogue],
        ...[APP_VERSION, LOGGER, CLOCK, TRACING, MIGRATIONS, NEIGHBOUR_CREDENTIALS],
      ],
    };
  }
}
