import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimit } from './concurrency-limit.js';

const bounds = { least: 8, first: 64, most: 256 };

/** A store that answers ten at once in 10 ms each, and makes the others wait: Little's law. */
const store = (inFlight: number) => 10 * Math.max(1, inFlight / 10);

describe('ConcurrencyLimit', () => {
  it('grows to its bound while answers take no longer than usual', () => {
    const limit = new ConcurrencyLimit(bounds);
    for (let i = 0; i < 20_000; i++) limit.answered('a', 10, limit.current);
    expect(limit.current).toBe(256);
  });

  it('falls when work queues behind a store, and rises again when it does not', () => {
    const limit = new ConcurrencyLimit(bounds);
    for (let i = 0; i < 500; i++) limit.answered('a', store(5), 5);
    for (let i = 0; i < 300; i++) limit.answered('a', store(limit.current), limit.current);
    expect(limit.current).toBeLessThan(40);
    const low = limit.current;
    for (let i = 0; i < 5_000; i++) limit.answered('a', store(5), limit.current);
    expect(limit.current).toBeGreaterThan(2 * low);
  });

  it('takes a slow operation among fast ones for no overload', () => {
    const limit = new ConcurrencyLimit(bounds);
    for (let i = 0; i < 5_000; i++) limit.answered(i % 10 ? 'fast' : 'slow', i % 10 ? 1 : 500, limit.current);
    expect(limit.current).toBe(256);
  });

  it('learns nothing while it is not used', () => {
    const limit = new ConcurrencyLimit(bounds);
    for (let i = 0; i < 1_000; i++) limit.answered('a', 1 + i, 2);
    expect(limit.current).toBe(64);
  });

  it('never leaves its bounds', () => {
    const limit = new ConcurrencyLimit(bounds);
    for (let i = 0; i < 2_000; i++) limit.answered('a', 1.02 ** Math.min(i, 700), limit.current);
    expect(limit.current).toBeGreaterThanOrEqual(8);
  });
});
