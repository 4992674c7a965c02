import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { AnalyticsStore } from '../src/analytics/index.js';
import { JobWorker, openJobStore, waitForJob, type JobStore } from '../src/jobs/index.js';
import { ownRedis, type OwnRedis } from './redis-server.js';

const module = new URL('./fixtures/tasks.mjs', import.meta.url).href;
const tasks = Object.fromEntries(['once', 'count'].map((name) => [name, { module, export: name }]));

describe('jobs on a Redis that goes away and comes back', () => {
  let server: OwnRedis;
  let root: string;
  let store: JobStore;
  let worker: JobWorker | undefined;
  const logged = () => jest.mocked(Logger.prototype.warn).mock.calls.flat().join('\n');

  beforeAll(async () => {
    server = await ownRedis();
    root = await mkdtemp(join(tmpdir(), 'bellwether-jobs-'));
  });
  afterAll(async () => {
    await server.remove();
    await rm(root, { recursive: true, force: true });
  });
  beforeEach(async () => {
    for (const level of ['error', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockReturnValue(undefined);
    store = await openJobStore(server.url);
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    await store.close();
    jest.restoreAllMocks();
  });

  it('loses no accepted job to kill −9 of the server in the middle, and goes on by itself', async () => {
    const file = join(root, 'once');
    const steps = join(root, 'steps');
    const accepted = [await store.queue.enqueue('count', { file: steps, to: 20, stepMs: 150 }, { priority: 0 })];
    for (let n = 0; n < 30; n += 1) accepted.push(await store.queue.enqueue('once', { file }));
    worker = new JobWorker(store, {} as AnalyticsStore, { tasks, beatMs: 100, concurrency: 2 });
    worker.start();
    while (!existsSync(steps) || !existsSync(file)) await sleep(20);
    await server.stop();
    // Longer than a call waits: a checkpoint falls into it.
    await sleep(6_500);
    await server.start();
    for (const { id } of accepted) {
      expect(await waitForJob(store.queue, id, { timeoutMs: 60_000 })).toMatchObject({
        status: 'succeeded',
        error: null,
      });
    }
    // A job whose end could not be written is run again: none is left out, and few are run twice.
    const ran = readFileSync(file, 'utf8').trim().split('\n');
    expect(new Set(ran).size).toBe(30);
    expect(ran.length).toBeLessThanOrEqual(32);
  }, 120_000);

  it('refuses within seconds while the server is away, and takes jobs again when it is back', async () => {
    await store.ping();
    await server.stop();
    const start = Date.now();
    await expect(store.queue.enqueue('once', null)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(store.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(Date.now() - start).toBeLessThan(15_000);
    const told = () => logged().match(/the job queue is away/g) ?? [];
    for (let tries = 0; tries < 100 && told().length === 0; tries += 1) await sleep(50);
    expect(told()).toHaveLength(1);
    await server.start();
    for (let tries = 0; tries < 100 && !(await answers()); tries += 1) await sleep(50);
    expect(await store.queue.enqueue('else', null)).toMatchObject({ status: 'queued' });

    async function answers(): Promise<boolean> {
      return store.ping().then(
        () => true,
        () => false,
      );
    }
  }, 60_000);

  it('starts without the server, and is there when it comes', async () => {
    await server.stop();
    const early = await openJobStore(server.url);
    try {
      await expect(early.queue.get('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await server.start();
      await sleep(2_500);
      await expect(early.queue.get('x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    } finally {
      await early.close();
    }
  }, 60_000);

  it('warns of a server that may forget jobs', async () => {
    await store.ping();
    const { Redis } = await import('ioredis');
    const redis = new Redis(server.url);
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await redis.config('SET', 'appendonly', 'no');
    redis.disconnect();
    const forgetful = await openJobStore(server.url);
    for (let tries = 0; tries < 100 && !logged().includes('appendonly'); tries += 1) await sleep(20);
    await forgetful.close();
    expect(logged()).toMatch(/must be noeviction, or jobs may be dropped; it is allkeys-lru[^]*appendonly off/);
  });
});
