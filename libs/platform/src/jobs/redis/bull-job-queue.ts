import { EventEmitter } from 'node:events';
import { DomainError } from '@bellwether/errors';
import type { EnqueueOptions, Job, JobFilter, JobQueue } from '../job-queue.js';
import type { JobChanges, JobCounts } from '../job-store.js';
import { listLimit, newJob, tooManyQueued, type NewJob } from '../new-job.js';
import { cancelShards } from '../run-shards.js';
import { bullId, keysOf, kindOf, queueName } from './bull-layout.js';
import type { BullQueues } from './bull-queues.js';
import { jobOf, type Envelope } from './bull-record.js';
import type { BullScripts, RawJob } from './bull-scripts.js';
import { onRedis } from './redis-failure.js';

/** Jobs looked at in one step on the server. */
const PAGE = 200;

/** Jobs in BullMQ's queues, one for each kind. As safe as the server: with `appendonly yes` all but its last second. */
export class BullJobQueue implements JobQueue {
  readonly changes: JobChanges = new EventEmitter();
  private arrivals = 0;

  constructor(
    private readonly queues: BullQueues,
    private readonly scripts: BullScripts,
    private readonly maxQueued: number,
  ) {}

  async enqueue(kind: string, payload: unknown, options: EnqueueOptions = {}): Promise<Job> {
    const job = newJob(kind, payload, options);
    const name = queueName(kind);
    const accepted = await this.onRedis(async () => {
      await this.queues.redis.sadd(keysOf(this.queues.prefix).queues, name);
      const standing = await this.find(job.id);
      if (standing) return { job: standing, isNew: false };
      await this.refuseWhenFull(job);
      await this.add(name, job);
      return { job: await this.find(job.id), isNew: true };
    });
    if (accepted.job === null) throw new DomainError('INTERNAL', `job '${job.id}' was accepted and is not there`);
    if (accepted.isNew) this.changes.emit('queued');
    return accepted.job;
  }

  async get(id: string): Promise<Job> {
    const job = await this.onRedis(() => this.find(id));
    if (!job) throw new DomainError('NOT_FOUND', `no job '${id}'`);
    return job;
  }

  async list(filter: JobFilter = {}): Promise<Job[]> {
    const limit = listLimit(filter);
    const isWanted = ({ kind, status }: Job) => (filter.kind ?? kind) === kind && (filter.status ?? status) === status;
    const listed: Job[] = [];
    for (let from = 0; ; from += PAGE) {
      const page = await this.onRedis(() => this.scripts.page(from, from + PAGE - 1));
      const jobs = page.map(jobOf).filter((job): job is Job => job !== null);
      listed.push(...jobs.filter(isWanted));
      if (page.length < PAGE || listed.length >= limit) return listed.slice(0, limit);
    }
  }

  async cancel(id: string): Promise<Job> {
    const [queue, bull] = await this.onRedis(() => this.raw(id));
    const was = await this.onRedis(() => this.scripts.endQueued(queue, bull, 'cancelled', true));
    if (was === 'running') this.changes.emit('cancelled', id);
    if (was === 'queued') await cancelShards(this, id);
    return this.get(id);
  }

  async counts(): Promise<JobCounts[]> {
    const counts = await this.onRedis(() => this.scripts.count());
    return counts
      .map(([name, queued, running]) => ({ kind: kindOf(name), queued, running }))
      .filter(({ queued, running }) => queued + running > 0);
  }

  private async add(name: string, { id, payloadJson, priority, delayMs, retry, traceparent }: NewJob): Promise<void> {
    const envelope: Envelope = { payload: JSON.parse(payloadJson), retry, traceparent };
    const jobId = bullId(id);
    const options = { jobId, priority, delay: delayMs };
    const { timestamp } = await this.queues.queue(name).add(name, envelope, options);
    // Milliseconds can be shared; the fraction keeps the order of one process.
    this.arrivals = (this.arrivals + 1) % 1_000;
    const arrivedAt = timestamp + this.arrivals / 1_000;
    await this.queues.redis.zadd(keysOf(this.queues.prefix).index, 'NX', arrivedAt, `${name}:${jobId}`);
  }

  /** Those who ask at the same moment may pass a limit together: it is there to bound, not to count. */
  private async refuseWhenFull({ kind, maxQueued }: NewJob): Promise<void> {
    const counts = await this.counts();
    const all = counts.reduce((sum, { queued }) => sum + queued, 0);
    if (all >= this.maxQueued) throw tooManyQueued(null, this.maxQueued);
    const own = counts.find((count) => count.kind === kind)?.queued ?? 0;
    if (own >= maxQueued) throw tooManyQueued(kind, maxQueued);
  }

  private async find(id: string): Promise<Job | null> {
    const raw = await this.scripts.find(bullId(id));
    return raw && jobOf(raw);
  }

  private async raw(id: string): Promise<RawJob> {
    const raw = await this.scripts.find(bullId(id));
    if (!raw) throw new DomainError('NOT_FOUND', `no job '${id}'`);
    return raw;
  }

  private onRedis<Result>(work: () => Promise<Result>): Promise<Result> {
    return onRedis(this.queues.redis, work);
  }
}
