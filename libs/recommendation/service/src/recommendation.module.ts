import { Module, type DynamicModule } from '@nestjs/common';
import { DOMAIN } from '@bellwether/recommendation-core';
import { RelationalModule } from '@bellwether/platform/relational';
import { RecommendationHealth } from './recommendation-health.js';

export interface RecommendationOptions {
  readonly databaseUrl: string;
}

/** The tables, models and endpoints of recommendation. */
@Module({})
export class RecommendationModule {
  static forRoot({ databaseUrl }: RecommendationOptions): DynamicModule {
    return {
      module: RecommendationModule,
      imports: [RelationalModule.forDomain({ domain: DOMAIN, url: databaseUrl, entities: [], migrations: [] })],
      providers: [RecommendationHealth],
    };
  }
}
