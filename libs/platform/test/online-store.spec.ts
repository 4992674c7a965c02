import { afterAll, describe, expect, it } from '@jest/globals';
import { MemoryOnlineStore, openOnlineStore } from '../src/online-store/index.js';
import { describeOnlineStoreConformance } from './online-store.conformance.js';
import { ownRedis, redisSpace } from './redis-server.js';

describeOnlineStoreConformance('memory', async () => new MemoryOnlineStore());
const space = await redisSpace('online');
if (space) {
  describeOnlineStoreConformance('Redis', () => openOnlineStore(space.url));
  afterAll(() => space.clear());
}

describe('an online store in memory', () => {
  it('refuses more rows than it may keep, until some have run out, and takes newer ones of the same keys', async () => {
    let now = 0;
    const store = new MemoryOnlineStore(() => now, 2);
    const row = (key: string) => ({ key, eventTime: 1, values: {} });
    await store.put('v', [row('a'), row('b')], 10);
    await expect(store.put('v', [row('c')], 10)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
    const newer = { ...row('a'), eventTime: 2 };
    await store.put('v', [newer, row('b'), newer], 10);
    expect(await store.get('v', ['a', 'b'])).toEqual([newer, row('b')]);
    await expect(store.put('v', [newer, row('c')], 10)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
    now = 10_001;
    await store.put('v', [row('c')], 10);
    expect(await store.get('v', ['a', 'c'])).toEqual([undefined, row('c')]);
  });
});

describe('an online store whose Redis server goes away', () => {
  it('fails in bounded time, and works again when it is back', async () => {
    const server = await ownRedis();
    const store = await openOnlineStore(server.url);
    await store.put('v', [{ key: 'a', eventTime: 1, values: { n: 1 } }], 600);
    await server.stop();
    const started = performance.now();
    await expect(store.get('v', ['a'])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(store.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(performance.now() - started).toBeLessThan(3_000);
    await server.start();
    const deadline = Date.now() + 10_000;
    const again = () => store.get('v', ['a']).catch(() => undefined);
    let found = await again();
    while (found === undefined && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      found = await again();
    }
    expect(found).toEqual([{ key: 'a', eventTime: 1, values: { n: 1 } }]);
    await store.close();
    await server.remove();
  }, 20_000);
});
