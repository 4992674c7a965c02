import { DomainError } from '@bellwether/errors';
import { openRedis } from '../redis/index.js';
import type { Cache, CacheOptions } from './cache.js';
import { MemoryCache } from './memory-cache.js';
import { RedisCache } from './redis-cache.js';

/** How long a request waits for a shared cache at most, in milliseconds: computing takes less than that. */
const PATIENCE_MS = 20;

/**
 * @param url `memory://` (of this process), or `redis://host:port/database?prefix=…` (shared by all replicas).
 * @throws INVALID_ARGUMENT for any other url. A server that is away is no failure.
 */
export async function openCache(url: string, options: CacheOptions = {}): Promise<Cache> {
  if (url === 'memory://') return new MemoryCache(options);
  if (/^rediss?:/.test(url)) {
    const { redis, prefix } = await openRedis(url, { commandTimeoutMs: PATIENCE_MS });
    return new RedisCache(redis, prefix, options);
  }
  throw new DomainError('INVALID_ARGUMENT', 'cache url must be memory:// or redis://host:port/database');
}
