import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { redisAddress } from './redis-url.js';

export interface RedisOptions {
  /** After which a command fails, in milliseconds, also while the server is away. */
  readonly commandTimeoutMs: number;
}

/** How long a lost connection is left alone between tries, at most. */
const MAX_RECONNECT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;

/**
 * A client that never makes anybody wait for a server that is away: its commands fail at once or after their time, and it
 * connects again by itself. Opening succeeds whether the server is there or not.
 */
export async function openRedis(
  url: string,
  { commandTimeoutMs }: RedisOptions,
): Promise<{ readonly redis: Redis; readonly prefix: string }> {
  const address = redisAddress(url);
  const { Redis } = await import('ioredis');
  const redis = new Redis(address.url, {
    commandTimeout: commandTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(MAX_RECONNECT_MS, 50 * 2 ** Math.min(times, 6)),
  });
  // Told of by the command that fails and by the health probe; without a listener it would end the process.
  redis.on('error', () => undefined);
  await firstAttempt(redis);
  return { redis, prefix: address.prefix };
}

/** So that the first command of a reachable server finds it connected. */
async function firstAttempt(redis: Redis): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(redis, 'ready', { signal }), once(redis, 'close', { signal })]).catch(() => undefined);
  settled.abort();
}
