import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { EVENT_BUS, type EventBus } from '../events/index.js';
import { Metrics } from '../metrics/index.js';
import { PredictionLog } from './prediction-log.js';
import type { SamplingRules } from './sampling-rules.js';

/** The log of a domain's predictions, `PredictionLog`, for its own services. Needs the event bus. */
@Module({})
export class PredictionLogModule implements BeforeApplicationShutdown {
  constructor(@Inject(PredictionLog) private readonly log: PredictionLog) {}

  static forRoot({ rules }: { readonly rules: SamplingRules }): DynamicModule {
    return {
      module: PredictionLogModule,
      providers: [
        {
          provide: PredictionLog,
          inject: [EVENT_BUS, Metrics],
          useFactory: (events: EventBus, { loggedPredictions }: Metrics) =>
            new PredictionLog(events, {
              rules,
              observe: (outcome, count) => loggedPredictions.inc({ outcome }, count),
            }),
        },
      ],
      exports: [PredictionLog],
    };
  }

  /** While the bus is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.log.close();
  }
}
