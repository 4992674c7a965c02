import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { featureRowsTable, newestRows, STORED_VIEWS } from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { MemoryOnlineStore, type OnlineStore } from '@bellwether/platform/online-store';
import { jobContext } from '../../test/support/job-context.js';
import { keepWorld, simulatedWorlds } from '../../test/support/simulated-worlds.js';
import { storeWorld } from '../../test/support/world-tables.js';
import { materializeFeaturesTask } from './materialize-features-task.js';

const NOON = Date.parse('2026-02-28T12:00:00Z');
const clock = () => NOON;
const SOURCE = 'worlds';

let analytics: AnalyticsStore;
beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
  await keepWorld(analytics, SOURCE, simulatedWorlds());
});
afterAll(() => analytics.close());

function puttingInto(online: OnlineStore) {
  return jobContext({ analytics, putOnline: (...given) => online.put(...given) });
}

describe('materialising features', () => {
  it.each(Object.values(STORED_VIEWS))('puts the same bits of $name online as it keeps', async (view) => {
    const online = new MemoryOnlineStore(clock);
    const counts = await materializeFeaturesTask({ view: view.name, source: SOURCE }, puttingInto(online), clock);
    const features = Object.keys(view.features).join(', ');
    const offline = await analytics.rows<Record<string, unknown> & { entity_key: string }>(
      `SELECT entity_key, toUnixTimestamp64Milli(event_timestamp) AS event_ms,
         toUnixTimestamp64Milli(created_timestamp) AS created_ms, ${features} FROM ${featureRowsTable(view)}`,
    );
    expect(counts).toEqual({ instants: 1, rows: offline.length, appended: offline.length, online: offline.length });
    expect(offline.length).toBeGreaterThan(2);
    const keys = offline.map(({ entity_key }) => `${SOURCE}|${entity_key}`);
    const rows = await online.get(view.name, keys);
    const event = Date.parse(view.refresh === 'daily' ? '2026-02-28T00:00:00Z' : '2026-02-28T12:00:00Z');
    offline.forEach(({ entity_key: _, event_ms, created_ms, ...values }, i) => {
      expect({ event_ms, created_ms }).toEqual({ event_ms: event, created_ms: NOON });
      expect(rows[i]).toEqual({ key: keys[i], eventTime: event, values });
    });
    expect(await newestRows(analytics)).toContainEqual({ view: view.name, source: SOURCE, eventTime: event });
  });

  it('puts more entities online than one batch holds, each once', async () => {
    const users = Array.from({ length: 2_500 }, (_, i) => ({
      ...{ user_id: i + 1, joined_on: '2026-01-01', country: 'DE', user_type: 'leisure' },
    }));
    await storeWorld(analytics, 'crowd', new Map([['rentals_users', users]]));
    const online = new MemoryOnlineStore(clock);
    const counts = await materializeFeaturesTask(
      { view: 'user_features', source: 'crowd' },
      puttingInto(online),
      clock,
    );
    expect(counts).toMatchObject({ rows: 2_500, online: 2_500 });
    const rows = await online.get(
      'user_features',
      users.map(({ user_id }) => `crowd|${user_id}`),
    );
    expect(rows.filter((row) => row?.values['tenure_days'] === 58)).toHaveLength(2_500);
  });

  it('of a source that has nothing fails, naming it, and calls nothing fresh', async () => {
    const work = materializeFeaturesTask({ view: 'user_features', source: 'wrolds' }, jobContext({ analytics }), clock);
    await expect(work).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringMatching(/^the source 'wrolds' gives no row of user_features as of 2026-02-28/),
      fields: [expect.objectContaining({ path: 'source' })],
    });
    expect((await newestRows(analytics)).filter(({ source }) => source === 'wrolds')).toEqual([]);
  });

  it('stops when it is cancelled', async () => {
    const cancelled = new AbortController();
    const job = jobContext({
      analytics,
      signal: cancelled.signal,
      putOnline: () => Promise.resolve(cancelled.abort(new Error('asked to stop'))),
    });
    const range = { from: '2026-02-01T00:00:00Z', to: '2026-02-27T00:00:00Z' };
    const work = materializeFeaturesTask({ view: 'property_features', source: SOURCE, ...range }, job, clock);
    await expect(work).rejects.toThrow('asked to stop');
  });

  it('names the tables that are not there', async () => {
    await analytics.command('RENAME TABLE hotel_services TO hotel_services_away');
    const work = materializeFeaturesTask({ view: 'hotel_service_features' }, jobContext({ analytics }), clock);
    await expect(work).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('not there: hotel_services;'),
    });
    await analytics.command('RENAME TABLE hotel_services_away TO hotel_services');
  });
});
