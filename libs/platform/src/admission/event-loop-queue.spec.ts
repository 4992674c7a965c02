import { describe, expect, it } from '@jest/globals';
import { EventLoopQueue } from './event-loop-queue.js';

function loop(shortMs = 10) {
  let now = 1_000;
  let end: (() => void) | undefined;
  const queue = new EventLoopQueue(
    shortMs,
    () => now,
    (callback) => (end = callback),
  );
  for (let i = 0; i < 200; i++) {
    queue.isLate();
    end?.();
  }
  now += 1_000;
  return {
    queue,
    pass: (ms: number) => (now += ms),
    endTurn: () => end?.(),
    /** Requests that were ready together, each answered in `answerMs` unless it is late. */
    turn: (requests: number, answerMs: number) => {
      let late = 0;
      for (let i = 0; i < requests; i++) {
        if (queue.isLate()) late += 1;
        else now += answerMs;
      }
      end?.();
      return late;
    },
  };
}

describe('EventLoopQueue', () => {
  it('lets a burst through', () => {
    const { turn, pass } = loop();
    expect(turn(60, 0.5)).toBe(0);
    pass(20);
    expect(turn(60, 0.5)).toBe(0);
  });

  it('finds most late while a queue stands, and none once it is gone', () => {
    const { turn, pass } = loop();
    for (let i = 0; i < 10; i++) turn(40, 0.5);
    expect(turn(40, 0.5)).toBe(40 - 5); // 0 to 2 ms waited: five of half a millisecond each
    pass(30);
    expect(turn(5, 0.5)).toBe(0);
    expect(turn(40, 0.5)).toBe(40 - 5); // so soon after it is no burst
    pass(2_001);
    expect(turn(40, 0.5)).toBe(0);
  });

  it('lets nobody wait beyond the length of a burst, even in the first turn of an overload', () => {
    const { turn } = loop();
    expect(turn(1_000, 0.5)).toBe(1_000 - 161); // 0 to 80 ms waited
  });

  it('refuses no caller of dozens that ask again when they are answered', () => {
    const { turn } = loop(20);
    for (let i = 0; i < 100; i++) expect(turn(39, 0.5)).toBe(0);
  });

  it('answers a few of every turn, however long each takes', () => {
    const { turn } = loop();
    for (let i = 0; i < 10; i++) turn(40, 5);
    expect(turn(40, 5)).toBe(36);
  });

  it('finds none of the first requests of a process late: its code is cold', () => {
    let now = 0;
    const queue = new EventLoopQueue(
      4,
      () => (now += 500),
      () => {},
    );
    expect(Array.from({ length: 250 }, () => queue.isLate()).indexOf(true)).toBe(200);
  });

  it('finds nothing late in a single turn that is no longer than a short one may be', () => {
    const { turn } = loop(60_000);
    expect(turn(1_000, 0.5)).toBe(0);
    expect(turn(1_000, 0.5)).toBe(0);
  });

  it('counts a request once that is asked about twice', () => {
    const { queue, pass, turn } = loop();
    for (let i = 0; i < 10; i++) turn(40, 0.5);
    const late = Array.from({ length: 6 }, () => {
      const first = queue.isLate();
      const again = queue.isLate(1, false);
      pass(3);
      return first || again;
    });
    // Four are answered however long each takes.
    expect(late).toEqual([false, false, false, false, true, true]);
  });

  it('finds bulk work late sooner', () => {
    const { queue, pass, turn } = loop();
    for (let i = 0; i < 10; i++) turn(40, 0.5);
    for (let i = 0; i < 4; i++) queue.isLate();
    pass(1.5);
    expect([queue.isLate(), queue.isLate(0.5)]).toEqual([false, true]);
  });
});
