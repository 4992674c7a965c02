import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { AnalyticsStore } from '../src/analytics/index.js';
import { MemoryOnlineStore, type OnlineStore } from '../src/online-store/index.js';
import {
  JobWorker,
  openJobStore,
  waitForJob,
  type Job,
  type JobFilter,
  type JobStore,
  type JobWorkerOptions,
  type TaskLocation,
} from '../src/jobs/index.js';

const module = new URL('./fixtures/tasks.mjs', import.meta.url).href;
const NAMES = [
  ...['add', 'query', 'hold', 'spin', 'deaf', 'refuse', 'bug', 'crash', 'eat', 'once', 'count'],
  ...['traced', 'flaky', 'split', 'shard', 'publish'],
];
const tasks: Record<string, TaskLocation> = {
  ...Object.fromEntries(NAMES.map((name) => [name, { module, export: name }])),
  absent: { module, export: 'absent' },
};
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);

/** Stands in for the store behind the proxy: this suite is about jobs. */
const analytics = { matrix: async (sql: string) => Float64Array.of(sql.length, NaN) } as unknown as AnalyticsStore;

/**
 * What the jobs port promises, on whichever adapter `url` names.
 *
 * @param wipe forgets all jobs of the url.
 */
export function describeJobsConformance(name: string, url: string, wipe: () => Promise<void>): void {
  describe(`jobs port on ${name}`, () => {
    let root: string;
    let store: JobStore;
    let queue: JobStore['queue'];
    let leases: JobStore['leases'];
    /** The same jobs as another process sees them. */
    let elsewhere: JobStore;
    let workers: JobWorker[];

    beforeAll(async () => {
      root = await mkdtemp(join(tmpdir(), 'bellwether-jobs-'));
      store = await openJobStore(url);
      ({ queue, leases } = store);
      elsewhere = await openJobStore(url);
    });
    afterAll(async () => {
      await elsewhere.close();
      await store.close();
      await rm(root, { recursive: true, force: true });
    });
    beforeEach(async () => {
      await wipe();
      workers = [];
      for (const level of ['error', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockReturnValue(undefined);
    });
    afterEach(async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      jest.restoreAllMocks();
    });

    function startWorker(options: Partial<JobWorkerOptions> = {}, of = store, online?: OnlineStore): JobWorker {
      const settled = {
        ...{ tasks, beatMs: 50, leaseMs: 2_000, graceMs: 300, settings: { greeting: 'hello' } },
        ...options,
      };
      const worker = new JobWorker(of, analytics, settled, undefined, null, online);
      workers.push(worker);
      worker.start();
      return worker;
    }
    const end = (job: Job) => waitForJob(store.queue, job.id, { timeoutMs: 20_000, pollMs: 20 });
    async function until(job: Pick<Job, 'id'>, holds: (job: Job) => boolean): Promise<Job> {
      for (let tries = 0; tries < 500; tries += 1) {
        const seen = await queue.get(job.id);
        if (holds(seen)) return seen;
        await sleep(20);
      }
      throw new Error(`job ${job.id} never got there: ${JSON.stringify(await queue.get(job.id))}`);
    }
    const isRunning = ({ status, message }: Job) => status === 'running' && message !== '';
    const logged = () => jest.mocked(Logger.prototype.error).mock.calls.flat().join('\n');
    const isRecent = (instant: string | null) => Math.abs(Date.now() - Date.parse(instant ?? '')) < 60_000;

    it('tells of a job from the moment it is accepted', async () => {
      const job = await queue.enqueue('train', { model: 'm', at: [1, null] }, { id: 'job-1' });
      expect(job).toEqual({
        ...{ id: 'job-1', kind: 'train', payload: { model: 'm', at: [1, null] }, status: 'queued', progress: 0 },
        ...{ message: '', result: null, error: null, attempt: 0, started_at: null, finished_at: null },
        created_at: job.created_at,
      });
      expect(isRecent(job.created_at)).toBe(true);
      expect(await queue.get('job-1')).toEqual(job);
      await expect(queue.get('absent')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('answers a repeated request with the job that stands', async () => {
      const [first, ...others] = await Promise.all(
        [1, 2, 3, 4].map((n) => queue.enqueue('train', { n }, { id: 'the-same-request' })),
      );
      expect(others).toEqual([first, first, first]);
      expect(await queue.list()).toEqual([first]);
    });

    it('lists by kind and status, newest first', async () => {
      for (const [kind, id] of [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ] as const)
        await queue.enqueue(kind, null, { id });
      await queue.cancel('1');
      const ids = async (filter: JobFilter) => (await queue.list(filter)).map(({ id }) => id);
      expect(await ids({})).toEqual(['3', '2', '1']);
      expect(await ids({ kind: 'a' })).toEqual(['3', '1']);
      expect(await ids({ kind: 'a', status: 'queued' })).toEqual(['3']);
      expect(await ids({ limit: 1 })).toEqual(['3']);
      await expect(queue.list({ limit: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });

    it('refuses malformed names, payloads that are no JSON or too large, and more jobs than may wait', async () => {
      const circular: { self?: unknown } = {};
      circular.self = circular;
      for (const payload of [1n, circular, 'x'.repeat(1_000_001)]) {
        await expect(queue.enqueue('train', payload)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
      await expect(queue.enqueue('', null)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(queue.enqueue('train', null, { id: 'a b' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      for (const options of [
        { priority: 10 },
        { delayMs: -1 },
        { retry: { attempts: 0, backoffMs: 1 } },
        { retry: { attempts: 2, backoffMs: 0.5 } },
      ]) {
        await expect(queue.enqueue('train', null, options)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
      for (const id of ['1', '2']) await queue.enqueue('train', null, { id, maxQueued: 2 });
      const third = queue.enqueue('train', null, { id: '3', maxQueued: 2 });
      await expect(third).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
      expect((await queue.enqueue('train', null, { id: '2', maxQueued: 2 })).id).toBe('2');
      expect((await queue.enqueue('other', null, { id: '4', maxQueued: 2 })).status).toBe('queued');
    });

    it('takes the urgent first, and among equals the oldest', async () => {
      const file = join(root, 'order');
      const jobs = [{ id: 'late', priority: 9 }, { id: 'first' }, { id: 'second' }, { id: 'urgent', priority: 0 }];
      for (const options of jobs) await queue.enqueue('once', { file }, options);
      startWorker();
      for (const { id } of jobs) await until({ id }, ({ status }) => status === 'succeeded');
      expect(linesOf(file)).toEqual(['urgent', 'first', 'second', 'late']);
    });

    it('holds a job back as long as asked', async () => {
      startWorker({ pollMs: 20 });
      const start = Date.now();
      const job = await queue.enqueue('add', { a: 1, b: 1 }, { delayMs: 700 });
      expect(job.status).toBe('queued');
      await end(job);
      expect(Date.now() - start).toBeGreaterThanOrEqual(700);
    });

    it('hands the trace of the request to the task', async () => {
      startWorker();
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      expect((await end(await queue.enqueue('traced', null, { traceparent }))).result).toBe(traceparent);
      expect((await end(await queue.enqueue('traced', null, { traceparent: 'nonsense' }))).result).toBeNull();
    });

    it('lets a task put rows into the online store of its process, where it has one', async () => {
      const online = new MemoryOnlineStore();
      const row = { key: 'a', eventTime: 1, values: { price: 0.1 + 0.2 } };
      const worker = startWorker({}, store, online);
      expect(await end(await queue.enqueue('publish', { rows: [row] }))).toMatchObject({ result: { put: 1 } });
      expect(await online.get('prices', ['a'])).toEqual([row]);
      const refused = await end(await queue.enqueue('publish', { rows: [{ ...row, key: '' }] }));
      expect(refused).toMatchObject({ status: 'failed', error: expect.stringContaining('a key must have') });
      await worker.stop();
      startWorker();
      const without = await end(await queue.enqueue('publish', { rows: [row] }));
      expect(without).toMatchObject({ status: 'failed', error: expect.stringContaining('no online store') });
    });

    it('tries again what may pass, with its checkpoint and a growing wait, if asked to', async () => {
      startWorker({ pollMs: 10, random: () => 0 });
      const retry = { attempts: 3, backoffMs: 200 };
      const start = Date.now();
      for (const code of ['UNAVAILABLE', undefined]) {
        const job = await queue.enqueue('flaky', { failures: 2, code }, { retry });
        expect(await end(job)).toMatchObject({ status: 'succeeded', attempt: 3, result: { attempt: 3 }, error: null });
      }
      // Half of 200 ms and half of 400 ms at least, twice.
      expect(Date.now() - start).toBeGreaterThanOrEqual(600);
      const gone = await queue.enqueue('flaky', { failures: 3, code: 'UNAVAILABLE' }, { retry });
      expect(await end(gone)).toMatchObject({ status: 'failed', attempt: 3, error: 'not yet, in attempt 3' });
    });

    it('does not try again what will not pass, or what nobody asked to be tried again', async () => {
      startWorker();
      const retry = { attempts: 3, backoffMs: 10 };
      const final = await end(await queue.enqueue('flaky', { failures: 9, code: 'INVALID_ARGUMENT' }, { retry }));
      expect(final).toMatchObject({ status: 'failed', attempt: 1 });
      const unasked = await end(await queue.enqueue('flaky', { failures: 9, code: 'UNAVAILABLE' }));
      expect(unasked).toMatchObject({ status: 'failed', attempt: 1 });
    });

    it('forgets what ended long ago and what is too many, and nothing that is still to do', async () => {
      const ids = async () => (await queue.list()).map(({ id }) => id);
      for (const id of ['1', '2', '3', '4']) await queue.enqueue('add', null, { id });
      for (const id of ['1', '2', '3']) {
        await queue.cancel(id);
        await sleep(5);
      }
      await leases.prune({ maxAgeMs: 60_000, maxCount: 2 });
      expect(await ids()).toEqual(['4', '3', '2']);
      await sleep(20);
      await leases.prune({ maxAgeMs: 10, maxCount: 10 });
      expect(await ids()).toEqual(['4']);
      await expect(queue.get('2')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await queue.enqueue('add', null, { id: '2' })).toMatchObject({ id: '2', status: 'queued' });
    });

    it('counts what waits and what runs', async () => {
      startWorker();
      await until(await queue.enqueue('hold', { share: 0.5 }), isRunning);
      await queue.enqueue('hold', { share: 0.5 });
      await queue.enqueue('else', null);
      expect((await store.counts()).sort((a, b) => a.kind.localeCompare(b.kind))).toEqual([
        { kind: 'else', queued: 1, running: 0 },
        { kind: 'hold', queued: 1, running: 1 },
      ]);
      await store.ping();
    });

    it('runs the shards of a job in its own only place, with joint progress, and gives it their results', async () => {
      const file = join(root, 'shards');
      startWorker({ concurrency: 1, pollMs: 10 });
      const shards = [1, 2, 4].map((value) => ({ file, value, ms: 400 }));
      const job = await queue.enqueue('split', { shards }, { id: 'parent' });
      const half = await until(job, ({ message }) => message === '2 of 3 shards done');
      // From 0.2, where it split, to 0.9.
      expect(half.progress).toBeCloseTo(0.2 + (0.7 * 2) / 3, 6);
      expect(await end(job)).toMatchObject({ status: 'succeeded', result: { sum: 7, attempt: 1 } });
      expect(linesOf(file)).toEqual(['parent/0000', 'parent/0001', 'parent/0002']);
    });

    it('never lets parents that wait keep their shards from running, however many there are', async () => {
      const file = join(root, 'parents');
      startWorker({ concurrency: 2, maxParked: 1, parkRetryMs: 200, pollMs: 10 });
      const shards = [1, 2].map((value) => ({ file, value }));
      const parents = await Promise.all([1, 2, 3, 4].map(() => queue.enqueue('split', { shards })));
      for (const parent of parents)
        expect(await end(parent)).toMatchObject({ status: 'succeeded', result: { sum: 3 } });
      expect(linesOf(file).length).toBe(8);
    });

    it('fails with the first shard that failed, and cancels the others', async () => {
      startWorker({ pollMs: 10 });
      const file = join(root, 'failing');
      const shards = [
        { file, value: 1, fails: true },
        { file, value: 2, ms: 60_000 },
        { file, value: 3 },
      ];
      const job = await end(await queue.enqueue('split', { shards }, { id: 'failing' }));
      expect(job).toMatchObject({ status: 'failed', error: `shard 'failing/0000' failed: no part 1` });
      for (const id of ['failing/0001', 'failing/0002']) await until({ id }, ({ status }) => status === 'cancelled');
    });

    it('cancels the shards of a job that is cancelled', async () => {
      startWorker({ pollMs: 10 });
      const file = join(root, 'cancelled');
      const shards = [1, 2].map((value) => ({ file, value, ms: 60_000 }));
      const job = await queue.enqueue('split', { shards }, { id: 'stopped' });
      await until(job, ({ message }) => message === '0 of 2 shards done');
      await elsewhere.queue.cancel(job.id);
      expect(await end(job)).toMatchObject({ status: 'cancelled' });
      for (const id of ['stopped/0000', 'stopped/0001']) await until({ id }, ({ status }) => status === 'cancelled');
    });

    it('refuses shards to a shard', async () => {
      startWorker({ pollMs: 10 });
      const file = join(root, 'nested');
      const job = await end(await queue.enqueue('split', { shards: [{ file, value: 1, nests: true }] }));
      expect(job).toMatchObject({ status: 'failed', error: expect.stringContaining('cannot have shards itself') });
    });

    it('goes on with its shards after its worker stopped, and runs none again that had ended', async () => {
      const file = join(root, 'resumed');
      const first = startWorker({ concurrency: 1, pollMs: 10 });
      const shards = [1, 2, 4].map((value) => ({ file, value, ms: 300 }));
      const job = await queue.enqueue('split', { shards }, { id: 'resumed' });
      await until(job, ({ message }) => message === '1 of 3 shards done');
      await first.stop();
      expect(await queue.get(job.id)).toMatchObject({ status: 'queued' });
      startWorker({ concurrency: 1, pollMs: 10 });
      expect(await end(job)).toMatchObject({ status: 'succeeded', result: { sum: 7 } });
      expect(linesOf(file).filter((id) => id === 'resumed/0000')).toHaveLength(1);
    });

    it('runs a job in a thread, with payload, settings, progress and result', async () => {
      startWorker();
      const job = await end(await queue.enqueue('add', { a: 2, b: 3 }));
      expect(job).toMatchObject({ status: 'succeeded', progress: 1, message: 'adding', attempt: 1, error: null });
      expect(job.result).toEqual({ sum: 5, greeting: 'hello' });
      expect([job.started_at, job.finished_at].every(isRecent)).toBe(true);
    });

    it('lets a task use the analytics store of its process', async () => {
      startWorker();
      const job = await end(await queue.enqueue('query', { sql: 'SELECT 1' }));
      expect(job.result).toEqual([8, null]);
    });

    it('shows progress while a job runs', async () => {
      startWorker();
      const job = await until(await queue.enqueue('hold', { share: 0.25 }), isRunning);
      expect(job).toMatchObject({ progress: 0.25, message: 'at 0.25', finished_at: null });
    });

    it('leaves jobs of unknown kinds to other workers', async () => {
      startWorker();
      const other = await queue.enqueue('someone-elses', null);
      await end(await queue.enqueue('add', { a: 1, b: 1 }));
      expect(await queue.get(other.id)).toMatchObject({ status: 'queued', attempt: 0 });
    });

    it('cancels a queued job at once, for good', async () => {
      const job = await queue.enqueue('add', { a: 1, b: 1 });
      const cancelled = await queue.cancel(job.id);
      expect(cancelled.status).toBe('cancelled');
      expect(isRecent(cancelled.finished_at)).toBe(true);
      startWorker();
      await end(await queue.enqueue('add', { a: 1, b: 1 }));
      expect(await queue.get(job.id)).toMatchObject({ status: 'cancelled', attempt: 0 });
      await expect(queue.cancel('absent')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it.each(['hold', 'spin', 'deaf'])('cancels a running job that would %s for ever', async (kind) => {
      startWorker();
      const job = await until(await queue.enqueue(kind, { share: 0.5 }), isRunning);
      // Another process's request: this worker learns of it by its beat.
      await elsewhere.queue.cancel(job.id);
      expect(await end(job)).toMatchObject({ status: 'cancelled', error: null });
      expect(await queue.cancel(job.id)).toMatchObject({ status: 'cancelled' });
    });

    it('shows the DomainError of a task, and hides and logs any other', async () => {
      startWorker();
      const refused = await end(await queue.enqueue('refuse', { name: 'x' }));
      expect(refused).toMatchObject({ status: 'failed', error: `no data set 'x'`, attempt: 1, result: null });
      for (const kind of ['bug', 'crash', 'absent']) {
        expect(await end(await queue.enqueue(kind, null))).toMatchObject({ status: 'failed', error: 'internal error' });
      }
      expect(logged()).toMatch(/TypeError: secret of the inside[^]*code 3[^]*no function 'absent'/);
    });

    it('survives a task that eats its memory, and says so', async () => {
      startWorker({ resourceLimits: { maxOldGenerationSizeMb: 40 } });
      const job = await end(await queue.enqueue('eat', null));
      expect(job).toMatchObject({ status: 'failed', error: expect.stringContaining('40 MB') });
      expect(await end(await queue.enqueue('add', { a: 1, b: 1 }))).toMatchObject({ status: 'succeeded' });
    });

    it('runs no more at once than it may', async () => {
      startWorker({ concurrency: 2 });
      const jobs: Job[] = [];
      for (let n = 0; n < 3; n += 1) jobs.push(await queue.enqueue('hold', { share: 0.1 }));
      await until(jobs[1]!, isRunning);
      await sleep(400);
      expect((await queue.list({ status: 'running' })).length).toBe(2);
      await queue.cancel(jobs[0]!.id);
      await until(jobs[2]!, isRunning);
    });

    it('runs each job once, however many workers share the queue', async () => {
      const file = join(root, 'once');
      for (let n = 0; n < 3; n += 1) startWorker({ concurrency: 2, pollMs: 5 });
      const jobs = await Promise.all(Array.from({ length: 12 }, () => queue.enqueue('once', { file })));
      for (const job of jobs) expect(await end(job)).toMatchObject({ status: 'succeeded', attempt: 1 });
      const ran = readFileSync(file, 'utf8').trim().split('\n');
      expect(ran.sort()).toEqual(jobs.map(({ id }) => id).sort());
    });

    it('queues a running job again when the worker must stop, and goes on from its checkpoint', async () => {
      const file = join(root, 'drained');
      const worker = startWorker();
      const job = await until(
        await queue.enqueue('count', { file, to: 8, stepMs: 100 }),
        ({ progress }) => progress >= 0.25,
      );
      await worker.stop();
      expect(await queue.get(job.id)).toMatchObject({ status: 'queued', attempt: 0 });
      startWorker();
      expect(await end(job)).toMatchObject({ status: 'succeeded', attempt: 1 });
      const steps = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(':')[1]);
      // The step under way when the worker stopped may be done twice; none is left out.
      expect([...new Set(steps)]).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
      expect(steps.length).toBeLessThanOrEqual(9);
    });

    it('stops a job whose lease was lost, and writes nothing of it', async () => {
      const lost = new DomainError('ABORTED', 'the lease was lost');
      const renew = () => Promise.reject(lost);
      const losing = { ...store, leases: Object.assign(Object.create(leases), { renew }) as typeof leases };
      const worker = startWorker({}, losing);
      const job = await queue.enqueue('hold', { share: 0.5 });
      while (!logged().includes(`job ${job.id} is stopped here`)) await sleep(20);
      await worker.stop();
      expect(await queue.get(job.id)).toMatchObject({ status: 'running', message: '', error: null });
    });

    it('takes nothing from a worker that lost its lease', async () => {
      const job = await queue.enqueue('add', { a: 1, b: 1 });
      const late = (await leases.claim(['add'], 1))!;
      await until(job, ({ status }) => status === 'running');
      const again = await recovered();
      for (const say of [
        () => leases.renew(late, 1_000, 0.5, 'late'),
        () => leases.checkpoint(late, '1'),
        () => leases.retry(late, 1),
        () => leases.finish(late, { status: 'succeeded', resultJson: '1' }),
      ])
        await expect(say()).rejects.toMatchObject({ code: 'ABORTED' });
      await leases.finish(again, { status: 'succeeded', resultJson: '2' });
      expect(await queue.get(job.id)).toMatchObject({ status: 'succeeded', result: 2, message: '' });

      async function recovered() {
        for (let tries = 0; tries < 100; tries += 1) {
          await leases.recoverStalled(3);
          const claim = await leases.claim(['add'], 10_000);
          if (claim) return claim;
          await sleep(20);
        }
        throw new Error('never recovered');
      }
    });

    it('gives up on a job that takes down every worker', async () => {
      const job = await queue.enqueue('add', { a: 1, b: 1 });
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        expect((await leases.claim(['add'], 1))?.job.attempt).toBe(attempt);
        const before = Date.now();
        // A claim of what is left shows the end where an adapter finds it only then.
        while ((await queue.get(job.id)).status === 'running' && Date.now() - before < 5_000) {
          await sleep(20);
          await leases.recoverStalled(3);
        }
      }
      expect(await leases.claim(['add'], 1_000)).toBeNull();
      expect(await queue.get(job.id)).toMatchObject({ status: 'failed', error: expect.stringContaining('3 times') });
    });

    it('stops waiting when its time is over, or when told to', async () => {
      const job = await queue.enqueue('add', { a: 1, b: 1 });
      const late = waitForJob(queue, job.id, { timeoutMs: 50, pollMs: 10 });
      await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
      const reason = new Error('enough');
      await expect(waitForJob(queue, job.id, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });
  });

  it(`jobs port on ${name}: a job outlives kill −9 of its worker process`, async () => {
    const root = await mkdtemp(join(tmpdir(), 'bellwether-jobs-'));
    const file = join(root, 'steps');
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    try {
      const id = 'to-be-killed';
      await wipe();
      let store = await openJobStore(url);
      await store.queue.enqueue('count', { file, to: 10, stepMs: 100 }, { id });
      await store.close();

      const script = new URL('./fixtures/job-worker.mjs', import.meta.url).pathname;
      const child = spawn(process.execPath, [script, url], { stdio: ['ignore', 'ignore', 'inherit'] });
      const steps = () => linesOf(file);
      while (steps().length < 4) await sleep(20);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));

      store = await openJobStore(url);
      const worker = new JobWorker(store, analytics, { tasks, leaseMs: 900, beatMs: 100 });
      worker.start();
      const job = await waitForJob(store.queue, id, { timeoutMs: 20_000 });
      await worker.stop();
      await store.close();
      expect(job).toMatchObject({ status: 'succeeded', attempt: 2, result: { to: 10 } });
      // Checkpoint n was saved before step n + 1 began, so at most one step is done again.
      expect((job.result as { from: number }).from).toBeGreaterThanOrEqual(3);
      expect([...new Set(steps().map((line) => Number(line.split(':')[1])))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    } finally {
      warn.mockRestore();
      await rm(root, { recursive: true, force: true });
    }
    // Stores are opened four times, one of them by a process of its own.
  }, 120_000);

  it(`jobs port on ${name}: a job with shards outlives kill −9 of its worker process, and no shard that ended runs again`, async () => {
    const root = await mkdtemp(join(tmpdir(), 'bellwether-jobs-'));
    const file = join(root, 'shards');
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    try {
      await wipe();
      let store = await openJobStore(url);
      const shards = [1, 2, 4, 8].map((value) => ({ file, value, ms: 500 }));
      await store.queue.enqueue('split', { shards }, { id: 'cut' });
      await store.close();

      const script = new URL('./fixtures/job-worker.mjs', import.meta.url).pathname;
      const child = spawn(process.execPath, [script, url], { stdio: ['ignore', 'ignore', 'inherit'] });
      // The third has begun: the first has ended, whatever became of the writing of the second's end.
      while (linesOf(file).length < 3) await sleep(20);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));

      store = await openJobStore(url);
      const worker = new JobWorker(store, analytics, { tasks, leaseMs: 900, beatMs: 100, pollMs: 20 });
      worker.start();
      const job = await waitForJob(store.queue, 'cut', { timeoutMs: 30_000 });
      await worker.stop();
      await store.close();
      expect(job).toMatchObject({ status: 'succeeded', result: { sum: 15, attempt: 2 } });
      const runs = (index: number) => linesOf(file).filter((id) => id === `cut/000${index}`).length;
      expect([runs(0), runs(1), runs(3)]).toEqual([1, 1, 1]);
      // The one that was cut off.
      expect(runs(2)).toBe(2);
    } finally {
      warn.mockRestore();
      await rm(root, { recursive: true, force: true });
    }
  }, 120_000);
}
