import { PricingModule, pricingOperations } from '@bellwether/pricing-service';
import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import type { PricingConfig } from './config.js';

export function pricingApp(config: PricingConfig): AppDefinition {
  return {
    name: 'pricing',
    version: packageVersion(import.meta.url),
    config,
    modules: [PricingModule.forRoot({ databaseUrl: config.DATABASE_URL })],
    operations: pricingOperations,
  };
}
