import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { JobStore } from '../job-store.js';
import type { JobQueueOptions } from '../relational/relational-job-queue.js';
import { ScheduleBook } from '../schedules/schedule-book.js';
import { BullJobLeases } from './bull-job-leases.js';
import { BullJobQueue } from './bull-job-queue.js';
import { parseRedisJobsUrl } from './bull-layout.js';
import { BullQueues } from './bull-queues.js';
import { BullScheduleTable } from './bull-schedule-table.js';
import { BullScripts } from './bull-scripts.js';
import { onRedis } from './redis-failure.js';

const MAX_RECONNECT_MS = 2_000;
/** How long the server has to take leave, in milliseconds. */
const CLOSE_MS = 2_000;

/** The jobs of a Redis server, by BullMQ. A server that is away is tried again for ever; its users are told meanwhile. */
export function openBullJobStore(url: string, { maxQueued = 10_000, clock }: JobQueueOptions = {}): JobStore {
  const { serverUrl, prefix } = parseRedisJobsUrl(url);
  const logger = new Logger('JobStore');
  const redis = new Redis(serverUrl, {
    // BullMQ's condition for a connection that may block.
    maxRetriesPerRequest: null,
    // What a server does not take now it must not take later, when its sender was told that it is away.
    ...{ enableOfflineQueue: false, autoResendUnfulfilledCommands: false },
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(100 * times, MAX_RECONNECT_MS),
  });
  // One line for each time that it goes, none for each try to get it back.
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) logger.warn(`the job queue is away: ${String(error)}`);
    isAway = true;
  });
  redis.on('ready', () => {
    isAway = false;
    void warnOfSettings(redis, logger);
  });
  const queues = new BullQueues(redis, prefix);
  const scripts = new BullScripts(redis, prefix);
  const queue = new BullJobQueue(queues, scripts, maxQueued);
  return {
    queue,
    leases: new BullJobLeases(queues, scripts),
    schedules: new ScheduleBook(new BullScheduleTable(redis, prefix), queue, clock),
    changes: queue.changes,
    counts: () => queue.counts(),
    ping: async () => void (await onRedis(redis, () => redis.ping())),
    close: async () => {
      await Promise.race([queues.close(), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
      redis.disconnect();
    },
  };
}

/** A server that may forget is told of: an accepted job must outlive a restart and a full memory. */
async function warnOfSettings(redis: Redis, logger: Logger): Promise<void> {
  const info = await redis.info().catch(() => '');
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy !== undefined && policy !== 'noeviction') {
    logger.warn(
      `maxmemory-policy of the job queue's Redis must be noeviction, or jobs may be dropped; it is ${policy}`,
    );
  }
  if (/aof_enabled:0/.test(info)) {
    logger.warn(`the job queue's Redis has appendonly off: a restart may lose accepted jobs`);
  }
}
