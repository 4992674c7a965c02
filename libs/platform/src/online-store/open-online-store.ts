import { DomainError } from '@bellwether/errors';
import { openRedis } from '../redis/index.js';
import { MemoryOnlineStore } from './memory-online-store.js';
import type { OnlineStore } from './online-store.js';
import { RedisOnlineStore } from './redis-online-store.js';

/** How long a read or a batch of writes waits for the server at most, in milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * @param url `memory://` (of this process), or `redis://host:port/database?prefix=…`.
 * @throws INVALID_ARGUMENT for any other url. A server that is away is no failure yet.
 */
export async function openOnlineStore(url: string): Promise<OnlineStore> {
  if (url === 'memory://') return new MemoryOnlineStore();
  if (/^rediss?:/.test(url)) {
    const { redis, prefix } = await openRedis(url, { commandTimeoutMs: PATIENCE_MS });
    return new RedisOnlineStore(redis, prefix);
  }
  throw new DomainError('INVALID_ARGUMENT', 'online store url must be memory:// or redis://host:port/database');
}
