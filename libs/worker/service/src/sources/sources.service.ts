import { Inject, Injectable } from '@nestjs/common';
import type { ListSourcesRequest, ListSourcesResponse } from '@bellwether/contracts';
import { ANALYTICS_STORE, type AnalyticsStore } from '@bellwether/platform/analytics';
import { SOURCES_TABLE, type StoredSource } from './sources-table.js';

type SourceRow = StoredSource & { readonly newest_event_at: string | null; readonly recorded_at: string };

/** Tells what the analytics store holds. */
@Injectable()
export class SourcesService {
  constructor(@Inject(ANALYTICS_STORE) private readonly analytics: AnalyticsStore) {}

  async list({ limit, after = '' }: ListSourcesRequest): Promise<ListSourcesResponse> {
    // A store that nothing has been written to has no table yet.
    await this.analytics.command(SOURCES_TABLE.ddl);
    const found = await this.analytics.rows<SourceRow>(
      `SELECT source, dataset, rows, rejected, newest_event_at, recorded_at FROM ${SOURCES_TABLE.name}
       WHERE source > {after:String} ORDER BY source LIMIT {count:UInt32}`,
      { after, count: limit + 1 },
    );
    const page = found.slice(0, limit);
    return {
      sources: page.map(({ source, dataset, rows, rejected, newest_event_at, recorded_at }) => ({
        ...{ source, dataset, rows, rejected, finished_at: recorded_at },
        ...(newest_event_at !== null && { newest_event_at }),
      })),
      ...(found.length > limit && { next: page.at(-1)!.source }),
    };
  }
}
