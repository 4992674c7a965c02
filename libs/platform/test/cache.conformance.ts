import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cache, CacheOptions, CacheOutcome } from '../src/cache/index.js';

/** Lets writes that nobody waits for come to an end. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 150));

/** What every cache promises. */
export function describeCacheConformance(name: string, open: (options: CacheOptions) => Promise<Cache>): void {
  describe(`cache on ${name}`, () => {
    let cache: Cache;
    let outcomes: CacheOutcome[];
    let now: number;
    let computed: number;
    const scope = (text: string) => `${text}-${scopes}`;
    let scopes = 0;
    const compute = (value: string) => () => {
      computed += 1;
      return value;
    };

    beforeEach(async () => {
      [outcomes, computed, now] = [[], 0, Date.now()];
      scopes += 1;
      cache = await open({
        ttlMs: 60_000,
        maxValueSize: 1_000,
        observe: (outcome) => outcomes.push(outcome),
        now: () => now,
        random: () => 0,
      });
    });
    afterEach(() => cache.close());

    it('computes once and gives what was kept, to the letter', async () => {
      const text = 'ü "quoted" \n 0.1 \u{1F600} ';
      expect(await cache.through(scope('m/1'), 'k', compute(text))).toBe(text);
      await settled();
      expect(await cache.through(scope('m/1'), 'k', compute('other'))).toBe(text);
      expect([computed, outcomes]).toEqual([1, ['miss', 'hit']]);
    });

    it('keeps keys and scopes apart', async () => {
      await cache.through(scope('m/1'), 'k', compute('a'));
      await cache.through(scope('m/1'), 'k2', compute('b'));
      await cache.through(scope('m/10'), 'k', compute('c'));
      await settled();
      const kept = (name: string, key: string) => cache.through(scope(name), key, compute('recomputed'));
      expect([await kept('m/1', 'k'), await kept('m/1', 'k2'), await kept('m/10', 'k')]).toEqual(['a', 'b', 'c']);
    });

    it('computes again when its time is over', async () => {
      await cache.through(scope('m/1'), 'k', compute('old'));
      await settled();
      now += 59_000;
      expect(await cache.through(scope('m/1'), 'k', compute('new'))).toBe('old');
      now += 2_000;
      expect(await cache.through(scope('m/1'), 'k', compute('new'))).toBe('new');
    });

    it('lets callers at the same time share one computation', async () => {
      let finish: (value: string) => void = () => {};
      const slow = () => {
        computed += 1;
        return new Promise<string>((resolve) => (finish = resolve));
      };
      const asked = Array.from({ length: 20 }, () => cache.through(scope('m/1'), 'k', slow));
      await settled();
      finish('shared');
      expect(new Set(await Promise.all(asked))).toEqual(new Set(['shared']));
      expect(computed).toBe(1);
      expect(outcomes.filter((outcome) => outcome === 'shared')).toHaveLength(19);
    });

    it('keeps nothing of a computation that fails, and tells every caller', async () => {
      const failing = () => Promise.reject(new Error('no model'));
      const asked = [1, 2, 3].map(() => cache.through(scope('m/1'), 'k', failing));
      for (const outcome of await Promise.allSettled(asked)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: new Error('no model') });
      }
      expect(await cache.through(scope('m/1'), 'k', compute('fine'))).toBe('fine');
    });

    it('forgets a scope and nothing else', async () => {
      for (const name of ['m/1', 'm/2']) await cache.through(scope(name), 'k', compute(`old ${name}`));
      await settled();
      await cache.forget(scope('m/1'));
      expect(await cache.through(scope('m/1'), 'k', compute('new'))).toBe('new');
      expect(await cache.through(scope('m/2'), 'k', compute('new'))).toBe('old m/2');
    });

    it('does not bring back what was forgotten while it was computed', async () => {
      let finish: (value: string) => void = () => {};
      const asked = cache.through(scope('m/1'), 'k', () => new Promise<string>((resolve) => (finish = resolve)));
      await settled();
      await cache.forget(scope('m/1'));
      // Whoever asks after the scope was forgotten is not given what was begun before.
      expect(await cache.through(scope('m/1'), 'k', compute('begun after'))).toBe('begun after');
      await cache.forget(scope('m/1'));
      finish('of before');
      expect(await asked).toBe('of before');
      await settled();
      expect(await cache.through(scope('m/1'), 'k', compute('of after'))).toBe('of after');
    });

    it('answers with a value too large to keep, and keeps it not', async () => {
      const large = 'x'.repeat(1_001);
      expect(await cache.through(scope('m/1'), 'k', compute(large))).toBe(large);
      await settled();
      await cache.through(scope('m/1'), 'k', compute(large));
      expect(computed).toBe(2);
    });

    it('answers a ping', async () => {
      await expect(cache.ping()).resolves.toBeUndefined();
    });
  });
}
