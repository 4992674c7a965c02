import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenBooking } from '@bellwether/contracts';
import { Redis } from 'ioredis';
import {
  eventually,
  newHome,
  prepareSmallHotel,
  removeHome,
  startStack,
  trainQuickly,
  type Stack,
} from './support/stack.js';

const IDS = Array.from({ length: 30 }, (_, i) => `BOOK${String(i + 1).padStart(3, '0')}`);
const FEATURES = { room_type: 'deluxe', total_amount: 5_000_000, payment_method: 'cash' } as const;
const PREFIX = `test-predictions-${process.pid}`;
const REDIS = `redis://127.0.0.1:6379/0?prefix=${PREFIX}`;

/** All of an answer but its id, the instant and the time it took. */
const answers = async ({ http, grpc }: Stack) => {
  const found: unknown[] = [];
  for (const booking_id of IDS) {
    for (const client of [http, grpc]) {
      for (const request of [{ booking_id }, { booking_id, features: FEATURES }]) {
        const {
          prediction_id: _id,
          predicted_at: _at,
          inference_time_ms: _ms,
          ...answer
        } = await client.predictChurn(request);
        found.push(answer);
      }
    }
  }
  return found;
};

async function outcomes({ url }: Stack): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/api/v1/ml/metrics`)).text();
  const lines = text.matchAll(/^bellwether_cache_requests_total\{outcome="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, outcome, count]) => [outcome, Number(count)]));
}

async function predictionsCounted({ url }: Stack): Promise<number> {
  const text = await (await fetch(`${url}/api/v1/ml/metrics`)).text();
  const counts = [
    ...text.matchAll(/^bellwether_prediction_duration_seconds_count\{.*model="churn_predictor".*\} (\d+)$/gm),
  ];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** A booking of the test's own. */
const BOOKING: OpenBooking = {
  source: 'simulated-hotel',
  property: 'own',
  booking_id: 'OWN-1',
  guest_id: null,
  booked_at: '2025-01-01 12:00:00',
  arrival_on: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
  departure_on: new Date(Date.now() + 23 * 86_400_000).toISOString().slice(0, 10),
  weekend_nights: 1,
  week_nights: 2,
  adults: 2,
  children: 0,
  babies: 0,
  board: null,
  room_type: 'standard',
  market_segment: null,
  distribution_channel: null,
  booking_source: 'ota',
  payment_method: 'cash',
  deposit_type: null,
  customer_type: null,
  agent: null,
  company: null,
  currency: 'VND',
  average_daily_rate: 1_000_000,
  total_amount: 3_000_000,
  special_requests: 0,
  is_repeat_guest: false,
  previous_stays: 0,
  previous_cancellations: 0,
  loyalty_tier: null,
  loyalty_points: null,
  website_minutes: null,
  pages_viewed: null,
  price_comparison_searches: null,
  price_vs_average: null,
  discount_pct: null,
  booking_modifications: 0,
};

const hasRedis = await (async () => {
  const client = new Redis({ lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  const up = await client.connect().then(
    () => true,
    () => false,
  );
  client.disconnect();
  if (!up && process.env['CI'] === 'true') throw new Error('there is no Redis server at 127.0.0.1:6379');
  if (!up) console.warn('skipped on Redis: no server at 127.0.0.1:6379');
  return up;
})();

describe('cached predictions', () => {
  let home: string;
  let stack: Stack;
  let uncached: unknown[];

  beforeAll(async () => {
    home = await newHome();
    stack = await startStack(home, { CACHE_URL: 'off' });
    await prepareSmallHotel(stack);
    uncached = await answers(stack);
    expect(await outcomes(stack)).toEqual({});
    await stack.end('SIGTERM');
  }, 120_000);
  afterAll(async () => {
    await stack.end('SIGTERM');
    await removeHome(home);
    if (!hasRedis) return;
    const client = new Redis();
    for await (const keys of client.scanStream({ match: `${PREFIX}*` }) as AsyncIterable<string[]>) {
      if (keys.length > 0) await client.del(...keys);
    }
    client.disconnect();
  });

  describe.each(hasRedis ? ['memory://', REDIS] : ['memory://'])('in %s', (CACHE_URL) => {
    beforeAll(async () => {
      stack = await startStack(home, { CACHE_URL, MODEL_POLL_MS: '300' });
      await eventually('a version is in use', () =>
        stack.http.predictChurn({ booking_id: IDS[0]! }).then(
          () => true,
          () => false,
        ),
      );
    }, 60_000);
    afterAll(() => stack.end('SIGTERM'));

    it('are those that are computed, to the bit, on both transports, and count as predictions', async () => {
      const before = await predictionsCounted(stack);
      expect(await answers(stack)).toEqual(uncached);
      expect(await answers(stack)).toEqual(uncached);
      expect((await predictionsCounted(stack)) - before).toBe(2 * uncached.length);
      const { hit = 0, miss = 0 } = await outcomes(stack);
      // Of each question the first over HTTP is computed, and the one before that told the version was in use.
      // On a busy machine a few looks of 20 ms at most find nobody in time, and are computed as well.
      expect(hit).toBeGreaterThanOrEqual(uncached.length * 1.5 - 6);
      expect(miss).toBeLessThanOrEqual(uncached.length / 2 + 6);
    });

    it('follow a booking that is told anew', async () => {
      const ask = () => stack.http.predictChurn({ booking_id: BOOKING.booking_id });
      await stack.http.pushBookings({ bookings: [BOOKING] });
      const first = await ask();
      expect((await ask()).churn_probability).toBe(first.churn_probability);
      // What the model does not look at may still be in the answer: a currency of the actions.
      await stack.http.pushBookings({
        bookings: [{ ...BOOKING, total_amount: 9_000_000, average_daily_rate: 3_000_000 }],
      });
      const dearer = await ask();
      const [scored] = (await stack.http.predictChurnBatch({ booking_ids: [BOOKING.booking_id] })).predictions;
      expect(dearer.churn_probability).toBe(scored!.churn_probability);
      await stack.http.pushBookings({ bookings: [{ ...BOOKING, currency: 'EUR' }] });
      const { recommended_actions } = await ask();
      expect(recommended_actions.every(({ details }) => details.currency === 'EUR')).toBe(true);
    });

    it('are of the version in use, also after a promotion and a rollback', async () => {
      const version = async () => (await stack.http.predictChurn({ booking_id: IDS[0]! })).model_version;
      const before = await version();
      const { model_version } = await trainQuickly(stack, 'churn_predictor');
      const serves = (wanted: string) =>
        eventually(`version ${wanted} serves`, async () => (await version()) === wanted);
      if (before !== model_version) await serves(model_version!);
      await stack.http.promoteModel({ model_name: 'churn_predictor', version: before });
      await serves(before);
      expect(await answers(stack)).toEqual(uncached);
    }, 60_000);
  });
});
