import { Module, type DynamicModule } from '@nestjs/common';
import { DOMAIN } from '@bellwether/pricing-core';
import { RelationalModule } from '@bellwether/platform/relational';
import { PricingHealth } from './pricing-health.js';

export interface PricingOptions {
  readonly databaseUrl: string;
}

/** The tables, models and endpoints of pricing. */
@Module({})
export class PricingModule {
  static forRoot({ databaseUrl }: PricingOptions): DynamicModule {
    return {
      module: PricingModule,
      imports: [RelationalModule.forDomain({ domain: DOMAIN, url: databaseUrl, entities: [], migrations: [] })],
      providers: [PricingHealth],
    };
  }
}
