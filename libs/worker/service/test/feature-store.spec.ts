import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { getOnlineFeatures, GetOnlineFeaturesRequest, JobView, RequestInput } from '@bellwether/contracts';
import { featureRowsTable, historicalFeatures, STORED_VIEWS, textOfDay } from '@bellwether/feature-engineering';
import { ifInstalled, ownRedis, type OwnServer } from '@bellwether/platform/testing';
import { startFeatureApp, type FeatureApp } from './support/feature-app.js';
import { storeWorld } from './support/world-tables.js';

const DAY = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY);
const MIDNIGHT = new Date(TODAY * DAY).toISOString();
const day = (before: number): string => textOfDay(TODAY - before);

/** Two properties; the second has no destination and nobody has looked at it. */
const WORLD = new Map<string, readonly Record<string, unknown>[]>([
  ['rentals_destinations', [{ destination_id: 'D01', country: 'PT', latitude: 37.1, longitude: -8.3 }]],
  ['rentals_properties', [property(1, 'D01', 0.1 + 0.2), property(2, 'D99', 95.5)]],
  [
    'rentals_bookings',
    [1, 2, 4].map((before) => ({
      ...{ booking_id: `B${before}`, user_id: 7, property_id: 1, booked_at: `${day(before)}T10:00:00Z` },
      ...{ check_in: day(before - 10), total_price: 100.5 },
    })),
  ],
  ['rentals_ratings', [5, 4, 4].map((rating) => ({ property_id: 1, rated_on: day(3), rating }))],
  ['rentals_calendar', [1, 2, 3].map((before) => ({ property_id: 1, night: day(before), booked: before % 2 }))],
]);

function property(property_id: number, destination_id: string, base_price: number): Record<string, unknown> {
  return { property_id, destination_id, property_type: 'villa', bedrooms: 5, max_guests: 10, base_price, photos: 3 };
}

const transports = ['http', 'grpc'] as const;
const redis = await ifInstalled('redis-server', ownRedis);
afterAll(() => redis?.remove());

const adapters: [string, string][] = [['memory', 'memory://']];
if (redis !== null) adapters.push(['Redis', redis.url]);

