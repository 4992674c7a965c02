import { RecommendationModule, recommendationOperations } from '@bellwether/recommendation-service';
import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import type { RecommendationConfig } from './config.js';

export function recommendationApp(config: RecommendationConfig): AppDefinition {
  return {
    name: 'recommendation',
    version: packageVersion(import.meta.url),
    config,
    modules: [RecommendationModule.forRoot({ databaseUrl: config.DATABASE_URL })],
    operations: recommendationOperations,
  };
}
