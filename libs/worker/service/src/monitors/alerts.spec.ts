import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALERT_RAISED, type Alert } from '@bellwether/contracts';
import {
  createMonitorTables,
  latestAlerts,
  recordRun,
  unpublishedAlerts,
  type MonitorResult,
} from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { openEventBus, type EventBus } from '@bellwether/platform/events';
import { openJobStore, type JobStore } from '@bellwether/platform/jobs';
import { Metrics } from '@bellwether/platform/metrics';
import { DomainError } from '@bellwether/errors';
import { MonitoringTables } from '../predictions/monitoring-tables.js';
import { AlertPublisher } from './alert-publisher.js';
import { RetrainOnAlert } from './retrain-on-alert.js';

const MONITOR = { id: 'churn-performance', model: 'churn_predictor', kind: 'performance', retrain: true } as const;

let analytics: AnalyticsStore;
let jobs: JobStore;
let events: EventBus;
let publisher: AlertPublisher;
let retrain: RetrainOnAlert;
let metrics: Metrics;
let heard: Alert[];

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
  jobs = await openJobStore('pglite://memory');
});
afterAll(async () => {
  await jobs.close();
  await analytics.close();
});
beforeEach(async () => {
  for (const table of ['monitor_runs', 'alerts']) await analytics.command(`DROP TABLE IF EXISTS ${table}`);
  await createMonitorTables(analytics);
  events = await openEventBus('memory://');
  metrics = new Metrics();
  publisher = new AlertPublisher(new MonitoringTables(analytics), events, metrics);
  retrain = new RetrainOnAlert(events, jobs.queue);
  heard = [];
  await events.listen<Alert>(ALERT_RAISED, async ({ data }) => void heard.push(data));
  await retrain.onApplicationBootstrap();
});
afterEach(async () => {
  await publisher.beforeApplicationShutdown();
  await retrain.beforeApplicationShutdown();
  await events.close();
});

const at = (hour: number) => new Date(Date.now() - 86_400_000 + hour * 3_600_000);
const finding = {
  subject: 'churn_predictor',
  measure: 'auc',
  value: 0.6,
  threshold: 0.7,
  p_value: 0.001,
  status: 'alert',
} as const;
const seen = (status: MonitorResult['status']): MonitorResult => ({
  ...{ status, value: 0.6, threshold: 0.7, rows: 500, summary: 'auc 0.600' },
  findings: status === 'alert' ? [finding] : [],
});
const look = (hour: number, status: MonitorResult['status']) =>
  recordRun(analytics, MONITOR, { at: at(hour), window: { from: at(hour - 1), to: at(hour) }, result: seen(status) });

const valueOf = async (name: string) =>
  (await metrics.registry.getSingleMetric(name)!.get()).values.find(({ labels }) => labels['monitor'] === MONITOR.id)
    ?.value;

async function until(isSo: () => Promise<boolean> | boolean, timeoutMs = 5_000): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > timeoutMs / 20) throw new Error(`not so within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('an alert', () => {
  it('is raised when a monitor turns, and not again while it stays as it is', async () => {
    expect(await look(1, 'ok')).toBeUndefined();
    const alert = await look(2, 'alert');
    expect(alert).toMatchObject({ monitor_id: MONITOR.id, model: MONITOR.model, findings: [finding] });
    expect(await look(3, 'alert')).toBeUndefined();
    expect(await look(4, 'ok')).toBeUndefined();
    expect(await look(5, 'alert')).toBeDefined();
    expect(await look(6, 'insufficient')).toBeUndefined();
    expect(await look(7, 'alert')).toBeUndefined();
    expect(await latestAlerts(analytics, 10)).toHaveLength(2);
  });

  it('is one alert where the look is repeated after a crash', async () => {
    const when = at(1);
    const run = { at: when, window: { from: at(0), to: when }, result: seen('alert') };
    for (let attempt = 0; attempt < 2; attempt++) await recordRun(analytics, MONITOR, run);
    expect(await latestAlerts(analytics, 10)).toHaveLength(1);
  });

  it('becomes an event once, a metric, and where it asks for it a training', async () => {
    const alert = await look(2, 'alert');
    publisher.onApplicationBootstrap();
    await until(async () => (await unpublishedAlerts(analytics)).length === 0 && heard.length > 0);
    expect(heard).toEqual([alert]);
    await until(async () => (await jobs.queue.list({ kind: 'retrain' })).length > 0);
    const [job] = await jobs.queue.list({ kind: 'retrain' });
    expect(job).toMatchObject({
      id: `retrain-churn_predictor-${alert!.raised_at.slice(0, 10)}`,
      payload: { model_name: 'churn_predictor' },
    });
    await until(async () => (await valueOf('bellwether_monitor_status')) === 2);
    expect(await valueOf('bellwether_alerts_total')).toBe(1);
    // The event again, as a crash before it was marked would have it: the job stands.
    await events.publish(ALERT_RAISED, alert);
    await until(() => heard.length === 2);
    expect(await jobs.queue.list({ kind: 'retrain' })).toHaveLength(1);
  });

  it('waits as a row while the bus is away, and is made known when it is back', async () => {
    await look(2, 'alert');
    const bus = await openEventBus('memory://');
    let asked = 0;
    const away = Object.assign(Object.create(bus) as EventBus, {
      publish: async (type: string, data: unknown) => {
        if ((asked += 1) === 1) throw new DomainError('UNAVAILABLE', 'the bus is away');
        return bus.publish(type, data);
      },
    });
    publisher = new AlertPublisher(new MonitoringTables(analytics), away, new Metrics());
    publisher.onApplicationBootstrap();
    await until(() => asked === 1);
    expect(await unpublishedAlerts(analytics)).toHaveLength(1);
    await until(async () => (await unpublishedAlerts(analytics)).length === 0, 10_000);
    await bus.close();
  }, 20_000);
});
