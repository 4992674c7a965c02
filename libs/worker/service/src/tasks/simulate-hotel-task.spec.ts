import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOTEL_DAILY_TABLES, SIMULATED_SOURCE } from '@bellwether/datasets';
import { createBookingTables } from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { jobContext } from '../../test/support/job-context.js';
import { recordSource } from '../sources/sources-table.js';
import { simulateHotelTask } from './simulate-hotel-task.js';

const TABLES = ['bookings', 'booking_truth', 'booking_modifications'] as const;
const WORLD = { guests: 1_500, rooms: 20, years: 1, seed: 7, as_of: '2026-03-01', detail_days: 0 };

let analytics: AnalyticsStore;

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
});
afterAll(() => analytics.close());
beforeEach(async () => {
  for (const table of TABLES) await analytics.command(`DROP TABLE IF EXISTS ${table}`);
});

const run = (world = WORLD) => simulateHotelTask(world, jobContext({ analytics }));
const count = async (table: string, condition = 'true') =>
  (
    await analytics.rows<{ n: number }>(
      `SELECT count() AS n FROM ${table} WHERE source = {source:String} AND ${condition}`,
      {
        source: SIMULATED_SOURCE,
      },
    )
  )[0]!.n;
const everyRow = (table: (typeof TABLES)[number]) => {
  const columns = table === 'bookings' ? '* EXCEPT imported_at' : '*';
  return analytics.rows(`SELECT ${columns} FROM ${table} ORDER BY ALL`);
};

describe('building the simulated hotel', () => {
  it('answers the counts of what the tables hold: every booking with its truth', async () => {
    const counts = await run();
    expect(counts.guests).toBe(WORLD.guests);
    expect(counts.bookings).toBe(await count('bookings'));
    expect(counts.open_bookings).toBe(await count('bookings', "status = 'open'"));
    expect(counts.open_bookings).toBeGreaterThan(0);
    expect(counts.bookings).toBeGreaterThan(counts.open_bookings);
    expect(await count('booking_truth')).toBe(counts.bookings);
    for (const table of ['booking_truth', 'booking_modifications']) {
      expect(await count(table, 'booking_id NOT IN (SELECT booking_id FROM bookings)')).toBe(0);
    }
  });

  it('a second time puts the same rows in the place of the first', async () => {
    const first = await run();
    const before = await Promise.all(TABLES.map(everyRow));
    expect(await run()).toEqual(first);
    expect(await Promise.all(TABLES.map(everyRow))).toEqual(before);
  });

  it('of another seed leaves nothing of the one before', async () => {
    await run();
    const counts = await run({ ...WORLD, seed: 8 });
    for (const table of ['bookings', 'booking_truth']) expect(await count(table)).toBe(counts.bookings);
  });

  it('has details of so many days, told by their rows, and takes them away with the hotel', async () => {
    const tables = Object.values(HOTEL_DAILY_TABLES).map(({ name }) => name);
    const counts = await run({ ...WORLD, detail_days: 30 });
    expect(counts.website_sessions).toBe(await count('hotel_website_sessions'));
    expect(counts.housekeeping_tasks).toBe(await count('hotel_housekeeping_tasks'));
    expect(await count('hotel_house_days')).toBe(30 * 3);
    for (const table of tables) expect([table, await count(table)]).not.toEqual([table, 0]);
    expect(await run()).not.toHaveProperty('website_sessions');
    for (const table of tables) expect([table, await count(table)]).toEqual([table, 0]);
  });

  it('takes no name that an import has', async () => {
    await recordSource(analytics, { source: SIMULATED_SOURCE, dataset: 'hotel-bookings', rows: {}, rejected: 0 }, {});
    await expect(run()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await analytics.command('DROP TABLE sources');
  });

  it('leaves the bookings of other sources', async () => {
    await createBookingTables(analytics);
    await analytics.insert('booking_truth', [
      { source: 'spring', booking_id: 'HB0000001', cancel_probability: 0.5, no_show_probability: 0.1 },
    ]);
    await run();
    expect(await analytics.rows("SELECT booking_id FROM booking_truth WHERE source = 'spring'")).toHaveLength(1);
  });

  it('stops when it is cancelled, and leaves the hotel there was', async () => {
    await run();
    const before = await everyRow('bookings');
    const cancelled = new AbortController();
    const job = jobContext({
      analytics,
      signal: cancelled.signal,
      onProgress: () => cancelled.abort(new Error('asked to stop')),
    });
    await expect(simulateHotelTask({ ...WORLD, seed: 8 }, job)).rejects.toThrow('asked to stop');
    expect(await everyRow('bookings')).toEqual(before);
  });
});
