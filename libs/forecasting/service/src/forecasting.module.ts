import { Module, type DynamicModule } from '@nestjs/common';
import { DOMAIN } from '@bellwether/forecasting-core';
import { RelationalModule } from '@bellwether/platform/relational';
import { ForecastingHealth } from './forecasting-health.js';

export interface ForecastingOptions {
  readonly databaseUrl: string;
}

/** The tables, models and endpoints of forecasting. */
@Module({})
export class ForecastingModule {
  static forRoot({ databaseUrl }: ForecastingOptions): DynamicModule {
    return {
      module: ForecastingModule,
      imports: [RelationalModule.forDomain({ domain: DOMAIN, url: databaseUrl, entities: [], migrations: [] })],
      providers: [ForecastingHealth],
    };
  }
}
