import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '@bellwether/errors';
import { AdmissionGate, type ShedReason } from './admission-gate.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { EventLoopQueue } from './event-loop-queue.js';
import { PatientLine } from './patient-line.js';

function gateOf({ places = 2, maxQueue = 2, late = false } = {}) {
  const shed: ShedReason[] = [];
  const log: string[] = [];
  const leaves = new Map<string, () => void>();
  const turns: (() => void)[] = [];
  const gate = new AdmissionGate({
    loop: late ? alwaysLate() : new EventLoopQueue(4),
    limit: new ConcurrencyLimit({ least: places, first: places, most: places }),
    line: new PatientLine({ next: () => new Promise((resolve) => turns.push(resolve)) }, 2),
    maxWaits: 1,
    maxQueue,
    random: () => 0.999,
    onShed: (reason) => shed.push(reason),
  });
  const errors: DomainError[] = [];
  const arrive = (name: string, load: 'single' | 'bulk' | 'waits' = 'single', deadline = Infinity, isPatient = false) =>
    gate.arrive(
      { kind: 'k', load, deadline, isPatient },
      {
        admitted: (leave) => {
          log.push(name);
          leaves.set(name, leave);
        },
        refused: (error) => errors.push(error),
      },
    );
  const leave = (name: string) => leaves.get(name)!();
  return { gate, shed, log, errors, arrive, leave, turns };
}

/** A loop in whose turn a minute has gone by. */
function alwaysLate(): EventLoopQueue {
  let now = 0;
  const queue = new EventLoopQueue(
    4,
    () => (now += 60_000),
    () => {},
  );
  for (let i = 0; i < 300; i++) queue.isLate();
  return queue;
}

describe('AdmissionGate', () => {
  it('gives a free place to the newest that waits, and refuses the oldest when too many do', () => {
    const { arrive, leave, log, shed, gate } = gateOf();
    ['a', 'b', 'c', 'd', 'e'].forEach((name) => arrive(name));
    expect([log, shed, gate.queued]).toEqual([['a', 'b'], ['queue_full'], 2]);
    leave('a');
    leave('b');
    expect([log, gate.queued, gate.inFlight]).toEqual([['a', 'b', 'e', 'd'], 0, 2]);
    leave('e');
    leave('d');
  });

  it('counts a place once, however often it is left', () => {
    const { arrive, leave, gate } = gateOf();
    arrive('a');
    leave('a');
    leave('a');
    expect(gate.inFlight).toBe(0);
  });

  it('keeps half of the places for single answers, and lets no bulk work wait', () => {
    const { arrive, log, shed } = gateOf();
    arrive('bulk 1', 'bulk');
    arrive('bulk 2', 'bulk');
    arrive('single');
    expect([log, shed]).toEqual([['bulk 1', 'single'], ['concurrency']]);
  });

  it('takes no place for what waits for something else, and bounds it', () => {
    const { arrive, log, shed } = gateOf();
    arrive('training', 'waits');
    arrive('training 2', 'waits');
    arrive('a');
    arrive('b');
    expect([log, shed]).toEqual([['training', 'a', 'b'], ['concurrency']]);
  });

  it('refuses who waits beyond its deadline, and whose deadline has passed already', async () => {
    const { arrive, shed, errors, gate } = gateOf({ places: 1 });
    arrive('a');
    arrive('late', 'single', performance.now() - 1);
    arrive('b', 'single', performance.now() + 20);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([shed, errors.map(({ code }) => code)]).toEqual([
      ['deadline', 'deadline'],
      ['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED'],
    ]);
    expect(gate.queued).toBe(0);
  });

  it('refuses at once what the event loop is late for, and says when to come back', () => {
    const { arrive, shed, errors } = gateOf({ late: true });
    arrive('a');
    expect([shed, errors[0]?.code, errors[0]?.retryAfterSeconds]).toEqual([['event_loop'], 'RESOURCE_EXHAUSTED', 3]);
  });

  it('has what is patient wait for a turn of a loop that is late, as many as there is room for, and then for a place', async () => {
    const { arrive, leave, gate, log, shed, turns } = gateOf({ places: 1, late: true });
    ['a', 'b', 'c'].forEach((name) => arrive(name, 'single', Infinity, true));
    expect([log, shed, turns.length]).toEqual([[], ['event_loop'], 2]);
    expect(gate.refusalIfLate(() => true)?.code).toBe('RESOURCE_EXHAUSTED');
    turns.forEach((turn) => turn());
    await Promise.resolve();
    expect([log, gate.queued]).toEqual([['a'], 1]);
    expect(gate.refusalIfLate(() => true)).toBeUndefined();
    expect(gate.refusalIfLate(() => false)?.code).toBe('RESOURCE_EXHAUSTED');
    leave('a');
    leave('b');
    expect(log).toEqual(['a', 'b']);
  });
});