describe.each(adapters)('the feature store online in %s', (_, onlineUrl) => {
  let app: FeatureApp;
  /** How far the app's clock is ahead, in milliseconds. */
  let ahead = 0;

  beforeAll(async () => {
    app = await startFeatureApp(onlineUrl, () => new Date(Date.now() + ahead));
    await storeWorld(app.analytics, 'simulated-rentals', WORLD);
  });
  afterAll(() => app.stop());

  async function ended({ job_id }: JobView): Promise<JobView> {
    for (;;) {
      const job = await app.http.getJob({ job_id });
      if (job.status !== 'queued' && job.status !== 'running') return job;
      await sleep(20);
    }
  }
  const read = (transport: (typeof transports)[number], request: RequestInput<typeof getOnlineFeatures>) =>
    app[transport].getOnlineFeatures(request as GetOnlineFeaturesRequest);

  describe('a view that a job has materialised', () => {
    beforeAll(async () => {
      const job = await ended(await app.grpc.materializeFeatures({ view: 'property_features' }));
      expect(job).toMatchObject({ status: 'succeeded', result: { instants: 1, rows: 2, appended: 2, online: 2 } });
    });

    it.each(transports)(
      'is read by key over %s, entities in the order asked for, as it stands offline',
      async (transport) => {
        const answer = await read(transport, {
          view: 'property_features',
          entities: [{ property_id: 2 }, { property_id: 99 }, { property_id: 1 }],
        });
        expect(answer.feature_names).toEqual(
          Object.keys(STORED_VIEWS['property_features']!.features).map((name) => `property_features:${name}`),
        );
        const stored = await app.analytics.rows<Record<string, number | string | null>>(
          `SELECT * EXCEPT (source, entity_key, property_id, event_timestamp, created_timestamp)
         FROM ${featureRowsTable(STORED_VIEWS['property_features']!)} ORDER BY entity_key`,
        );
        const [second, absent, first] = answer.results;
        for (const [vector, row] of [
          [first, stored[0]],
          [second, stored[1]],
        ] as const) {
          const values = Object.entries(row!).map(([name, value]) => [`property_features:${name}`, value] as const);
          // Equal bits: toEqual tells 0.1 + 0.2 from 0.3.
          expect({ ...vector!.numbers, ...vector!.texts }).toEqual(
            Object.fromEntries(values.filter(([, value]) => value !== null)),
          );
          expect(vector!.statuses).toEqual(values.map(([, value]) => (value === null ? 'unknown' : 'present')));
          expect(vector!.event_timestamps).toEqual({ property_features: MIDNIGHT });
        }
        expect(first!.numbers['property_features:base_price']).toBe(0.1 + 0.2);
        expect(first!.numbers['property_features:rating']).toBe(13 / 3);
        expect(absent).toEqual({
          numbers: {},
          texts: {},
          event_timestamps: {},
          statuses: new Array(15).fill('missing'),
        });
      },
    );

    it.each(transports)(
      'gives single features, of one entity that has the keys of several views, over %s',
      async (transport) => {
        const answer = await read(transport, {
          features: ['engagement_features:views_1h', 'property_features:photos', 'property_features:country'],
          entities: [{ property_id: 1, date: day(0) }],
        });
        expect(answer).toEqual({
          feature_names: ['engagement_features:views_1h', 'property_features:photos', 'property_features:country'],
          results: [
            {
              numbers: { 'property_features:photos': 3 },
              texts: { 'property_features:country': 'PT' },
              statuses: ['missing', 'present', 'present'],
              event_timestamps: { property_features: MIDNIGHT },
            },
          ],
        });
      },
    );

    it.each(transports)('is expired when it is older than its time to live, over %s', async (transport) => {
      ahead = 3 * DAY + 1 - (Date.now() - TODAY * DAY) + 1_000;
      try {
        const { results } = await read(transport, {
          features: ['property_features:photos'],
          entities: [{ property_id: 1 }, { property_id: 99 }],
        });
        expect(results.map(({ statuses }) => statuses)).toEqual([['expired'], ['missing']]);
        expect(results[0]).toMatchObject({ numbers: {}, event_timestamps: { property_features: MIDNIGHT } });
      } finally {
        ahead = 0;
      }
    });

    it('adds nothing when it is computed again, and what has changed beside what it was', async () => {
      const again = await ended(await app.http.materializeFeatures({ view: 'property_features', as_of: MIDNIGHT }));
      expect(again.result).toMatchObject({ rows: 2, appended: 0, online: 2 });
      await storeWorld(
        app.analytics,
        'simulated-rentals',
        new Map([['rentals_ratings', [{ property_id: 2, rated_on: day(2), rating: 3 }]]]),
      );
      const changed = await ended(await app.http.materializeFeatures({ view: 'property_features', as_of: MIDNIGHT }));
      expect(changed.result).toMatchObject({ rows: 2, appended: 1, online: 2 });
      const { results } = await read('http', {
        features: ['property_features:rating'],
        entities: [{ property_id: 2 }],
      });
      expect(results[0]!.numbers).toEqual({ 'property_features:rating': 3 });
    });

    it('of a range computes every day, and puts online those that are not too old', async () => {
      const from = new Date((TODAY - 20) * DAY).toISOString();
      const job = await ended(await app.http.materializeFeatures({ view: 'property_features', from, to: MIDNIGHT }));
      // A row is kept for twice its three days, so that one that is too old can be told from none.
      expect(job.result).toMatchObject({ instants: 21, rows: 42, appended: 40, online: 12 });
      const { results } = await read('grpc', { view: 'property_features', entities: [{ property_id: 1 }] });
      expect(results[0]!.event_timestamps).toEqual({ property_features: MIDNIGHT });
    });

    it('ends as failed, with the table in words, where a source is not there', async () => {
      const job = await ended(await app.http.materializeFeatures({ view: 'hotel_service_features' }));
      expect(job).toMatchObject({ status: 'failed', error: expect.stringContaining('not there: hotel_services') });
    });
  });

  describe('rows that are pushed', () => {
    const at = (before: number): string => new Date(Date.now() - before).toISOString();

    it.each(transports)('are there online and offline at once, over %s', async (transport) => {
      const user_id = transport === 'http' ? 1 : 2;
      const event_timestamp = at(60_000);
      const row = { entity: { user_id }, event_timestamp, numbers: { spend: 0.1 + 0.2 }, texts: { country: 'DE' } };
      const answer = await app[transport].pushFeatures({ view: 'user_features', rows: [row] });
      expect(answer).toEqual({ rows: 1, appended: 1 });
      expect(await app[transport].pushFeatures({ view: 'user_features', rows: [row] })).toEqual({
        rows: 1,
        appended: 0,
      });
      const names = ['user_features:spend', 'user_features:country', 'user_features:bookings'];
      const { results } = await read(transport, { features: names, entities: [{ user_id }] });
      expect(results).toEqual([
        {
          numbers: { 'user_features:spend': 0.1 + 0.2 },
          texts: { 'user_features:country': 'DE' },
          statuses: ['present', 'present', 'unknown'],
          event_timestamps: { user_features: event_timestamp },
        },
      ]);
      const entity = { user_id };
      const decisions = [
        { entity, decidedAt: Date.now() + 1_000 },
        { entity, decidedAt: Date.parse(event_timestamp) },
      ];
      const { columns } = await historicalFeatures(app.analytics, decisions, names);
      expect(columns).toEqual({
        'user_features:spend': [0.1 + 0.2, null],
        'user_features:country': ['DE', null],
        'user_features:bookings': [null, null],
      });
    });

    it('that come late do not take the place of newer ones', async () => {
      const push = (before: number, views_1h: number) =>
        app.http.pushFeatures({
          view: 'engagement_features',
          rows: [
            { entity: { property_id: 5, date: day(0) }, event_timestamp: at(before), numbers: { views_1h }, texts: {} },
          ],
        });
      await push(1_000, 9);
      await push(50_000, 1);
      const { results } = await read('http', {
        features: ['engagement_features:views_1h'],
        entities: [{ property_id: 5, date: day(0) }],
      });
      expect(results[0]!.numbers).toEqual({ 'engagement_features:views_1h': 9 });
    });

    it('of one source are not those of another', async () => {
      const rows = [{ entity: { user_id: 50 }, event_timestamp: at(1_000), numbers: { bookings: 4 }, texts: {} }];
      await app.http.pushFeatures({ view: 'user_features', source: 'elsewhere', rows });
      const of = async (source?: string) =>
        (
          await read('http', {
            features: ['user_features:bookings'],
            entities: [{ user_id: 50 }],
            ...(source && { source }),
          })
        ).results[0]!.statuses;
      expect([await of(), await of('elsewhere')]).toEqual([['missing'], ['present']]);
    });
  });

  it('counts what is read, and says how fresh each view is', async () => {
    const text = await (await fetch(`${app.url}/api/v1/ml/metrics`)).text();
    const value = (line: RegExp): number => Number(line.exec(text)?.[1]);
    const freshness = value(
      /^bellwether_feature_freshness_seconds\{view="property_features",source="simulated-rentals"\} (\S+)$/m,
    );
    const age = (Date.now() - TODAY * DAY) / 1_000;
    expect(Math.abs(freshness - age)).toBeLessThan(30);
    for (const outcome of ['present', 'unknown', 'missing', 'expired']) {
      expect(
        value(
          new RegExp(
            `^bellwether_feature_values_total\\{view="property_features",outcome="${outcome}"\\} (\\S+)$`,
            'm',
          ),
        ),
      ).toBeGreaterThan(0);
    }
    expect(value(/^bellwether_feature_read_duration_seconds_count (\S+)$/m)).toBeGreaterThan(5);
  });
});

