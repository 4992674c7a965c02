import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApp, type AppProcess } from './support/app-process.js';
import { until } from './support/until.js';

let worker: AppProcess;

beforeAll(async () => {
  worker = await startApp('worker', { JOBS_URL: 'pglite://memory', ANALYTICS_URL: 'chdb://memory' });
}, 60_000);
afterAll(() => worker?.end('SIGTERM'));

it('jobs are listed, the newest first, those of a kind or status alone where that is asked, on both transports', async () => {
  const world = { as_of: '2026-03-01', guests: 200, rooms: 3, years: 1, detail_days: 0 };
  const first = await worker.http.simulateHotel(world);
  const second = await worker.http.simulateHotel({ ...world, guests: 201 });
  for (const { job_id } of [first, second]) {
    await until(
      () => worker.http.getJob({ job_id }),
      ({ status }) => status === 'succeeded',
      60_000,
    );
  }
  for (const client of [worker.http, worker.grpc]) {
    const ids = async (filter: Parameters<typeof client.listJobs>[0]) =>
      (await client.listJobs(filter)).jobs.map(({ job_id }) => job_id);
    const ofKind = { kind: 'simulate-hotel' };
    expect(await ids(ofKind)).toEqual([second.job_id, first.job_id]);
    expect(await ids({ ...ofKind, limit: 1 })).toEqual([second.job_id]);
    expect(await ids({ ...ofKind, status: 'succeeded' })).toHaveLength(2);
    expect(await ids({ ...ofKind, status: 'failed' })).toEqual([]);
    const [job] = (await client.listJobs(ofKind)).jobs;
    expect(job).toEqual(await client.getJob({ job_id: second.job_id }));
    await expect(client.listJobs({ limit: 0 })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [{ path: 'limit' }],
    });
  }
}, 180_000);
