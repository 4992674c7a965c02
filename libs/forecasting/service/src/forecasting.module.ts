import { Module, type DynamicModule } from '@nestjs/common';
import { DOMAIN } from '@bellwether/forecasting-core';
import { servedModels, type ModelSourceOptions } from '@bellwether/platform/model-runtime';
import { RelationalModule } from '@bellwether/platform/relational';
import { AnomalyController } from './anomalies/anomaly.controller.js';
import { AnomalyService } from './anomalies/anomaly.service.js';
import { DemandController } from './demand/demand.controller.js';
import { DemandService } from './demand/demand.service.js';
import { FORECASTING_MODELS, PREPARE, type ForecastingModels } from './forecasting-models.js';
import { ForecastingHealth } from './forecasting-health.js';
import { InventoryController } from './inventory/inventory.controller.js';
import { InventoryService } from './inventory/inventory.service.js';
import { CreateStockLevels1764115200000 } from './inventory/migrations.js';
import { StockLevelEntity } from './inventory/stock-level.entity.js';
import { StockRepository } from './inventory/stock-repository.js';
import { HOTEL_REVENUE } from './revenue/hotel-revenue.js';
import { NO_HOTEL_REVENUE } from './revenue/no-hotel-revenue.js';
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
          migrations: [CreateStockLevels1764115200000],
        }),
      ],
      controllers: [DemandController, RevenueController, InventoryController, AnomalyController],
      providers: [
        ForecastingHealth,
        servedModels<ForecastingModels>(FORECASTING_MODELS, options, PREPARE),
        SeriesModelsInUse,
        DemandService,
        SeriesRevenue,
        { provide: HOTEL_REVENUE, useValue: NO_HOTEL_REVENUE },
        StockRepository,
        InventoryService,
        AnomalyService,
      ],
    };
  }
}
