import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { AnalyticsStore } from '../src/analytics/index.js';
import { Metrics } from '../src/metrics/index.js';
import { JobMetrics } from '../src/jobs/job-metrics.js';
import { JobWorker, openJobStore, waitForJob, type JobStore, type NewSchedule } from '../src/jobs/index.js';

const module = new URL('./fixtures/tasks.mjs', import.meta.url).href;
const tasks = { add: { module, export: 'add' } };
const MINUTE = 60_000;
/** How long a tick is with one worker. */
const CLAIM_MS = 30_000;

/**
 * What schedules of the jobs port promise, on whichever adapter `url` names.
 *
 * @param wipe forgets all jobs and schedules of the url.
 */
export function describeSchedulesConformance(name: string, url: string, wipe: () => Promise<void>): void {
  describe(`schedules of the jobs port on ${name}`, () => {
    let now: number;
    const clock = () => new Date(now);
    let store: JobStore;
    /** The same schedules as another process sees them. */
    let elsewhere: JobStore;

    beforeAll(async () => {
      store = await openJobStore(url, { clock });
      elsewhere = await openJobStore(url, { clock });
    });
    afterAll(async () => {
      await elsewhere.close();
      await store.close();
    });
    beforeEach(async () => {
      await wipe();
      now = Date.parse('2026-03-01T01:30:00Z');
    });
    afterEach(() => void jest.restoreAllMocks());

    const NIGHTLY = { name: 'nightly', kind: 'add', payload: { a: 1, b: 2 }, cron: '0 2 * * *' };
    const EVERY_MINUTE = { ...NIGHTLY, name: 'often', cron: '* * * * *' };
    const put = (schedule: Partial<NewSchedule> = {}) => store.schedules.schedule({ ...NIGHTLY, ...schedule });
    const outcomes = async (of = store) => (await of.schedules.tick()).map(({ outcome }) => outcome);
    const jobIds = async () => (await store.queue.list()).map(({ id }) => id).reverse();
    /** Ends the job that waits, as a worker would. */
    async function endNext(): Promise<void> {
      const claim = await store.leases.claim(['add'], 10_000);
      await store.leases.finish(claim!, { status: 'succeeded', resultJson: '1' });
    }

    it('tells of a schedule from the moment it is put, and everywhere', async () => {
      const schedule = await put({ timeZone: 'Asia/Jakarta' });
      expect(schedule).toEqual({
        ...{ name: 'nightly', kind: 'add', payload: { a: 1, b: 2 }, cron: '0 2 * * *', time_zone: 'Asia/Jakarta' },
        ...{ paused: false, next_at: '2026-03-01T19:00:00.000Z', last_job_id: null, last_status: null },
      });
      await put({ name: 'a-first', payload: [], paused: true });
      const listed = await elsewhere.schedules.schedules();
      expect(listed.map((one) => one.name)).toEqual(['a-first', 'nightly']);
      expect(listed[0]).toMatchObject({ payload: [], paused: true, next_at: null, time_zone: 'UTC' });
      expect(listed[1]).toEqual(schedule);
    });

    it('enqueues nothing before its time, then one job whose id says which tick it is, and moves on', async () => {
      await put({ payload: { a: 1, day: '$due_date' } });
      expect(await outcomes()).toEqual([]);
      now += 30 * MINUTE;
      expect(await store.schedules.tick()).toEqual([{ name: 'nightly', kind: 'add', outcome: 'enqueued' }]);
      const [job, ...others] = await store.queue.list();
      expect(others).toEqual([]);
      expect(job).toMatchObject({ id: 'schedule:nightly@2026-03-01T02:00:00.000Z', kind: 'add', status: 'queued' });
      expect(job!.payload).toEqual({ a: 1, day: '2026-03-01' });
      expect(await elsewhere.schedules.schedules()).toMatchObject([
        { next_at: '2026-03-02T02:00:00.000Z', last_job_id: job!.id, last_status: 'queued' },
      ]);
      expect(await outcomes()).toEqual([]);
    });

    it('enqueues each tick once, however many workers look at the same time', async () => {
      await put(EVERY_MINUTE);
      await put({ ...EVERY_MINUTE, name: 'often-too' });
      for (let minute = 1; minute <= 10; minute += 1) {
        now += MINUTE;
        const looks = await Promise.all([store, elsewhere, store, elsewhere, elsewhere].map((of) => outcomes(of)));
        expect(looks.flat()).toEqual(['enqueued', 'enqueued']);
        await endNext();
        await endNext();
      }
      expect(await jobIds()).toHaveLength(20);
      expect(new Set(await jobIds()).size).toBe(20);
    });

    it('skips a tick while the job before is queued or running, and goes on after it', async () => {
      await put(EVERY_MINUTE);
      now += MINUTE;
      expect(await outcomes()).toEqual(['enqueued']);
      now += MINUTE;
      expect(await outcomes()).toEqual(['skipped']);
      const claim = await store.leases.claim(['add'], 10_000);
      now += MINUTE;
      expect(await outcomes(elsewhere)).toEqual(['skipped']);
      await store.leases.finish(claim!, { status: 'failed', error: 'no' });
      now += MINUTE;
      expect(await outcomes()).toEqual(['enqueued']);
      expect(await jobIds()).toEqual([
        'schedule:often@2026-03-01T01:31:00.000Z',
        'schedule:often@2026-03-01T01:34:00.000Z',
      ]);
    });

    it('makes up the ticks that passed while nobody looked by one job', async () => {
      await put(EVERY_MINUTE);
      now += 600 * MINUTE;
      expect(await outcomes()).toEqual(['enqueued']);
      await endNext();
      expect(await outcomes()).toEqual([]);
      expect(await jobIds()).toEqual(['schedule:often@2026-03-01T01:31:00.000Z']);
      expect(await store.schedules.schedules()).toMatchObject([{ next_at: '2026-03-01T11:31:00.000Z' }]);
    });

    it('has one job for a tick whose worker died after it had enqueued it', async () => {
      await put();
      now += 30 * MINUTE;
      const { table } = store.schedules as unknown as { table: { advance: () => Promise<void> } };
      jest.spyOn(table, 'advance').mockRejectedValueOnce(new Error('killed here'));
      await expect(store.schedules.tick()).rejects.toThrow('killed here');
      expect(await outcomes(elsewhere)).toEqual([]);
      now += CLAIM_MS;
      await endNext();
      expect(await outcomes(elsewhere)).toEqual(['enqueued']);
      expect(await jobIds()).toEqual(['schedule:nightly@2026-03-01T02:00:00.000Z']);
      expect(await store.schedules.schedules()).toMatchObject([
        { next_at: '2026-03-02T02:00:00.000Z', last_status: 'succeeded' },
      ]);
    });

    it('tries a tick again that the queue refused, and holds up no other schedule by it', async () => {
      const full = await openJobStore(url, { clock, maxQueued: 1 });
      try {
        for (const schedule of [NIGHTLY, { ...NIGHTLY, name: 'nightly-too' }]) await full.schedules.schedule(schedule);
        now += 30 * MINUTE;
        const ticks = await full.schedules.tick();
        expect(ticks.map(({ outcome }) => outcome).sort()).toEqual(['enqueued', 'refused']);
        expect(ticks.find(({ outcome }) => outcome === 'refused')!.reason).toContain('must be at most 1');
        await endNext();
        expect(await outcomes(full)).toEqual([]);
        now += CLAIM_MS;
        expect(await outcomes(full)).toEqual(['enqueued']);
        expect(await jobIds()).toHaveLength(2);
      } finally {
        await full.close();
      }
    });

    it('keeps what is due when a schedule is put again as it was, and begins anew when its time changed', async () => {
      await put();
      now += 45 * MINUTE;
      expect(await put({ payload: { a: 5 } })).toMatchObject({ next_at: '2026-03-01T02:00:00.000Z' });
      expect(await outcomes()).toEqual(['enqueued']);
      expect(await store.queue.list()).toMatchObject([{ payload: { a: 5 } }]);
      const changed = await put({ cron: '30 2 * * *' });
      expect(changed).toMatchObject({ next_at: '2026-03-01T02:30:00.000Z', last_status: 'queued' });
      expect(await put({ cron: '30 2 * * *', timeZone: 'Asia/Jakarta' })).toMatchObject({
        next_at: '2026-03-01T19:30:00.000Z',
      });
    });

    it('does not tick while paused, nor make up for it', async () => {
      await put({ paused: true });
      now += 48 * 60 * MINUTE;
      expect(await outcomes()).toEqual([]);
      expect(await put()).toMatchObject({ paused: false, next_at: '2026-03-03T02:00:00.000Z' });
      expect(await outcomes()).toEqual([]);
    });

    it('forgets a schedule, not its job', async () => {
      await put();
      now += 30 * MINUTE;
      await outcomes();
      await elsewhere.schedules.unschedule('nightly');
      expect(await store.schedules.schedules()).toEqual([]);
      now += 24 * 60 * MINUTE;
      expect(await outcomes()).toEqual([]);
      expect(await jobIds()).toHaveLength(1);
      await expect(store.schedules.unschedule('nightly')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('knows no status of a job that was forgotten, and goes on', async () => {
      await put(EVERY_MINUTE);
      now += MINUTE;
      await outcomes();
      await endNext();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await store.leases.prune({ maxAgeMs: 365 * 86_400_000, maxCount: 0 });
      const id = 'schedule:often@2026-03-01T01:31:00.000Z';
      expect(await store.schedules.schedules()).toMatchObject([{ last_job_id: id, last_status: null }]);
      now += MINUTE;
      expect(await outcomes()).toEqual(['enqueued']);
    });

    it.each([
      ['name', { name: 'Not a name' }],
      ['kind', { kind: '' }],
      ['payload', { payload: 'x'.repeat(1_000_001) }],
      ['cron', { cron: '0 2 * *' }],
      ['cron', { cron: `${'0,'.repeat(60)}0 2 * * *` }],
      ['time_zone', { timeZone: 'Mars/Base' }],
    ])('refuses a wrong %s by its path', async (path, wrong) => {
      const refused = expect.objectContaining({ path });
      await expect(put(wrong)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', fields: [refused] });
      expect(await store.schedules.schedules()).toEqual([]);
    });

    it('keeps 100 schedules at most', async () => {
      await Promise.all(Array.from({ length: 100 }, (_, i) => put({ name: `s${i}` })));
      await expect(put({ name: 'one-more' })).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
      expect(await put({ name: 's7', cron: '@daily' })).toMatchObject({ cron: '@daily' });
      expect(await store.schedules.schedules()).toHaveLength(100);
    });

    it('is ticked by a worker, which runs the jobs and counts what became of the ticks', async () => {
      jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
      const { registry } = new Metrics();
      const metrics = new JobMetrics(registry);
      const worker = new JobWorker(store, {} as AnalyticsStore, { tasks, tickMs: 10, pollMs: 10 }, metrics);
      await put(EVERY_MINUTE);
      await put({ ...EVERY_MINUTE, name: 'left', kind: 'someone-elses' });
      worker.start();
      try {
        for (const tick of ['2026-03-01T01:31:00.000Z', '2026-03-01T01:32:00.000Z']) {
          now += MINUTE;
          const id = `schedule:often@${tick}`;
          while (!(await jobIds()).includes(id)) await new Promise((resolve) => setTimeout(resolve, 10));
          const job = await waitForJob(store.queue, id, { timeoutMs: 20_000, pollMs: 10 });
          expect(job).toMatchObject({ status: 'succeeded', result: { sum: 3 } });
        }
      } finally {
        await worker.stop();
      }
      const counted = await registry.getSingleMetricAsString('bellwether_jobs_schedule_ticks_total');
      expect(counted).toContain('{kind="add",outcome="enqueued"} 2');
      expect(counted).toContain('{kind="someone-elses",outcome="enqueued"} 1');
      expect(counted).toContain('{kind="someone-elses",outcome="skipped"} 1');
    });
  });
}
