import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openJobStore, type JobStore } from '@bellwether/platform/jobs';
import { PutScheduleRequest } from '@bellwether/contracts';
import { schedulableKinds } from './schedulable-kinds.js';
import { ScheduleService } from './schedule.service.js';

let now: Date;
let store: JobStore;
let schedules: ScheduleService;

beforeAll(async () => {
  store = await openJobStore('pglite://memory', { clock: () => now });
  schedules = new ScheduleService(store.schedules);
});
afterAll(() => store.close());
beforeEach(async () => {
  now = new Date('2026-03-01T01:30:00Z');
  for (const { name } of (await schedules.list()).schedules) await schedules.remove(name);
});

const NIGHTLY = { name: 'nightly', kind: 'publish-features', cron: '0 2 * * *' };
const FEATURES = { source: 'our-hotel', as_of: '$due_date' };
const put = (payload: object, fields: Partial<PutScheduleRequest> = {}) =>
  schedules.put(PutScheduleRequest.parse({ ...NIGHTLY, payload_json: JSON.stringify(payload), ...fields }));

/** A request of each kind, as short as one may be. */
const PAYLOADS: Record<keyof typeof schedulableKinds, object> = {
  import: { dataset: 'hotel-bookings', artifact_path: 'ours.csv' },
  'simulate-hotel': { as_of: '$due_date' },
  'publish-features': FEATURES,
  'publish-reservations': FEATURES,
  'publish-stock': FEATURES,
  'publish-segments': FEATURES,
  'simulate-shop': { as_of: '$due_date' },
  'simulate-rentals': { as_of: '$due_date' },
  'simulate-grocer': { start_date: '$due_date' },
  'materialize-features': { view: 'property_features' },
  'collect-outcomes': FEATURES,
  'run-monitors': {},
  retrain: { model_name: 'churn_predictor' },
};

describe('a schedule', () => {
  it.each(Object.entries(PAYLOADS))(
    'of %s asks each job for what an order by hand would be, on its day',
    async (kind, payload) => {
      await put(payload, { kind, name: `nightly-${kind}` });
      now = new Date('2026-03-01T02:00:00Z');
      await store.schedules.tick();
      const { last_job_id } = (await schedules.list()).schedules[0]!;
      const schema = schedulableKinds[kind as keyof typeof schedulableKinds];
      const byHand = JSON.parse(JSON.stringify(payload).replace('$due_date', '2026-03-01'));
      expect(await store.queue.get(last_job_id!)).toMatchObject({ kind, payload: schema.parse(byHand) });
    },
  );

  it('is told with its defaults, the day still open, and how its last job stands', async () => {
    const view = await put({ as_of: '$due_date', rooms: 20 }, { kind: 'simulate-hotel', time_zone: 'Asia/Jakarta' });
    expect(view).toEqual({
      ...{ name: 'nightly', kind: 'simulate-hotel', cron: '0 2 * * *', time_zone: 'Asia/Jakarta', paused: false },
      payload_json: view.payload_json,
      next_at: '2026-03-01T19:00:00.000Z',
    });
    const payload = { guests: 60_000, rooms: 20, years: 3, seed: 42, as_of: '$due_date', detail_days: 3_650 };
    expect(JSON.parse(view.payload_json)).toEqual(payload);
    expect(await put(payload, { kind: 'simulate-hotel', paused: true })).not.toHaveProperty('next_at');
  });

  it.each(['train', 'toString', '__proto__'])("of kind '%s' is refused, naming the kinds there are", async (kind) => {
    await expect(put(FEATURES, { kind })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: `no kind '${kind}' to schedule; there are ${Object.keys(schedulableKinds).join(', ')}`,
    });
  });

  it.each([
    ['payload_json.source', JSON.stringify({ as_of: '$due_date' })],
    ['payload_json.as_of', JSON.stringify({ source: 'x', as_of: 'tomorrow' })],
    ['payload_json', JSON.stringify({ ...FEATURES, unknown: 1 })],
    ['payload_json', '[]'],
    ['payload_json', 'null'],
    ['payload_json', '{'],
  ])('is refused by the path %s for the payload %s', async (path, payload_json) => {
    await expect(put({}, { payload_json })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [expect.objectContaining({ path })],
    });
    expect((await schedules.list()).schedules).toEqual([]);
  });

  it.each([
    ['import', { dataset: 'olsit', artifact_path: 'a.csv' }, 'NOT_FOUND', 'dataset'],
    ['import', { ...PAYLOADS.import, further_paths: ['b.csv', 'ours.csv'] }, 'INVALID_ARGUMENT', 'further_paths.1'],
    ['materialize-features', { view: 'nope' }, 'NOT_FOUND', 'view'],
    ['materialize-features', { view: 'property_features', as_of: '2026-01-01T00:30:00Z' }, 'INVALID_ARGUMENT', 'as_of'],
  ])('of what can never run is refused as by hand: %s of %j', async (kind, payload, code, path) => {
    await expect(put(payload, { kind })).rejects.toMatchObject({
      code,
      fields: [expect.objectContaining({ path: `payload_json.${path}` })],
    });
    expect((await schedules.list()).schedules).toEqual([]);
  });

  it.each([
    ['cron', { cron: 'nightly' }],
    ['time_zone', { time_zone: 'Mars/Base' }],
  ])('is refused for a wrong %s by its path', async (path, wrong) => {
    const refusal = { code: 'INVALID_ARGUMENT', fields: [expect.objectContaining({ path })] };
    await expect(put(FEATURES, wrong)).rejects.toMatchObject(refusal);
  });

  it('is forgotten once', async () => {
    await put(FEATURES);
    expect(await schedules.remove('nightly')).toEqual({ name: 'nightly' });
    await expect(schedules.remove('nightly')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('the page on schedules names every kind, and no other', async () => {
  const page = await readFile(new URL('../../../../../docs/schedules.md', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('## What is asked'), page.indexOf('`cron` has five fields'));
  const named = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, kind]) => kind!);
  expect(named.sort()).toEqual(Object.keys(schedulableKinds).sort());
});
