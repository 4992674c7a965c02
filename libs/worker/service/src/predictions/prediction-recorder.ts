import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import {
  OUTCOMES_RECORDED,
  PREDICTIONS_LOGGED,
  type OutcomesRecorded,
  type PredictionsLogged,
} from '@bellwether/contracts';
import { storeOutcomes, storePredictions } from '@bellwether/feature-engineering';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import { EVENT_BUS, type DomainEvent, type EventBus, type Subscription } from '@bellwether/platform/events';
import { MonitoringTables } from './monitoring-tables.js';
import { untilAvailable } from './until-available.js';

/** The consumer's name on the bus; workers share it, so that each event is stored by one of them. */
const CONSUMER = 'prediction-store';

/**
 * Takes predictions and outcomes from the bus into the analytics store. Each event is acknowledged once its rows are
 * stored; one that comes again stores the same rows over the first.
 */
@Injectable()
export class PredictionRecorder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private subscriptions: Subscription[] = [];

  constructor(
    @Inject(EVENT_BUS) private readonly events: EventBus,
    private readonly tables: MonitoringTables,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscriptions = [
      await this.take<PredictionsLogged>(PREDICTIONS_LOGGED, (store, { data }) => storePredictions(store, data)),
      await this.take<OutcomesRecorded>(OUTCOMES_RECORDED, (store, { data, occurred_at }) =>
        storeOutcomes(store, data.outcomes, occurred_at),
      ),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.subscriptions.map((subscription) => subscription.close()));
  }

  private take<Data>(
    type: string,
    keep: (store: AnalyticsStore, event: DomainEvent<Data>) => Promise<void>,
  ): Promise<Subscription> {
    const handler = async (event: DomainEvent<Data>) => keep(await this.tables.store(), event);
    return this.events.subscribe(type, CONSUMER, untilAvailable(handler, this.stopping.signal));
  }
}
