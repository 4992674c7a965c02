import { randomInt } from 'node:crypto';
import type { CacheOptions } from './cache.js';

export type CacheSettings = Required<CacheOptions>;

export function settingsOf(options: CacheOptions): CacheSettings {
  return {
    ttlMs: 3_600_000,
    maxEntries: 10_000,
    maxSize: 32 * 2 ** 20,
    maxValueSize: 64 * 2 ** 10,
    observe: () => undefined,
    now: Date.now,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    ...options,
  };
}

/** The lifetime of one value, in milliseconds. */
export function lifetime({ ttlMs, random }: CacheSettings): number {
  return Math.ceil(ttlMs * (1 - random() / 10));
}
