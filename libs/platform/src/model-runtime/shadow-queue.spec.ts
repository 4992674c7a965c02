import { describe, expect, it } from '@jest/globals';
import { ShadowQueue } from './shadow-queue.js';

function driven(maxWaiting = 3) {
  const turns: (() => void)[] = [];
  const seen: string[] = [];
  let time = 0;
  let dropped = 0;
  const queue = new ShadowQueue({
    maxWaiting,
    later: (work) => turns.push(work),
    now: () => time,
    onDropped: () => (dropped += 1),
  });
  return {
    seen,
    add: (name: string, takesMs = 0) =>
      queue.add(() => {
        seen.push(name);
        time += takesMs;
      }),
    turn: () => turns.shift()?.(),
    waitingTurns: () => turns.length,
    dropped: () => dropped,
  };
}

describe('a queue of shadow work', () => {
  it('does nothing while it is added to, and all of it in order at the next turn', () => {
    const { add, turn, seen, waitingTurns } = driven();
    add('a');
    add('b');
    expect([seen, waitingTurns()]).toEqual([[], 1]);
    turn();
    expect([seen, waitingTurns()]).toEqual([['a', 'b'], 0]);
  });

  it('lets requests have their turn after a millisecond', () => {
    const { add, turn, seen } = driven();
    add('a', 1);
    add('b', 1);
    turn();
    expect(seen).toEqual(['a']);
    turn();
    expect(seen).toEqual(['a', 'b']);
  });

  it('drops the newest beyond its bound, and takes more once there is room', () => {
    const { add, turn, seen, dropped } = driven(2);
    for (const name of ['a', 'b', 'c']) add(name, 1);
    expect(dropped()).toBe(1);
    turn();
    add('d');
    turn();
    turn();
    expect([seen, dropped()]).toEqual([['a', 'b', 'd'], 1]);
  });
});