(redis === null ? describe.skip : describe)('while the online store is away', () => {
  let own: OwnServer;
  let app: FeatureApp;
  beforeAll(async () => {
    own = await ownRedis();
    app = await startFeatureApp(own.url, () => new Date());
    await own.kill();
  });
  afterAll(async () => {
    await app.stop();
    await own.remove();
  });

  it.each(transports)('a read says so over %s, in bounded time', async (transport) => {
    const started = performance.now();
    const request = { view: 'property_features', features: [], entities: [{ property_id: 1 }] };
    await expect(app[transport].getOnlineFeatures(request)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('an online store in memory', () => {
  it('is filled again when a process starts, with the newest rows that may still be used', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-features-'));
    const start = () => startFeatureApp('memory://', () => new Date(), `chdb://${folder}/analytics`);
    const at = (age: number): string => new Date(Date.now() - age).toISOString();
    const row = (user_id: number, age: number, bookings: number) => ({
      ...{ entity: { user_id }, event_timestamp: at(age), numbers: { bookings }, texts: {} },
    });
    try {
      const before = await start();
      const rows = [row(1, 2 * DAY, 1), row(1, 60_000, 2), row(2, DAY, 3), row(3, 7 * DAY, 4)];
      await before.http.pushFeatures({ view: 'user_features', rows });
      await before.stop();
      const after = await start();
      try {
        const request = { features: ['user_features:bookings'], entities: [1, 2, 3].map((user_id) => ({ user_id })) };
        const read = () => after.http.getOnlineFeatures(request);
        let answer = await read();
        for (let tries = 0; tries < 200 && answer.results[1]!.statuses[0] === 'missing'; tries += 1) {
          await sleep(20);
          answer = await read();
        }
        expect(answer.results.map(({ numbers, statuses }) => [numbers['user_features:bookings'], ...statuses])).toEqual(
          [
            [2, 'present'],
            [3, 'present'],
            [undefined, 'missing'],
          ],
        );
      } finally {
        await after.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
