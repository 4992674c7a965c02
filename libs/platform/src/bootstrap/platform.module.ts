import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from 'pino';
import { APP_VERSION, HealthController, HealthRegistry } from '../health/index.js';
import { Metrics, MetricsController } from '../metrics/index.js';

export const LOGGER = Symbol('Logger');
export const CLOCK = Symbol('Clock');

/** Tells the time; injected, so that a test can hold it. */
export type Clock = () => Date;

/** What every app has, whatever its domain: health, metrics, the logger and the clock. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot({ version, logger, clock }: { version: string; logger: Logger; clock: Clock }): DynamicModule {
    return {
      module: PlatformModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController],
      providers: [
        HealthRegistry,
        Metrics,
        { provide: APP_VERSION, useValue: version },
        { provide: LOGGER, useValue: logger },
        { provide: CLOCK, useValue: clock },
      ],
      exports: [HealthRegistry, Metrics, APP_VERSION, LOGGER, CLOCK],
    };
  }
}
