import { randomUUID } from 'node:crypto';
import { DomainError } from '@bellwether/errors';
import type { Job as BullJob } from 'bullmq';
import type { Claim, JobLeases, JobOutcome, RecoveredJob, Retention } from '../job-leases.js';
import { bullId, FIELDS, idOf, keysOf, kindOf, queueName } from './bull-layout.js';
import type { BullQueues } from './bull-queues.js';
import { Envelope, jobOf } from './bull-record.js';
import type { BullScripts } from './bull-scripts.js';
import { onRedis } from './redis-failure.js';

/** How many jobs one call forgets at most, of each queue. */
const PRUNED_AT_ONCE = 1_000;
/** How long a checkpoint outlives the last word about its job. */
const CHECKPOINT_SECONDS = 30 * 86_400;
/** BullMQ's own retention is off: `prune` is the port's. */
const KEEP_ALL = false;

/** Leases as BullMQ's locks: a claim takes the next job of a queue, moves end it, what stalls goes back to its queue. */
export class BullJobLeases implements JobLeases {
  /** Which queue to ask first: the one after that served last, so that no kind waits behind another for ever. */
  private first = 0;
  private lockMs = 15_000;

  constructor(
    private readonly queues: BullQueues,
    private readonly scripts: BullScripts,
  ) {}

  async claim(kinds: readonly string[], leaseMs: number): Promise<Claim | null> {
    this.lockMs = leaseMs;
    const lease = randomUUID();
    for (let i = 0; i < kinds.length; i += 1) {
      const place = (this.first + i) % kinds.length;
      const kind = kinds[place]!;
      const worker = this.queues.workerOfKind(kind, leaseMs);
      const job = await this.onRedis(() => worker.getNextJob(lease, { block: false }));
      if (!job) continue;
      this.first = place + 1;
      return this.begin(job, lease);
    }
    return null;
  }

  private async begin(taken: BullJob, lease: string): Promise<Claim> {
    const { queueName: queue, id, data, timestamp } = taken;
    const { checkpoint, ...begun } = await this.onRedis(() => this.scripts.begin(queue, id!, timestamp));
    const { payload = null, retry, traceparent } = Envelope.parse(data);
    const saved: unknown = checkpoint === null ? null : JSON.parse(checkpoint);
    return {
      lease,
      job: { id: idOf(id!), kind: kindOf(queue), payload, retry, traceparent, checkpoint: saved, ...begun },
    };
  }

  renew({ job, lease }: Claim, leaseMs: number, progress: number, message: string): Promise<boolean> {
    const { queue, id } = placeOf(job);
    return this.onRedis(() => this.scripts.renew(queue, id, lease, leaseMs, progress, message));
  }

  checkpoint({ job, lease }: Claim, stateJson: string): Promise<void> {
    const { queue, id } = placeOf(job);
    return this.onRedis(() => this.scripts.save(queue, id, lease, stateJson, CHECKPOINT_SECONDS));
  }

  async finish({ job, lease }: Claim, outcome: JobOutcome): Promise<void> {
    const { queue, id } = placeOf(job);
    const { backend } = this.queues.worker(queue, this.lockMs);
    await this.onRedis(async () => {
      switch (outcome.status) {
        case 'succeeded':
          return backend.moveToCompleted(endingOf(id), JSON.parse(outcome.resultJson), KEEP_ALL, lease, false);
        case 'failed':
          return backend.moveToFailed(endingOf(id), outcome.error, KEEP_ALL, lease, false);
        case 'cancelled':
          return backend.moveToFailed(endingOf(id), 'cancelled', KEEP_ALL, lease, false, { [FIELDS.cancelled]: 1 });
      }
    });
    await this.onRedis(() => this.scripts.dropCheckpoint(queue, id));
  }

  async retry({ job, lease }: Claim, delayMs: number): Promise<void> {
    const failures = { [FIELDS.failures]: job.failures + 1 };
    await this.delay({ job, lease }, delayMs, { fieldsToUpdate: failures });
  }

