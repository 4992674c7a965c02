import { Module, type DynamicModule } from '@nestjs/common';
import { DOMAIN } from '@bellwether/forecasting-core';
import { servedModels, type ModelSourceOptions } from '@bellwether/platform/model-runtime';
import { RelationalModule } from '@bellwether/platform/relational';
import { FORECASTING_MODELS, PREPARE, type ForecastingModels } from './forecasting-models.js';
import { HotelForecastController } from './hotel/hotel-forecast.controller.js';
import { HotelForecastService } from './hotel/hotel-forecast.service.js';
import { BooksThread, OPEN_BOOKS } from './reservations/books.js';
import { CreateReservations1764288000000 } from './reservations/migrations.js';
import { ReservationController } from './reservations/reservation.controller.js';
import { ReservationRepository } from './reservations/reservation-repository.js';
import { ReservationStore } from './reservations/reservation-store.js';
import { ForecastingHealth } from './forecasting-health.js';

export interface ForecastingOptions extends ModelSourceOptions {
  readonly databaseUrl: string;
}

/** The tables, models and endpoints of forecasting. */
@Module({})
export class ForecastingModule {
  static forRoot(options: ForecastingOptions): DynamicModule {
    return {
      module: ForecastingModule,
      imports: [
        RelationalModule.forDomain({
          domain: DOMAIN,
          url: options.databaseUrl,
          entities: [],
          migrations: [CreateReservations1764288000000],
        }),
      ],
      controllers: [HotelForecastController, ReservationController],
      providers: [
        ForecastingHealth,
        ReservationRepository,
        ReservationStore,
        { provide: OPEN_BOOKS, useValue: (onLost: () => void) => new BooksThread(onLost) },
        HotelForecastService,
        servedModels<ForecastingModels>(FORECASTING_MODELS, options, PREPARE),
      ],
    };
  }
}
