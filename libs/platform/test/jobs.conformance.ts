import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { AnalyticsStore } from '../src/analytics/index.js';
import {
  JobLeases,
  jobsSource,
  JobWorker,
  RelationalJobQueue,
  waitForJob,
  type Job,
  type JobWorkerOptions,
  type TaskLocation,
} from '../src/jobs/index.js';
import { openDataSource } from '../src/relational/index.js';

const module = new URL('./fixtures/tasks.mjs', import.meta.url).href;
const NAMES = ['add', 'query', 'hold', 'spin', 'deaf', 'refuse', 'bug', 'crash', 'eat', 'once', 'count'];
const tasks: Record<string, TaskLocation> = {
  ...Object.fromEntries(NAMES.map((name) => [name, { module, export: name }])),
  absent: { module, export: 'absent' },
};

/** Stands in for the store behind the proxy: this suite is about jobs. */
const analytics = { matrix: async (sql: string) => Float64Array.of(sql.length, NaN) } as unknown as AnalyticsStore;

/** What the jobs port promises, on whichever relational store `url` names. */
export function describeJobsConformance(name: string, url: string): void {
  describe(`jobs port on ${name}`, () => {
    const now = new Date('2026-05-06T07:08:09.012Z');
    let root: string;
    let dataSource: DataSource;
    let queue: RelationalJobQueue;
    let leases: JobLeases;
    let workers: JobWorker[];

    beforeAll(async () => {
      root = await mkdtemp(join(tmpdir(), 'bellwether-jobs-'));
      dataSource = await openDataSource(jobsSource(url));
      leases = new JobLeases(dataSource, () => now);
    });
    afterAll(async () => {
      await dataSource.destroy();
      await rm(root, { recursive: true, force: true });
    });
    beforeEach(async () => {
      await dataSource.query('DELETE FROM jobs');
      queue = new RelationalJobQueue(dataSource, { clock: () => now });
      workers = [];
      for (const level of ['error', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockReturnValue(undefined);
    });
    afterEach(async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      jest.restoreAllMocks();
    });

    function startWorker(options: Partial<JobWorkerOptions> = {}): JobWorker {
      const worker = new JobWorker(queue, leases, analytics, {
        ...{ tasks, beatMs: 50, leaseMs: 2_000, graceMs: 300, settings: { greeting: 'hello' } },
        ...options,
      });
      workers.push(worker);
      worker.start();
      return worker;
    }
    const end = (job: Job) => waitForJob(queue, job.id, { timeoutMs: 20_000, pollMs: 20 });
    async function until(job: Job, holds: (job: Job) => boolean): Promise<Job> {
      for (let tries = 0; tries < 500; tries += 1) {
        const seen = await queue.get(job.id);
        if (holds(seen)) return seen;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`job ${job.id} never got there: ${JSON.stringify(await queue.get(job.id))}`);
    }
    const isRunning = ({ status, message }: Job) => status === 'running' && message !== '';
    const logged = () => jest.mocked(Logger.prototype.error).mock.calls.flat().join('\n');

    it('tells of a job from the moment it is accepted', async () => {
      const job = await queue.enqueue('train', { model: 'm', at: [1, null] }, 'job-1');
      expect(job).toEqual({
        ...{ id: 'job-1', kind: 'train', payload: { model: 'm', at: [1, null] }, status: 'queued', progress: 0 },
        ...{ message: '', result: null, error: null, attempt: 0, started_at: null, finished_at: null },
        created_at: now.toISOString(),
      });
      expect(await queue.get('job-1')).toEqual(job);
      await expect(queue.get('absent')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('answers a repeated request with the job that stands', async () => {
      const [first, ...others] = await Promise.all(
        [1, 2, 3, 4].map((n) => queue.enqueue('train', { n }, 'the-same-request')),
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
        await queue.enqueue(kind, null, id);
      await queue.cancel('1');
      const ids = async (filter: Parameters<typeof queue.list>[0]) => (await queue.list(filter)).map(({ id }) => id);
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
      await expect(queue.enqueue('train', null, 'a b')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      const small = new RelationalJobQueue(dataSource, { maxQueued: 2 });
      await small.enqueue('train', null, '1');
      await small.enqueue('train', null, '2');
      await expect(small.enqueue('train', null, '3')).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
      expect((await small.enqueue('train', null, '2')).id).toBe('2');
    });

    it('runs a job in a thread, with payload, settings, progress and result', async () => {
      startWorker();
      const job = await end(await queue.enqueue('add', { a: 2, b: 3 }));
      expect(job).toMatchObject({ status: 'succeeded', progress: 1, message: 'adding', attempt: 1, error: null });
      expect(job.result).toEqual({ sum: 5, greeting: 'hello' });
      expect([job.started_at, job.finished_at]).toEqual([now.toISOString(), now.toISOString()]);
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
      expect(await queue.cancel(job.id)).toMatchObject({ status: 'cancelled', finished_at: now.toISOString() });
      startWorker();
      await end(await queue.enqueue('add', { a: 1, b: 1 }));
      expect(await queue.get(job.id)).toMatchObject({ status: 'cancelled', attempt: 0 });
      await expect(queue.cancel('absent')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it.each(['hold', 'spin', 'deaf'])('cancels a running job that would %s for ever', async (kind) => {
      startWorker();
      const job = await until(await queue.enqueue(kind, { share: 0.5 }), isRunning);
      // Another process's request: this worker learns of it by its beat.
      await new RelationalJobQueue(dataSource).cancel(job.id);
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
      await new Promise((resolve) => setTimeout(resolve, 400));
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

    it('stops a job whose lease another has taken, and writes nothing of it', async () => {
      startWorker();
      const job = await until(await queue.enqueue('hold', { share: 0.5 }), isRunning);
      await dataSource.query(`UPDATE jobs SET lease = 'another', message = 'theirs' WHERE id = $1`, [job.id]);
      while (!logged().includes(`the lease of job '${job.id}' was lost`)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await workers[0]!.stop();
      expect(await queue.get(job.id)).toMatchObject({ status: 'running', message: 'theirs' });
    });

    it('gives up on a job that takes down every worker', async () => {
      const job = await queue.enqueue('add', { a: 1, b: 1 });
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        expect((await leases.claim(['add'], 1))?.job.attempt).toBe(attempt);
        await new Promise((resolve) => setTimeout(resolve, 10));
        await leases.recoverStalled(3);
      }
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
      let dataSource = await openDataSource(jobsSource(url));
      await dataSource.query('DELETE FROM jobs');
      await new RelationalJobQueue(dataSource).enqueue('count', { file, to: 10, stepMs: 100 }, id);
      await dataSource.destroy();

      const script = new URL('./fixtures/job-worker.mjs', import.meta.url).pathname;
      const child = spawn(process.execPath, [script, url], { stdio: ['ignore', 'ignore', 'inherit'] });
      const steps = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
      while (steps().length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));

      dataSource = await openDataSource(jobsSource(url));
      const queue = new RelationalJobQueue(dataSource);
      const worker = new JobWorker(queue, new JobLeases(dataSource), analytics, { tasks, leaseMs: 900, beatMs: 100 });
      worker.start();
      const job = await waitForJob(queue, id, { timeoutMs: 20_000 });
      await worker.stop();
      await dataSource.destroy();
      expect(job).toMatchObject({ status: 'succeeded', attempt: 2, result: { to: 10 } });
      // Checkpoint n was saved before step n + 1 began, so at most one step is done again.
      expect((job.result as { from: number }).from).toBeGreaterThanOrEqual(3);
      expect([...new Set(steps().map((line) => Number(line.split(':')[1])))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    } finally {
      warn.mockRestore();
      await rm(root, { recursive: true, force: true });
    }
  });
}
