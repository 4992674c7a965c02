import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MemoryCache, openCache, type Cache, type CacheOutcome } from '../src/cache/index.js';
import { RedisCache } from '../src/cache/redis-cache.js';
import { openRedis } from '../src/redis/index.js';
import { isDue, readStored, writeStored } from '../src/cache/early-refresh.js';
import { describeCacheConformance } from './cache.conformance.js';
import { ownRedis, redisSpace, type OwnRedis } from './redis-server.js';

describeCacheConformance('memory', async (options) => new MemoryCache(options));
const space = await redisSpace('cache');
if (space) {
  describeCacheConformance('Redis', async (options) => {
    // What is promised is looked at apart from how soon a busy machine is given up.
    const { redis, prefix } = await openRedis(space.url, { commandTimeoutMs: 5_000 });
    return new RedisCache(redis, prefix, options);
  });
  afterAll(() => space.clear());
}

describe('a cache in memory', () => {
  const fill = async (cache: MemoryCache, count: number, size: number) => {
    for (let i = 0; i < count; i += 1) await cache.through('s', `k${i}`, () => 'x'.repeat(size));
  };

  it('keeps as many values as it may, the last used ones', async () => {
    const cache = new MemoryCache({ maxEntries: 100 });
    await fill(cache, 1_000, 10);
    expect(cache.entries).toBeLessThanOrEqual(100);
    expect(await cache.through('s', 'k999', () => 'recomputed')).toBe('x'.repeat(10));
    expect(await cache.through('s', 'k0', () => 'recomputed')).toBe('recomputed');
  });

  it('keeps no more than it may in size, over evictions, renewals and forgetting', async () => {
    const cache = new MemoryCache({ maxSize: 10_000, maxEntries: 1_000 });
    await fill(cache, 500, 100);
    await fill(cache, 500, 100);
    expect(cache.entries).toBeLessThanOrEqual(100);
    await cache.forget('s');
    expect(cache.entries).toBe(0);
    await fill(cache, 100, 100);
    expect(cache.entries).toBeGreaterThan(90);
  });
});

describe('early refresh', () => {
  it('reads back what it writes, spaces and all, and nothing else', () => {
    const stored = { value: ' a value  with spaces ', until: 1_700_000_000_123, costMs: 1.5 };
    expect(readStored(writeStored(stored))).toEqual(stored);
    for (const text of ['', 'x', '1 2', 'a b c', '1  ']) expect(readStored(text)?.value ?? '').toBe('');
  });

  it('is never due long before the end, always after it, and in between as often as XFetch says', () => {
    const stored = { value: '', until: 10_000, costMs: 100 };
    let drawn = 0;
    const uniform = () => (drawn = (drawn + 0.618_033_988_749_895) % 1);
    expect(isDue(stored, 10_000, () => 0)).toBe(true);
    // −ln(u) < 23 for every u that 32 bits can draw.
    expect(isDue(stored, 10_000 - 100 * 23, () => 1 - 2 ** -32)).toBe(false);
    // P(−Δ ln u ≥ remaining) = exp(−remaining / Δ).
    const share = Array.from({ length: 20_000 }, () => isDue(stored, 10_000 - 150, uniform)).filter(Boolean).length;
    expect(share / 20_000).toBeCloseTo(Math.exp(-1.5), 2);
  });
});

describe('a cache whose Redis server goes away', () => {
  let server: OwnRedis;
  let cache: Cache;
  const outcomes: CacheOutcome[] = [];
  const ask = (key: string) => cache.through('m/1', key, () => `computed ${key}`);

  beforeAll(async () => {
    server = await ownRedis();
    cache = await openCache(server.url, { observe: (outcome) => outcomes.push(outcome) });
  });
  afterAll(async () => {
    await cache.close();
    await server.remove();
  });

  it('computes without it, soon without even asking, and takes it up again when it is back', async () => {
    await ask('k');
    await new Promise((resolve) => setTimeout(resolve, 150));
    await ask('k');
    expect(outcomes).toEqual(['miss', 'hit']);
    await server.stop();
    const started = performance.now();
    for (let i = 0; i < 500; i += 1) expect(await ask(`k${i}`)).toBe(`computed k${i}`);
    // Asked each time, they would take ten seconds.
    expect(performance.now() - started).toBeLessThan(2_000);
    await expect(cache.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.start();
    const deadline = Date.now() + 10_000;
    while (outcomes.at(-1) !== 'hit' && Date.now() < deadline) {
      await ask('again');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(outcomes.at(-1)).toBe('hit');
  }, 20_000);

  it('waits a moment for a server that hangs, and then no more', async () => {
    server.pause();
    const times: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      const started = performance.now();
      expect(await ask(`h${i}`)).toBe(`computed h${i}`);
      times.push(performance.now() - started);
    }
    server.resume();
    expect(Math.max(...times)).toBeLessThan(1_000);
    // Three failures open the circuit; the rest are not even asked for.
    expect(times.filter((time) => time > 15).length).toBeLessThanOrEqual(4);
  });
});

describe('the url of a cache', () => {
  it.each(['', 'redis://', 'memcached://x', 'redis://host/0?prefix=a%20b'])('is refused: %j', async (url) => {
    await expect(openCache(url)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('may name a server that is not there yet', async () => {
    const cache = await openCache('redis://user:secret@127.0.0.1:1/0');
    expect(await cache.through('s', 'k', () => 'computed')).toBe('computed');
    await cache.close();
  });
});
