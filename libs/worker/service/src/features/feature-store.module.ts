import { Module } from '@nestjs/common';
import { STORED_VIEWS } from '@bellwether/feature-engineering';
import { Metrics } from '@bellwether/platform/metrics';
import { FeatureMetrics } from '@bellwether/platform/online-store';
import { FeatureCatalogueService } from './feature-catalogue.service.js';
import { FeatureController } from './feature.controller.js';
import { FeatureFreshnessReader } from './feature-freshness.js';
import { FeatureWritingService } from './feature-writing.service.js';
import { OnlineRefill } from './online-refill.js';
import { OnlineFeaturesService } from './online-features.service.js';

const TTL_SECONDS = Object.fromEntries(Object.values(STORED_VIEWS).map(({ name, ttlSeconds }) => [name, ttlSeconds]));

/** Features by key: read, pushed, computed by jobs, and told of. Needs the analytics, online and jobs ports. */
@Module({
  controllers: [FeatureController],
  providers: [
    OnlineFeaturesService,
    FeatureWritingService,
    FeatureCatalogueService,
    FeatureFreshnessReader,
    OnlineRefill,
    {
      provide: FeatureMetrics,
      inject: [Metrics, FeatureFreshnessReader],
      useFactory: (metrics: Metrics, fresh: FeatureFreshnessReader) =>
        new FeatureMetrics(metrics.registry, () => fresh.freshness(), TTL_SECONDS),
    },
  ],
})
export class FeatureStoreModule {}
