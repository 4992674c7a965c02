import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import {
  OUTCOMES_RECORDED,
  PREDICTIONS_LOGGED,
  type OutcomesRecorded,
  type PredictionsLogged,
} from '@bellwether/contracts';
import {
  createOutcomeTable,
  createPredictionTable,
  storeOutcomes,
  storePredictions,
} from '@bellwether/feature-engineering';
import { ANALYTICS_STORE, type AnalyticsStore } from '@bellwether/platform/analytics';
import { EVENT_BUS, type EventBus, type EventHandler, type Subscription } from '@bellwether/platform/events';
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
  private tables: Promise<void> | undefined;

  constructor(
    @Inject(EVENT_BUS) private readonly events: EventBus,
    @Inject(ANALYTICS_STORE) private readonly analytics: AnalyticsStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscriptions = [
      await this.take<PredictionsLogged>(PREDICTIONS_LOGGED, ({ data }) => storePredictions(this.analytics, data)),
      await this.take<OutcomesRecorded>(OUTCOMES_RECORDED, ({ data, occurred_at }) =>
        storeOutcomes(this.analytics, data.outcomes, occurred_at),
      ),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.subscriptions.map((subscription) => subscription.close()));
  }

  private take<Data>(type: string, store: EventHandler<Data>): Promise<Subscription> {
    const handler: EventHandler<Data> = async (event) => {
      await this.tablesMade();
      await store(event);
    };
    return this.events.subscribe(type, CONSUMER, untilAvailable(handler, this.stopping.signal));
  }

  /** Made when the first event needs them: a worker starts also while its analytics store is away. */
  private tablesMade(): Promise<void> {
    this.tables ??= this.makeTables().catch((error: unknown) => {
      this.tables = undefined;
      throw error;
    });
    return this.tables;
  }

  private async makeTables(): Promise<void> {
    await createPredictionTable(this.analytics);
    await createOutcomeTable(this.analytics);
  }
}
