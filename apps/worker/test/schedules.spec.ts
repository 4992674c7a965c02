import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainError } from '@bellwether/errors';
import { startApp, type AppProcess } from './support/app-process.js';
import { until } from './support/until.js';

let worker: AppProcess;

beforeAll(async () => {
  worker = await startApp('worker', { JOBS_URL: 'pglite://memory', ANALYTICS_URL: 'chdb://memory' });
}, 60_000);
afterAll(() => worker?.end('SIGTERM'));

const payload_json = JSON.stringify({ as_of: '$due_date', guests: 300, rooms: 5, years: 1 });
const EVERY_MINUTE = { kind: 'simulate-hotel', payload_json, cron: '* * * * *' };

describe.each(['http', 'grpc'] as const)('schedules over %s', (transport) => {
  const name = `hotel-by-${transport}`;
  const client = () => worker[transport];
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: DomainError) => error,
    );

  it('are put, listed and removed', async () => {
    const put = await client().putSchedule({ ...EVERY_MINUTE, name, cron: '0 2 * * *', time_zone: 'Asia/Jakarta' });
    expect(put).toMatchObject({ name, kind: 'simulate-hotel', paused: false, time_zone: 'Asia/Jakarta' });
    expect(Date.parse(put.next_at!)).toBeGreaterThan(Date.now());
    // The worker's own, which has monitors look, is listed with those that were put.
    const listed = async () =>
      (await client().listSchedules({})).schedules.filter((one) => one.name !== 'run-monitors');
    expect(await listed()).toEqual([put]);
    expect(await client().deleteSchedule({ name })).toEqual({ name });
    expect(await listed()).toEqual([]);
  });

  it('are refused with the field at fault, and a kind or a name that is not there', async () => {
    const put = (wrong: object) => refusal(client().putSchedule({ ...EVERY_MINUTE, name, ...wrong }));
    for (const [path, wrong] of [
      ['name', { name: 'Not-One' }],
      ['cron', { cron: '* * * *' }],
      ['time_zone', { time_zone: 'Mars/Base' }],
      ['payload_json.as_of', { payload_json: '{}' }],
    ] as const) {
      const fields = [expect.objectContaining({ path })];
      expect(await put(wrong)).toMatchObject({ code: 'INVALID_ARGUMENT', fields });
    }
    expect(await put({ kind: 'train' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(client().deleteSchedule({ name: 'absent' }))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('a schedule runs its job when its minute comes', async () => {
  await worker.http.putSchedule({ ...EVERY_MINUTE, name: 'often' });
  const schedule = await until(
    async () => (await worker.http.listSchedules({})).schedules.find(({ name }) => name === 'often'),
    (often) => often?.last_status === 'succeeded',
    90_000,
  );
  const job = await worker.http.getJob({ job_id: schedule!.last_job_id! });
  expect(job).toMatchObject({ kind: 'simulate-hotel', status: 'succeeded', result: { guests: 300 } });
}, 120_000);
