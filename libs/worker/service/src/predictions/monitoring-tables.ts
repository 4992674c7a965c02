import { Inject, Injectable } from '@nestjs/common';
import { createMonitorTables, createOutcomeTable, createPredictionTable } from '@bellwether/feature-engineering';
import { ANALYTICS_STORE, type AnalyticsStore } from '@bellwether/platform/analytics';

/** The analytics store with the tables of predictions, outcomes and monitors in it. */
@Injectable()
export class MonitoringTables {
  private made: Promise<AnalyticsStore> | undefined;

  constructor(@Inject(ANALYTICS_STORE) private readonly analytics: AnalyticsStore) {}

  /**
   * Made when somebody first needs them, not at the start: a worker starts also while its analytics store is away.
   *
   * @throws UNAVAILABLE while it is; asked again, it is tried again.
   */
  store(): Promise<AnalyticsStore> {
    this.made ??= this.make().catch((error: unknown) => {
      this.made = undefined;
      throw error;
    });
    return this.made;
  }

  private async make(): Promise<AnalyticsStore> {
    await createPredictionTable(this.analytics);
    await createOutcomeTable(this.analytics);
    await createMonitorTables(this.analytics);
    return this.analytics;
  }
}
