import { expect, it } from '@jest/globals';
import type { DomainEvent } from './event-bus.js';
import { once } from './once.js';

const event = (id: string): DomainEvent<number> => ({ id, type: 't', occurred_at: '2026-01-01T00:00:00Z', data: 1 });

it('handles an event once, one that failed again, and one forgotten a second time', async () => {
  const handled: string[] = [];
  let failing = true;
  const handler = once<number>(async ({ id }) => {
    if (id === 'bad' && failing) throw new Error('not now');
    handled.push(id);
  }, 2);
  for (const id of ['a', 'a', 'b', 'a']) await handler(event(id));
  expect(handled).toEqual(['a', 'b']);
  await expect(handler(event('bad'))).rejects.toThrow('not now');
  failing = false;
  await handler(event('bad'));
  // Two are remembered: a was the oldest.
  for (const id of ['b', 'bad', 'a']) await handler(event(id));
  expect(handled).toEqual(['a', 'b', 'bad', 'a']);
});
