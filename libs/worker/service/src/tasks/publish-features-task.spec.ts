import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SIMULATED_SOURCE } from '@bellwether/datasets';
import { dayOf, latestStates, openBookings, SECONDS_PER_DAY } from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { jobContext } from '../../test/support/job-context.js';
import { servingApp, type ServingApp } from '../../test/support/serving-app.js';
import { publishFeaturesTask } from './publish-features-task.js';
import { simulateHotelTask } from './simulate-hotel-task.js';

const AS_OF = '2026-03-01';
const INSTANT = dayOf(AS_OF, 'as_of') * SECONDS_PER_DAY;
const PAYLOAD = { source: SIMULATED_SOURCE, as_of: AS_OF };
/** Of the body that the serving apps take by default, BODY_LIMIT_BYTES. */
const BODY_LIMIT_BYTES = 1_048_576;

let analytics: AnalyticsStore;
let serving: ServingApp;

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
  const world = { guests: 8_000, rooms: 200, years: 1, seed: 7, as_of: AS_OF, detail_days: 0 };
  await simulateHotelTask(world, jobContext({ analytics }));
});
afterAll(() => analytics.close());
beforeEach(async () => {
  serving = await servingApp();
});
afterEach(() => serving.close());

const context = () => jobContext({ analytics, settings: { customerAnalyticsUrl: serving.url } });

describe('publishing features', () => {
  it('tells of every open booking and of every history, as they are in the store', async () => {
    const counts = await publishFeaturesTask(PAYLOAD, context());
    const bookings = await openBookings(analytics, SIMULATED_SOURCE, INSTANT);
    const states = await latestStates(analytics, SIMULATED_SOURCE, INSTANT);
    expect(counts).toEqual({ bookings: bookings.length, states: states.length });
    expect(serving.pushes.flatMap(({ request }) => request.bookings)).toEqual(bookings);
    expect(serving.pushes.flatMap(({ request }) => request.states)).toEqual(states);
  });

  it('pushes in parts that the serving app takes, several of each', async () => {
    await publishFeaturesTask(PAYLOAD, context());
    const holding = (part: 'bookings' | 'states') => serving.pushes.filter(({ request }) => request[part].length > 0);
    expect(holding('bookings').length).toBeGreaterThan(1);
    expect(holding('states').length).toBeGreaterThan(1);
    for (const { bytes } of serving.pushes) expect(bytes).toBeLessThan(BODY_LIMIT_BYTES * 0.8);
  });

  it('has what is open no longer forgotten last of all, and nothing that it has just told', async () => {
    await publishFeaturesTask(PAYLOAD, context());
    const retiring = serving.pushes.map(({ request }) => request.retire);
    expect(retiring.slice(0, -1).every((retire) => retire === undefined)).toBe(true);
    const { source, pushed_before } = retiring.at(-1)!;
    expect(source).toBe(SIMULATED_SOURCE);
    expect(pushed_before).toBe(serving.pushes[0]!.pushed_at);
  });

  it('of a source without bookings only has the old ones forgotten', async () => {
    expect(await publishFeaturesTask({ source: 'empty', as_of: AS_OF }, context())).toEqual({ bookings: 0, states: 0 });
    expect(serving.pushes.map(({ request }) => request)).toEqual([
      { bookings: [], states: [] },
      { bookings: [], states: [], retire: { source: 'empty', pushed_before: serving.pushes[0]!.pushed_at } },
    ]);
  });

  it('tells of its progress up to done', async () => {
    const job = context();
    await publishFeaturesTask(PAYLOAD, job);
    const shares = job.reports.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('forgets nothing when it is cancelled on the way', async () => {
    const cancelled = new AbortController();
    const job = jobContext({
      analytics,
      settings: { customerAnalyticsUrl: serving.url },
      signal: cancelled.signal,
      onProgress: () => cancelled.abort(new Error('asked to stop')),
    });
    await expect(publishFeaturesTask(PAYLOAD, job)).rejects.toThrow('asked to stop');
    expect(serving.pushes).toHaveLength(1);
    expect(serving.pushes[0]!.request.retire).toBeUndefined();
  });

  it('is UNAVAILABLE while the serving app is away', async () => {
    await serving.close();
    await expect(publishFeaturesTask(PAYLOAD, context())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    serving = await servingApp();
  });

  it('refuses a day that is none', async () => {
    const payload = { source: SIMULATED_SOURCE, as_of: '2026-02-30' };
    await expect(publishFeaturesTask(payload, context())).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(serving.pushes).toEqual([]);
  });
});
