import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GetOnlineFeaturesRequest } from '@bellwether/contracts';
import { ensureFeatureRows, STORED_VIEWS } from '@bellwether/feature-engineering';
import { startFeatureApp, type FeatureApp } from './support/feature-app.js';

const transports = ['http', 'grpc'] as const;

describe('what the feature store refuses', () => {
  let app: FeatureApp;
  beforeAll(async () => {
    app = await startFeatureApp('memory://', () => new Date('2026-03-01T06:30:00Z'));
    await ensureFeatureRows(app.analytics, STORED_VIEWS['user_features']!);
  });
  afterAll(() => app.stop());

  const one = [{ property_id: 1 }];
  const reads: [string, object, string, string][] = [
    ['an unknown view', { view: 'no_such', entities: one }, 'NOT_FOUND', 'view'],
    ['an unknown view of a feature', { features: ['no_such:x'], entities: one }, 'NOT_FOUND', 'features.0'],
    [
      'an unknown feature',
      { features: ['property_features:rating', 'property_features:x'], entities: one },
      'NOT_FOUND',
      'features.1',
    ],
    ['a feature without its view', { features: ['rating'], entities: one }, 'INVALID_ARGUMENT', 'features.0'],
    ['a view whose rows are not kept', { view: 'booking_cancellation', entities: one }, 'INVALID_ARGUMENT', 'view'],
    ['nothing asked for', { entities: one }, 'INVALID_ARGUMENT', 'features'],
    [
      'a view and features',
      { view: 'user_features', features: ['user_features:spend'], entities: one },
      'INVALID_ARGUMENT',
      'features',
    ],
    [
      'an entity without the key of the view',
      { view: 'user_features', entities: one },
      'INVALID_ARGUMENT',
      'entities.0.user_id',
    ],
    [
      'an empty key',
      { view: 'hotel_guest_features', entities: [{ guest_id: '' }] },
      'INVALID_ARGUMENT',
      'entities.0.guest_id',
    ],
    [
      'a day that is none',
      { view: 'engagement_features', entities: [{ property_id: 1, date: '2026-02-30' }] },
      'INVALID_ARGUMENT',
      'entities.0.date',
    ],
    ['no entities', { view: 'property_features', entities: [] }, 'INVALID_ARGUMENT', 'entities'],
    [
      'more than 100 entities',
      { view: 'property_features', entities: new Array(101).fill({ property_id: 1 }) },
      'INVALID_ARGUMENT',
      'entities',
    ],
    [
      'a name that is none of a source',
      { view: 'property_features', entities: one, source: 'A B' },
      'INVALID_ARGUMENT',
      'source',
    ],
  ];
  describe.each(transports)('over %s', (transport) => {
    it.each(reads)('%s', async (_, request, code, path) => {
      await expect(app[transport].getOnlineFeatures(request as GetOnlineFeaturesRequest)).rejects.toMatchObject({
        code,
        fields: [{ path }],
      });
    });
  });

  it('a key that no view has, with its path', async () => {
    const response = await fetch(`${app.url}/api/v1/ml/features/online`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ view: 'property_features', entities: [{ property: 1 }] }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ path: 'entities.0.property' }] });
  });

  const row = { entity: { user_id: 1 }, event_timestamp: '2026-03-01T06:00:00Z', numbers: {}, texts: {} };
  const pushes: [string, object, string, string][] = [
    ['an unknown view', { view: 'no_such', rows: [row] }, 'NOT_FOUND', 'view'],
    [
      'an unknown feature',
      { rows: [row, { ...row, numbers: { no_such: 1 } }] },
      'INVALID_ARGUMENT',
      'rows.1.numbers.no_such',
    ],
    ['an unknown text', { rows: [{ ...row, texts: { no_such: 'a' } }] }, 'INVALID_ARGUMENT', 'rows.0.texts.no_such'],
    [
      'what every object has',
      { rows: [{ ...row, numbers: { constructor: 1 } }] },
      'INVALID_ARGUMENT',
      'rows.0.numbers.constructor',
    ],
    [
      'a number for a text',
      { rows: [{ ...row, numbers: { country: 1 } }] },
      'INVALID_ARGUMENT',
      'rows.0.numbers.country',
    ],
    ['a text for a number', { rows: [{ ...row, texts: { spend: '1' } }] }, 'INVALID_ARGUMENT', 'rows.0.texts.spend'],
    [
      'a broken whole number',
      { rows: [{ ...row, numbers: { bookings: 1.5 } }] },
      'INVALID_ARGUMENT',
      'rows.0.numbers.bookings',
    ],
    [
      'an instant to come',
      { rows: [{ ...row, event_timestamp: '2026-03-01T07:00:00Z' }] },
      'INVALID_ARGUMENT',
      'rows.0.event_timestamp',
    ],
    [
      'a row without its key',
      { rows: [{ ...row, entity: { guest_id: 'a' } }] },
      'INVALID_ARGUMENT',
      'rows.0.entity.user_id',
    ],
    ['a row that stands there twice', { rows: [row, row] }, 'INVALID_ARGUMENT', 'rows.1'],
    ['no rows', { rows: [] }, 'INVALID_ARGUMENT', 'rows'],
    ['more than 1,000 rows', { rows: new Array(1_001).fill(row) }, 'INVALID_ARGUMENT', 'rows'],
  ];
  describe.each(transports)('pushed over %s', (transport) => {
    it.each(pushes)('%s, and keeps nothing', async (_, request, code, path) => {
      const push = { view: 'user_features', ...request } as Parameters<FeatureApp['http']['pushFeatures']>[0];
      await expect(app[transport].pushFeatures(push)).rejects.toMatchObject({ code, fields: [{ path }] });
      expect(await app.analytics.rows('SELECT 1 FROM feature_rows_user_features')).toEqual([]);
    });
  });

  const midnight = '2026-03-01T00:00:00Z';
  const materialisations: [string, object, string, string][] = [
    ['an unknown view', { view: 'no_such' }, 'NOT_FOUND', 'view'],
    ['a view whose rows are not kept', { view: 'booking_no_show' }, 'INVALID_ARGUMENT', 'view'],
    ['an hour of a daily view', { as_of: '2026-02-01T05:00:00Z' }, 'INVALID_ARGUMENT', 'as_of'],
    ['a day to come', { as_of: '2026-03-02T00:00:00Z' }, 'INVALID_ARGUMENT', 'as_of'],
    [
      'a half hour of an hourly view',
      { view: 'engagement_features', as_of: '2026-02-01T05:30:00Z' },
      'INVALID_ARGUMENT',
      'as_of',
    ],
    ['a beginning without an end', { from: midnight }, 'INVALID_ARGUMENT', 'to'],
    ['an end without a beginning', { to: midnight }, 'INVALID_ARGUMENT', 'from'],
    ['an instant and a range', { as_of: midnight, from: midnight, to: midnight }, 'INVALID_ARGUMENT', 'as_of'],
    ['a range that runs backwards', { from: midnight, to: '2026-02-01T00:00:00Z' }, 'INVALID_ARGUMENT', 'to'],
    ['more than 1,000 instants', { from: '2023-01-01T00:00:00Z', to: midnight }, 'INVALID_ARGUMENT', 'to'],
  ];
  describe.each(transports)('to be materialised over %s', (transport) => {
    it.each(materialisations)('%s', async (_, request, code, path) => {
      const wanted = { view: 'property_features', ...request };
      await expect(app[transport].materializeFeatures(wanted)).rejects.toMatchObject({ code, fields: [{ path }] });
    });
  });
});
