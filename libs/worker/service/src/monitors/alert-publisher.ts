import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ALERT_RAISED, type Alert } from '@bellwether/contracts';
import { lastStatuses, markPublished, unpublishedAlerts, type MonitorRunRecord } from '@bellwether/feature-engineering';
import { EVENT_BUS, type EventBus } from '@bellwether/platform/events';
import { Metrics } from '@bellwether/platform/metrics';
import { Counter, Gauge } from 'prom-client';
import { MonitoringTables } from '../predictions/monitoring-tables.js';

/** How often the rows are looked at, in milliseconds. */
const POLL_MS = 5_000;

const STATUS_LEVELS: Readonly<Record<MonitorRunRecord['status'], number>> = {
  insufficient: -1,
  ok: 0,
  warn: 1,
  alert: 2,
};

/**
 * Makes what monitors found known: alerts that are rows become events, under their own id, and the last look of each
 * monitor a metric.
 */
@Injectable()
export class AlertPublisher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AlertPublisher.name);
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;
  private waiting = false;
  private readonly status: Gauge<'monitor'>;
  private readonly alerts: Counter<'monitor'>;

  constructor(
    private readonly tables: MonitoringTables,
    @Inject(EVENT_BUS) private readonly events: EventBus,
    { registry }: Metrics,
  ) {
    this.status = new Gauge({
      name: 'bellwether_monitor_status',
      help: 'What a monitor saw when it last looked: 0 well, 1 a warning, 2 an alert, -1 too little to say',
      labelNames: ['monitor'],
      registers: [registry],
    });
    this.alerts = new Counter({
      name: 'bellwether_alerts_total',
      help: 'Alerts that this process made known',
      labelNames: ['monitor'],
      registers: [registry],
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.poll(), POLL_MS);
    this.timer.unref();
    void this.poll();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.polling;
  }

  /** One look at the rows; what fails is tried again at the next. */
  private poll(): Promise<void> {
    this.polling ??= this.makeKnown()
      .then(
        () => (this.waiting = false),
        (error: unknown) => {
          // Told once an outage, not at every look.
          if (!this.waiting) this.logger.warn(`alerts wait: ${String(error)}`);
          this.waiting = true;
        },
      )
      .then(() => {
        this.polling = undefined;
      });
    return this.polling;
  }

  private async makeKnown(): Promise<void> {
    const store = await this.tables.store();
    for (const alert of await unpublishedAlerts(store)) {
      await this.events.publish<Alert>(
        ALERT_RAISED,
        { ...alert, findings: [...alert.findings] },
        { id: alert.alert_id },
      );
      await markPublished(store, alert);
      this.alerts.inc({ monitor: alert.monitor_id });
      this.logger.warn(`alert of ${alert.monitor_id}: ${alert.summary}`);
    }
    const statuses = await lastStatuses(store);
    this.status.reset();
    for (const [monitor, status] of statuses) {
      this.status.set({ monitor }, STATUS_LEVELS[status]);
    }
  }
}