  async giveBack({ job, lease }: Claim, delayMs = 0): Promise<void> {
    const { queue, id } = placeOf(job);
    await ignoringLost(async () => {
      await this.onRedis(() => this.scripts.uncount(queue, id, lease));
      if (delayMs > 0) return this.delay({ job, lease }, delayMs, {});
      const { backend } = this.queues.worker(queue, this.lockMs);
      await this.onRedis(() => backend.moveJobFromActiveToWait(id, lease));
    });
  }

  async recoverStalled(maxStalls: number): Promise<RecoveredJob[]> {
    const recovered: RecoveredJob[] = [];
    const names = await this.onRedis(() => this.queues.redis.smembers(keysOf(this.queues.prefix).queues));
    for (const name of names) {
      const { backend } = this.queues.worker(name, this.lockMs);
      const stalled = await this.onRedis(() => backend.moveStalledJobsToWait());
      for (const id of stalled) recovered.push(await this.judge(name, id, maxStalls));
    }
    return recovered;
  }

  /** Ends a job that was left by its worker if it was to be cancelled, or was left too often. */
  private async judge(name: string, id: string, maxStalls: number): Promise<RecoveredJob> {
    const key = this.queues.queue(name).toKey(id);
    const fields = await this.onRedis(() => this.queues.redis.hmget(key, 'stc', FIELDS.cancelRequested));
    const stalls = Number(fields[0] ?? 0);
    const isCancelled = fields[1] !== null;
    if (isCancelled || stalls >= maxStalls) {
      const reason = `its worker stopped in the middle of it, ${stalls} times`;
      await this.onRedis(() => this.scripts.endQueued(name, id, reason, isCancelled));
    }
    const raw = await this.onRedis(() => this.scripts.find(id));
    return { id: idOf(id), kind: kindOf(name), status: (raw && jobOf(raw)?.status) ?? 'queued' };
  }

  async prune({ maxAgeMs, maxCount }: Retention): Promise<void> {
    const { redis, prefix } = this.queues;
    const { queues, index } = keysOf(prefix);
    const ended: { readonly name: string; readonly id: string; readonly at: number }[] = [];
    let count = 0;
    for (const name of await this.onRedis(() => redis.smembers(queues))) {
      for (const set of [`${prefix}:${name}:completed`, `${prefix}:${name}:failed`]) {
        count += await this.onRedis(() => redis.zcard(set));
        const oldest = await this.onRedis(() => redis.zrange(set, 0, PRUNED_AT_ONCE - 1, 'WITHSCORES'));
        for (let i = 0; i < oldest.length; i += 2) ended.push({ name, id: oldest[i]!, at: Number(oldest[i + 1]) });
      }
    }
    ended.sort((a, b) => a.at - b.at);
    const before = Date.now() - maxAgeMs;
    const tooMany = Math.max(0, count - maxCount);
    const gone = ended.filter(({ at }, place) => place < tooMany || at < before).slice(0, PRUNED_AT_ONCE);
    for (const { name, id } of gone) {
      await this.onRedis(() => this.queues.queue(name).remove(id));
      await this.onRedis(() => redis.zrem(index, `${name}:${id}`));
    }
  }

  private async delay(
    { job, lease }: Claim,
    delayMs: number,
    more: { readonly fieldsToUpdate?: Record<string, number> },
  ): Promise<void> {
    const { queue, id } = placeOf(job);
    const { backend } = this.queues.worker(queue, this.lockMs);
    const options = { skipAttempt: true, ...more };
    await this.onRedis(() => backend.moveToDelayed(id, Date.now(), delayMs, lease, options));
  }

  private onRedis<Result>(work: () => Promise<Result>): Promise<Result> {
    return onRedis(this.queues.redis, work);
  }
}

/** As much of a job as BullMQ asks for to end it; its own retries are not used. */
function endingOf(id: string): BullJob {
  return { id, opts: { attempts: 1 } } as BullJob;
}

function placeOf({ kind, id }: { readonly kind: string; readonly id: string }) {
  return { queue: queueName(kind), id: bullId(id) };
}

/** Who has lost a lease has nothing to give back. */
async function ignoringLost(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'ABORTED')) throw error;
  }
}
