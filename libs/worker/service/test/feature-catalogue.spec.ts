import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeatureEntity } from '@bellwether/contracts';
import { STORED_VIEWS } from '@bellwether/feature-engineering';
import { startFeatureApp, type FeatureApp } from './support/feature-app.js';
import { storeWorld } from './support/world-tables.js';

const transports = ['http', 'grpc'] as const;
const WORLD = new Map([['rentals_ratings', [{ property_id: 1, rated_on: '2026-02-01', rating: 5 }]]]);

describe('the catalogue', () => {
  let app: FeatureApp;
  beforeAll(async () => {
    app = await startFeatureApp('memory://', () => new Date('2026-03-01T06:30:00Z'));
    await storeWorld(app.analytics, 'simulated-rentals', WORLD);
    const rows = [{ entity: { property_id: 1 }, event_timestamp: '2026-03-01T00:00:00Z', numbers: {}, texts: {} }];
    await app.http.pushFeatures({ view: 'property_features', rows });
  });
  afterAll(() => app.stop());

  it.each(transports)('lists every view over %s, those of bookings too', async (transport) => {
    const { views } = await app[transport].listFeatureViews({});
    expect(views.map(({ name, kind }) => [name, kind])).toEqual([
      ...Object.keys(STORED_VIEWS).map((name) => [name, 'stored']),
      ['booking_cancellation', 'at_decision'],
      ['booking_no_show', 'at_decision'],
    ]);
    for (const { description, owner, keys, features } of views) {
      expect([description, owner].every((words) => words.length > 5)).toBe(true);
      expect(keys.length).toBeGreaterThan(0);
      expect(features.every((feature) => feature.description !== '' && feature.available_at !== '')).toBe(true);
    }
  });

  it.each(transports)(
    'tells of one view over %s: its keys, features, tables, and how fresh it is',
    async (transport) => {
      const view = await app[transport].getFeatureView({ view: 'property_features' });
      expect(view).toMatchObject({
        ...{ owner: 'pricing', refresh: 'daily', ttl_seconds: 259_200, default_source: 'simulated-rentals' },
        keys: [{ name: 'property_id', type: 'integer' }],
        freshness: [
          { source: 'simulated-rentals', event_timestamp: '2026-03-01T00:00:00.000Z', freshness_seconds: 23_400 },
        ],
      });
      expect(view.features).toHaveLength(15);
      expect(view.features.find(({ name }) => name === 'rating')).toEqual({
        ...{ name: 'rating', type: 'number', unit: 'stars', available_at: 'the day after the rating' },
        description: 'Mean rating so far, 1–5; missing where nobody has rated',
      });
      expect(view.tables).toContainEqual({ table: 'rentals_ratings', is_there: true });
      const hotel = await app[transport].getFeatureView({ view: 'room_type_features' });
      expect(hotel.tables).toContainEqual({ table: 'hotel_rooms', is_there: false });
      expect(hotel.absent['city_hotel_occupancy_rate']).toBeDefined();
    },
  );

  it.each(transports)('knows no other view over %s', async (transport) => {
    await expect(app[transport].getFeatureView({ view: 'no_such' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      fields: [{ path: 'view' }],
    });
  });

  it('has a field of the contract for every part of a key', () => {
    const parts = Object.values(STORED_VIEWS).flatMap(({ keys }) => Object.keys(keys));
    expect(parts.filter((name) => !(name in FeatureEntity.shape))).toEqual([]);
  });
});
