import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@bellwether/errors';
import type { FanOut, Job, JobQueue } from './job-queue.js';

/** Shards in the queue at a time, so that one parent neither fills it nor has to look at thousands of jobs. */
const WINDOW = 64;
const MAX_SHARDS = 10_000;
const SHARD_ID = /\/\d{4}$/;

export interface ShardWatch {
  /** Stops the waiting; the shards go on without it. */
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
  readonly pollMs: number;
  onProgress(share: number, message: string): void;
}

export function shardId(parent: string, index: number): string {
  return `${parent}/${String(index).padStart(4, '0')}`;
}

/**
 * Runs the shards of a job as jobs of their own and waits for them. Their ids follow from the parent's, so that a parent
 * that died and calls this again finds those that ended and those that still run. A queue that is away or full is waited
 * for.
 *
 * @returns the results of the shards, in order.
 * @throws FAILED_PRECONDITION with the error of the first shard that failed, the others cancelled; the signal's reason.
 */
export async function runShards(queue: JobQueue, parent: string, work: FanOut, watch: ShardWatch): Promise<unknown[]> {
  refuseUnlessPossible(parent, work);
  const { shards, kind, priority, retry } = work;
  const { traceparent } = watch;
  const options = {
    ...(priority !== undefined && { priority }),
    ...(retry !== undefined && { retry }),
    ...(traceparent !== null && { traceparent }),
  };
  const results: unknown[] = [];
  const open = new Map<number, Job>();
  let next = 0;
  let done = 0;
  const fill = async () => {
    for (; open.size < WINDOW && next < shards.length; next += 1) {
      open.set(next, await queue.enqueue(kind, shards[next], { ...options, id: shardId(parent, next) }));
    }
  };
  const look = async () => {
    for (const [index, { id }] of open) {
      const job = await queue.get(id);
      if (job.status === 'failed' || job.status === 'cancelled') throw new ShardFailure(job);
      open.set(index, job);
      if (job.status !== 'succeeded') continue;
      results[index] = job.result;
      open.delete(index);
      done += 1;
    }
  };
  try {
    for (;;) {
      watch.signal.throwIfAborted();
      await patiently(fill);
      await patiently(look);
      const underWay = [...open.values()].reduce((sum, { progress }) => sum + progress, 0);
      watch.onProgress((done + underWay) / (shards.length || 1), `${done} of ${shards.length} shards done`);
      if (done === shards.length) return results;
      await sleep(watch.pollMs, undefined, { signal: watch.signal }).catch(() => watch.signal.throwIfAborted());
    }
  } catch (error) {
    if (error instanceof ShardFailure) {
      await Promise.allSettled([...open.values()].map(({ id }) => queue.cancel(id)));
    }
    throw error;
  }
}

/**
 * Cancels the shards of a job that is over without having waited for them, such as one whose worker died.
 * They were enqueued in order, so the first that is missing ends the search.
 */
export async function cancelShards(queue: JobQueue, parent: string): Promise<void> {
  if (SHARD_ID.test(parent)) return;
  for (let index = 0; index < MAX_SHARDS; index += 1) {
    try {
      await queue.cancel(shardId(parent, index));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return;
      throw error;
    }
  }
}

class ShardFailure extends DomainError {
  constructor({ id, error }: Job) {
    super('FAILED_PRECONDITION', `shard '${id}' ${error === null ? 'was cancelled' : `failed: ${error}`}`);
  }
}

/** What a queue refuses that is away or full is asked for again at the next look. */
async function patiently(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const mayPass = error instanceof DomainError && ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'].includes(error.code);
    if (!mayPass) throw error;
  }
}

function refuseUnlessPossible(parent: string, { shards }: FanOut): void {
  // Parents wait in a bounded number of places; shards that waited there too could wait for each other.
  if (SHARD_ID.test(parent))
    throw new DomainError('FAILED_PRECONDITION', `shard '${parent}' cannot have shards itself`);
  if (shards.length > MAX_SHARDS) {
    throw new DomainError('INVALID_ARGUMENT', `shards must be at most ${MAX_SHARDS}, got ${shards.length}`);
  }
}
