import { expect, it } from '@jest/globals';
import { BoundedWork } from './bounded-work.js';

it('runs so many at once, lets so many wait in order, refuses the next, and gives places back after failures', async () => {
  const work = new BoundedWork('inference', { maxRunning: 1, maxWaiting: 2 });
  const order: string[] = [];
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const call = (name: string) =>
    work.run(async () => {
      order.push(name);
      await held;
      if (name === 'b') throw new Error('failed');
    });
  const calls = ['a', 'b', 'c'].map(call);
  await expect(call('d')).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: 'inference is busy: 2 calls wait already, at most 2 may',
  });
  expect(order).toEqual(['a']);
  release();
  const ends = await Promise.allSettled(calls);
  expect([order, ends.map(({ status }) => status)]).toEqual([
    ['a', 'b', 'c'],
    ['fulfilled', 'rejected', 'fulfilled'],
  ]);
  await call('e');
  expect(order.at(-1)).toBe('e');
});
