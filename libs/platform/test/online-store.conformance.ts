import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OnlineRow, OnlineStore } from '../src/online-store/index.js';

const row = (key: string, eventTime: number, price = eventTime): OnlineRow => ({ key, eventTime, values: { price } });

/** What every online store promises. */
export function describeOnlineStoreConformance(name: string, open: () => Promise<OnlineStore>): void {
  describe(`online store on ${name}`, () => {
    let store: OnlineStore;
    let view: string;
    let views = 0;

    beforeEach(async () => {
      store = await open();
      view = `view_${(views += 1)}`;
    });
    afterEach(() => store.close());

    it('gives rows back as they were put, in the order asked for, and nothing for what is not known', async () => {
      const values = { price: 0.1 + 0.2, city: 'Đà Nẵng', open: true, rating: null, zero: 0 };
      await store.put(view, [{ key: 'a b:c*', eventTime: 1, values }, row('b', 2)], 60);
      expect(await store.get(view, ['b', 'absent', 'a b:c*', 'b'])).toEqual([
        row('b', 2),
        undefined,
        { key: 'a b:c*', eventTime: 1, values },
        row('b', 2),
      ]);
      expect(await store.get(view, [])).toEqual([]);
    });

    it('keeps views apart', async () => {
      await store.put(view, [row('a', 1)], 60);
      expect(await store.get(`${view}x`, ['a'])).toEqual([undefined]);
    });

    it('keeps the newest row of a key, in whatever order and however often rows arrive', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 12 }), async (times) => {
          const key = `k${(run += 1)}`;
          for (const time of times) await store.put(view, [row(key, time)], 60);
          expect((await store.get(view, [key]))[0]).toEqual(row(key, Math.max(...times)));
        }),
        { numRuns: 30 },
      );
    });

    it('lets a row be put right under its own instant, and keeps the newest of one call', async () => {
      await store.put(view, [row('a', 5, 1)], 60);
      await store.put(view, [row('a', 5, 2)], 60);
      await store.put(view, [row('b', 9), row('b', 3)], 60);
      expect(await store.get(view, ['a', 'b'])).toEqual([row('a', 5, 2), row('b', 9)]);
    });

    it('lets writers at the same time lose nothing newer', async () => {
      const times = Array.from({ length: 50 }, (_, i) => (i * 37) % 50);
      await Promise.all(times.map((time) => store.put(view, [row('a', time)], 60)));
      expect(await store.get(view, ['a'])).toEqual([row('a', 49)]);
    });

    it('forgets a row when its time is over, and takes an older one then', async () => {
      await store.put(view, [row('a', 9)], 0.05);
      await new Promise((resolve) => setTimeout(resolve, 80));
      expect(await store.get(view, ['a'])).toEqual([undefined]);
      await store.put(view, [row('a', 1)], 60);
      expect(await store.get(view, ['a'])).toEqual([row('a', 1)]);
    });

    it('deletes rows, those that are not there too', async () => {
      await store.put(view, [row('a', 1), row('b', 1)], 60);
      await store.delete(view, ['a', 'absent']);
      expect(await store.get(view, ['a', 'b'])).toEqual([undefined, row('b', 1)]);
    });

    it('goes through every row of a view and no other', async () => {
      const rows = Array.from({ length: 2_500 }, (_, i) => row(`k${i}`, i));
      await store.put(view, rows, 60);
      await store.put(`${view}_more`, [row('other', 1)], 60);
      const found: OnlineRow[] = [];
      for await (const one of store.scan(view)) found.push(one);
      expect(found.sort((a, b) => a.eventTime - b.eventTime)).toEqual(rows);
    });

    it('refuses names and rows that are malformed, and stores nothing of them', async () => {
      const refused = { code: 'INVALID_ARGUMENT' };
      await expect(store.put('Bad view', [], 60)).rejects.toMatchObject(refused);
      await expect(store.get('', ['a'])).rejects.toMatchObject(refused);
      await expect(store.get(view, [''])).rejects.toMatchObject(refused);
      await expect(store.get(view, ['x'.repeat(257)])).rejects.toMatchObject(refused);
      await expect(store.put(view, [row('a', 1)], 0)).rejects.toMatchObject(refused);
      await expect(store.put(view, [row('a', 1), row('b', Number.NaN)], 60)).rejects.toMatchObject(refused);
      expect(await store.get(view, ['a'])).toEqual([undefined]);
    });
  });
}
