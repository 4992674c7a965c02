import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { queueName } from './bull-layout.js';

/**
 * How often BullMQ may look for jobs of dead workers. It takes two looks: the first marks what runs, a renewal unmarks.
 */
const STALLED_INTERVAL_MS = 500;

/** BullMQ's handles on the queue of each kind, made when they are first used, all on one connection. */
export class BullQueues {
  private readonly queues = new Map<string, Queue>();
  private readonly workers = new Map<string, Worker>();

  constructor(
    readonly redis: Redis,
    readonly prefix: string,
  ) {}

  queue(name: string): Queue {
    const known = this.queues.get(name);
    if (known) return known;
    const queue = new Queue(name, {
      ...this.shared(),
      // Nobody reads BullMQ's own events here.
      streams: { events: { maxLen: 100 } },
    });
    queue.on('error', ignored);
    this.queues.set(name, queue);
    return queue;
  }

  /** A worker that does nothing by itself: JobWorker takes, renews and ends its jobs. */
  worker(name: string, lockDuration: number): Worker {
    const key = `${name}:${lockDuration}`;
    const known = this.workers.get(key);
    if (known) return known;
    const worker = new Worker(name, null, {
      ...this.shared(),
      ...{ autorun: false, lockDuration, skipLockRenewal: true, stalledInterval: STALLED_INTERVAL_MS },
      // How many deaths are too many is the port's to say, and the same for every adapter.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
    });
    worker.on('error', ignored);
    this.workers.set(key, worker);
    return worker;
  }

  workerOfKind(kind: string, lockDuration: number): Worker {
    return this.worker(queueName(kind), lockDuration);
  }

  async close(): Promise<void> {
    const handles = [...this.workers.values(), ...this.queues.values()];
    await Promise.allSettled(handles.map((handle) => (handle instanceof Worker ? handle.close(true) : handle.close())));
    this.redis.disconnect();
  }

  private shared() {
    return { connection: this.redis, prefix: this.prefix, skipVersionCheck: true };
  }
}

/** Whoever used the connection is told by what they called; the state of it is in the health report. */
function ignored(): void {}
