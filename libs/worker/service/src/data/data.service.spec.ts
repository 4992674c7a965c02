import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { importers } from '@bellwether/datasets';
import { jobsSource, RelationalJobQueue } from '@bellwether/platform/jobs';
import { openDataSource } from '@bellwether/platform/relational';
import { DataService } from './data.service.js';

type DataSource = Awaited<ReturnType<typeof openDataSource>>;

let source: DataSource;
let jobs: RelationalJobQueue;
let data: DataService;

beforeAll(async () => {
  source = await openDataSource(jobsSource('pglite://memory'));
  jobs = new RelationalJobQueue(source);
  data = new DataService(jobs);
});
afterAll(() => source.destroy());
beforeEach(() => source.query('DELETE FROM jobs'));

const WORLD = { guests: 3_000, rooms: 20, years: 2, seed: 7, as_of: '2026-03-01', detail_days: 100 };

const endAs = (id: string, status: string) => source.query('UPDATE jobs SET status = $2 WHERE id = $1', [id, status]);

describe('an import', () => {
  it('is queued with what was asked for', async () => {
    const request = { dataset: 'hotel-bookings', artifact_path: 'spring.csv', source: 'spring', further_paths: [] };
    const view = await data.importDataset(request);
    expect(view).toMatchObject({ kind: 'import', status: 'queued' });
    expect((await jobs.get(view.job_id)).payload).toEqual(request);
  });

  it('is a job of its own each time: the upload may be another', async () => {
    const request = { dataset: 'hotel-bookings', artifact_path: 'spring.csv', further_paths: [] };
    const first = await data.importDataset(request);
    expect((await data.importDataset(request)).job_id).not.toBe(first.job_id);
  });

  it.each(['toll-bookings', 'toString', '__proto__'])(
    "of '%s' is refused at once, naming the importers there are",
    async (dataset) => {
      await expect(
        data.importDataset({ dataset, artifact_path: 'spring.csv', further_paths: [] }),
      ).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: `no importer '${dataset}'; there are ${Object.keys(importers).join(', ')}`,
      });
      expect(await jobs.list()).toEqual([]);
    },
  );
});

it('refuses more imports than may wait, and takes other work meanwhile', async () => {
  const request = { dataset: 'hotel-bookings', artifact_path: 'spring.csv', further_paths: [] };
  for (let n = 0; n < 20; n += 1) await data.importDataset(request);
  await expect(data.importDataset(request)).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: "jobs of kind 'import' queued must be at most 20, and as many are",
  });
  expect(await data.simulateHotel(WORLD)).toMatchObject({ status: 'queued' });
});

describe('a simulated hotel', () => {
  it.each(['queued', 'running', 'succeeded'])('is not built twice: the job that is %s is answered', async (status) => {
    const first = await data.simulateHotel(WORLD);
    if (status === 'running') {
      const lease = `lease = 'one', lease_expires_at = now() + interval '1 minute'`;
      await source.query(`UPDATE jobs SET status = 'running', ${lease} WHERE id = $1`, [first.job_id]);
    } else await endAs(first.job_id, status);
    // The order in which a caller names the fields is of no account.
    const again = await data.simulateHotel(Object.fromEntries(Object.entries(WORLD).reverse()) as typeof WORLD);
    expect(again).toMatchObject({ job_id: first.job_id, status });
    expect(await jobs.list()).toHaveLength(1);
  });

  it.each(['failed', 'cancelled'])('is tried again when the job has %s', async (status) => {
    const first = await data.simulateHotel(WORLD);
    await endAs(first.job_id, status);
    expect(await data.simulateHotel(WORLD)).not.toMatchObject({ job_id: first.job_id });
  });

  it.each(Object.keys(WORLD) as (keyof typeof WORLD)[])('of another %s is another', async (field) => {
    const first = await data.simulateHotel(WORLD);
    const other = { ...WORLD, [field]: field === 'as_of' ? '2026-03-02' : WORLD[field as 'seed'] + 1 };
    expect((await data.simulateHotel(other)).job_id).not.toBe(first.job_id);
  });

  it('stands for one with details of fewer days', async () => {
    const first = await data.simulateHotel(WORLD);
    for (const detail_days of [99, 0]) {
      expect(await data.simulateHotel({ ...WORLD, detail_days })).toMatchObject({ job_id: first.job_id });
    }
    expect((await data.simulateHotel({ ...WORLD, detail_days: 0, seed: 8 })).job_id).not.toBe(first.job_id);
  });

  it('is built again where another took its place since', async () => {
    const first = await data.simulateHotel(WORLD);
    await data.simulateHotel({ ...WORLD, seed: 8 });
    expect((await data.simulateHotel(WORLD)).job_id).not.toBe(first.job_id);
    expect(await jobs.list({ kind: 'simulate-hotel' })).toHaveLength(3);
  });

  it('is told from jobs of other kinds with the same payload', async () => {
    await jobs.enqueue('publish-features', WORLD);
    expect(await data.simulateHotel(WORLD)).toMatchObject({ kind: 'simulate-hotel', status: 'queued' });
  });
});

describe.each([
  ['simulate-shop', () => data.simulateShop({ customers: 60, products: 20, days: 90, seed: 7, as_of: '2026-03-01' })],
  [
    'simulate-rentals',
    () => data.simulateRentals({ users: 9, properties: 3, destinations: 2, days: 90, seed: 7, as_of: '2026-03-01' }),
  ],
  ['simulate-grocer', () => data.simulateGrocer({ samples: 100, days: 9, seed: 7, start_date: '2024-01-01' })],
] as const)('%s', (kind, ask) => {
  it('is queued once: the job that stands is answered, and one that failed is tried again', async () => {
    const first = await ask();
    expect(first).toMatchObject({ kind, status: 'queued' });
    expect(await ask()).toMatchObject({ job_id: first.job_id });
    await endAs(first.job_id, 'failed');
    expect(await ask()).not.toMatchObject({ job_id: first.job_id });
  });
});

describe('a publication of features', () => {
  it('is a job of its own each time: the bookings may be others', async () => {
    const request = { source: 'simulated-hotel', as_of: '2026-03-01' };
    const first = await data.publishFeatures(request);
    expect(first).toMatchObject({ kind: 'publish-features', status: 'queued' });
    expect((await data.publishFeatures(request)).job_id).not.toBe(first.job_id);
  });
});
