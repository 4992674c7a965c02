import { Inject, Injectable } from '@nestjs/common';
import type { FeatureFreshness, FeatureViewInfo, ListFeatureViewsResponse } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { CATALOGUE, presentTables, type CatalogueView } from '@bellwether/feature-engineering';
import { ANALYTICS_STORE, type AnalyticsStore } from '@bellwether/platform/analytics';
import { FeatureFreshnessReader } from './feature-freshness.js';

/** What views of features there are, and how they stand. */
@Injectable()
export class FeatureCatalogueService {
  constructor(
    @Inject(ANALYTICS_STORE) private readonly analytics: AnalyticsStore,
    private readonly fresh: FeatureFreshnessReader,
  ) {}

  async list(): Promise<ListFeatureViewsResponse> {
    return { views: await this.told(CATALOGUE) };
  }

  /** @throws NOT_FOUND */
  async get(name: string): Promise<FeatureViewInfo> {
    const view = CATALOGUE.find((one) => one.name === name);
    if (view === undefined) {
      const message = `no view '${name}'; there are ${CATALOGUE.map((one) => one.name).join(', ')}`;
      throw new DomainError('NOT_FOUND', message, { fields: [{ path: 'view', message }] });
    }
    const [told] = await this.told([view]);
    return told!;
  }

  private async told(views: readonly CatalogueView[]): Promise<FeatureViewInfo[]> {
    const [tables, fresh] = await Promise.all([presentTables(this.analytics), this.fresh.freshness()]);
    const freshnessOf = (name: string): FeatureFreshness[] =>
      fresh
        .filter(({ view }) => view === name)
        .map(({ source, eventTime, seconds }) => ({
          source,
          event_timestamp: new Date(eventTime).toISOString(),
          freshness_seconds: seconds,
        }));
    return views.map((view) => viewInfo(view, tables, freshnessOf(view.name)));
  }
}

function viewInfo(view: CatalogueView, tables: ReadonlySet<string>, freshness: FeatureFreshness[]): FeatureViewInfo {
  const { name, description, owner, kind, timestamp, refresh, ttlSeconds, defaultSource, absent } = view;
  return {
    ...{ name, description, owner, kind, timestamp, refresh },
    keys: Object.entries(view.keys).map(([key, type]) => ({ name: key, type })),
    ...(ttlSeconds !== null && { ttl_seconds: ttlSeconds }),
    ...(defaultSource !== null && { default_source: defaultSource }),
    features: view.features.map(({ availableAt, ...feature }) => ({ ...feature, available_at: availableAt })),
    tables: view.tables.map((table) => ({ table, is_there: tables.has(table) })),
    absent: { ...absent },
    freshness,
  };
}
