import { Inject, Injectable } from '@nestjs/common';
import { newestRows, type NewestRows } from '@bellwether/feature-engineering';
import { ANALYTICS_STORE, type AnalyticsStore } from '@bellwether/platform/analytics';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import type { Freshness } from '@bellwether/platform/online-store';

/** For how long an answer of the store stands, in milliseconds: scrapes of several collectors are one query. */
const KEPT_MS = 5_000;

/** How fresh the rows of each view and source are, by the clock of the app. */
@Injectable()
export class FeatureFreshnessReader {
  private asked = -Infinity;
  private newest: Promise<NewestRows[]> = Promise.resolve([]);

  constructor(
    @Inject(ANALYTICS_STORE) private readonly analytics: AnalyticsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async freshness(): Promise<readonly (Freshness & Pick<NewestRows, 'eventTime'>)[]> {
    const now = this.clock().getTime();
    if (now - this.asked > KEPT_MS) {
      this.asked = now;
      this.newest = newestRows(this.analytics);
      // Asked again soon where it failed.
      this.newest.catch(() => (this.asked = -Infinity));
    }
    const rows = await this.newest;
    return rows.map(({ view, source, eventTime }) => ({
      ...{ view, source, eventTime },
      seconds: (now - eventTime) / 1_000,
    }));
  }
}
