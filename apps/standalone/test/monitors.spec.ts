import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventually,
  finished,
  newHome,
  prepareSmallHotel,
  removeHome,
  startStack,
  type Stack,
} from './support/stack.js';

let stack: Stack;
let home: string;
let bookings: string[];

beforeAll(async () => {
  home = await newHome();
  stack = await startStack(home);
  await prepareSmallHotel(stack);
  const atRisk = await stack.http.listBookingsAtRisk({ days: 365, limit: 1_000 });
  bookings = atRisk.bookings.map(({ booking_id }) => booking_id);
}, 120_000);

afterAll(async () => {
  await stack?.end('SIGTERM');
  await removeHome(home);
});

const looked = async (...monitor_ids: string[]) => {
  const job = await finished(stack, await stack.http.runMonitors({ monitor_ids }));
  expect(job).toMatchObject({ status: 'succeeded', result: { looked: monitor_ids.length } });
};
const statusOf = async (monitor_id: string) => (await stack.http.getMonitorHistory({ monitor_id, limit: 1 })).runs[0]!;

describe('monitors of a running stack', () => {
  it('are listed with what they saw last, those of a model alone where that is asked, on both transports', async () => {
    await looked('churn-latency', 'bookings-quality');
    for (const client of [stack.http, stack.grpc]) {
      const { monitors } = await client.listMonitors({ model: 'churn_predictor' });
      expect(monitors.length).toBeGreaterThan(5);
      expect(new Set(monitors.map(({ model }) => model))).toEqual(new Set(['churn_predictor']));
      const quality = monitors.find(({ monitor_id }) => monitor_id === 'bookings-quality');
      expect(quality).toMatchObject({ kind: 'data_quality', last: { status: 'warn', threshold: 1 } });
      expect((await client.listMonitors({})).monitors.length).toBeGreaterThan(monitors.length);
    }
  });

  it('look at what was asked: a feature told otherwise than it was trained on is named, and an alert', async () => {
    expect(bookings.length).toBeGreaterThan(210);
    for (const booking_id of bookings) {
      await stack.http.predictChurn({ booking_id, features: { total_amount: 90_000_000 } });
    }
    await eventually(
      'the predictions are seen',
      async () => {
        await looked('churn-feature-drift');
        return (await statusOf('churn-feature-drift')).rows >= bookings.length;
      },
      90_000,
    );
    for (const client of [stack.http, stack.grpc]) {
      const { runs } = await client.getMonitorHistory({ monitor_id: 'churn-feature-drift' });
      const amount = runs[0]!.findings.find(({ subject }) => subject === 'total_amount');
      expect(runs[0]).toMatchObject({ status: 'alert', threshold: 1 });
      expect(amount).toMatchObject({ measure: 'wasserstein', status: 'alert' });
      const { alerts } = await client.listAlerts({});
      const [alert] = alerts.filter(({ monitor_id }) => monitor_id === 'churn-feature-drift');
      expect(alert!.findings).toContainEqual(amount);
    }
    await eventually('the metric says so', async () => {
      const text = await (await fetch(`${stack.url}/api/v1/ml/metrics`)).text();
      return /bellwether_monitor_status\{monitor="churn-feature-drift"\} 2/.test(text);
    });
  }, 180_000);

  it('refuse ids that no monitor has, and limits out of range', async () => {
    for (const client of [stack.http, stack.grpc]) {
      await expect(client.runMonitors({ monitor_ids: ['nobody'] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(client.getMonitorHistory({ monitor_id: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(client.listAlerts({ limit: 0 })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        fields: [{ path: 'limit' }],
      });
    }
  });

  it('are looked at by the calendar', async () => {
    const { schedules } = await stack.http.listSchedules({});
    expect(schedules).toContainEqual(
      expect.objectContaining({ name: 'run-monitors', cron: '*/10 * * * *', paused: false }),
    );
  });
});
