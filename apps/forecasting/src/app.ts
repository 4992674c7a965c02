import { ForecastingModule, forecastingOperations } from '@bellwether/forecasting-service';
import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import type { ForecastingConfig } from './config.js';

export function forecastingApp(config: ForecastingConfig): AppDefinition {
  return {
    name: 'forecasting',
    version: packageVersion(import.meta.url),
    config,
    modules: [ForecastingModule.forRoot({ databaseUrl: config.DATABASE_URL })],
    operations: forecastingOperations,
  };
}
