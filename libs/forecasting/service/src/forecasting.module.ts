import { Module, type DynamicModule } from '@nestjs/common';
import { DOMAIN } from '@bellwether/forecasting-core';
import { servedModels, type ModelSourceOptions } from '@bellwether/platform/model-runtime';
import { RelationalModule } from '@bellwether/platform/relational';
import { AnomalyController } from './anomalies/anomaly.controller.js';
import { AnomalyService } from './anomalies/anomaly.service.js';
import { HOTEL_SERIES } from './anomalies/hotel-series.js';
import { DemandController } from './demand/demand.controller.js';
import { DemandService } from './demand/demand.service.js';
import { FORECASTING_MODELS, PREPARE, type ForecastingModels } from './forecasting-models.js';
import { HotelForecastController } from './hotel/hotel-forecast.controller.js';
import { HotelForecastService } from './hotel/hotel-forecast.service.js';
import { BooksThread, OPEN_BOOKS } from './reservations/books.js';
import { CreateReservations1764288000000 } from './reservations/migrations.js';
import { ReservationController } from './reservations/reservation.controller.js';
import { ReservationRepository } from './reservations/reservation-repository.js';
import { ReservationStore } from './reservations/reservation-store.js';
import { ForecastingHealth } from './forecasting-health.js';
import { InventoryController } from './inventory/inventory.controller.js';
import { InventoryService } from './inventory/inventory.service.js';
import { CreateStockLevels1764115200000 } from './inventory/migrations.js';
import { StockLevelEntity } from './inventory/stock-level.entity.js';
import { StockRepository } from './inventory/stock-repository.js';
import { HOTEL_REVENUE } from './revenue/hotel-revenue.js';
import { RevenueController } from './revenue/revenue.controller.js';
import { SeriesRevenue } from './revenue/series-revenue.js';
import { SeriesModelsInUse } from './series/series-models-in-use.js';

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
          entities: [StockLevelEntity],
          migrations: [CreateStockLevels1764115200000, CreateReservations1764288000000],
        }),
      ],
      controllers: [
        ...[HotelForecastController, ReservationController],
        ...[DemandController, RevenueController, InventoryController, AnomalyController],
      ],
      providers: [
        ForecastingHealth,
        servedModels<ForecastingModels>(FORECASTING_MODELS, options, PREPARE),
        ...[ReservationRepository, ReservationStore, HotelForecastService],
        { provide: OPEN_BOOKS, useValue: (onLost: () => void) => new BooksThread(onLost) },
        ...[HOTEL_REVENUE, HOTEL_SERIES].map((provide) => ({ provide, useExisting: HotelForecastService })),
        ...[SeriesModelsInUse, DemandService, SeriesRevenue],
        ...[StockRepository, InventoryService, AnomalyService],
      ],
    };
  }
}
