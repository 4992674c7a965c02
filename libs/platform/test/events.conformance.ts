import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DeadEvents, DomainEvent, EventBus, EventBusOptions } from '../src/events/index.js';

type Bus = EventBus & DeadEvents;

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never came true: ${holds.toString()}`);
}

/** What the events port promises, on whichever bus `open` gives: a new and empty one each time. */
export function describeEventsConformance(
  name: string,
  open: (options: EventBusOptions) => Promise<Bus>,
  { replays = true }: { readonly replays?: boolean } = {},
): void {
  describe(`events port: ${name}`, () => {
    const now = new Date('2026-05-06T07:08:09.012Z');
    let bus: Bus;
    beforeEach(async () => {
      jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
      bus = await open({
        clock: () => now,
        retry: { maxTries: 3, firstDelayMs: 1, maxDelayMs: 5, random: () => 0.5 },
        maxBytes: 20_000_000,
        closeGraceMs: 200,
      });
    });
    afterEach(async () => {
      await bus.close();
      jest.restoreAllMocks();
    });

    /** Subscribes and keeps what it gets. */
    async function collect(consumer: string, type = 'numbered') {
      const events: DomainEvent<{ n: number }>[] = [];
      const subscription = await bus.subscribe<{ n: number }>(type, consumer, async (event) => void events.push(event));
      return { events, subscription, numbers: () => events.map(({ data }) => data.n) };
    }
    const publish = (n: number, type = 'numbered') => bus.publish(type, { n });
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

    it('delivers an event as it was published, to every consumer of its type', async () => {
      const [one, two, other] = [await collect('one'), await collect('two'), await collect('other', 'other-type')];
      const event = await publish(1);
      expect(event).toEqual({
        id: expect.stringMatching(/.{8,}/),
        type: 'numbered',
        occurred_at: now.toISOString(),
        data: { n: 1 },
      });
      await until(() => one.events.length === 1 && two.events.length === 1);
      expect([one.events, two.events, other.events]).toEqual([[event], [event], []]);
    });

    it('delivers in the order of publication, many published at once', async () => {
      const { numbers } = await collect('orderly');
      await Promise.all(range(1, 500).map((n) => publish(n, n % 5 === 0 ? 'noise' : 'numbered')));
      const expected = range(1, 500).filter((n) => n % 5 !== 0);
      await until(() => numbers().length >= expected.length);
      expect(numbers()).toEqual(expected);
    });

    it('starts a new consumer with what is published from then on', async () => {
      await publish(1);
      const { numbers } = await collect('late');
      await publish(2);
      await until(() => numbers().length > 0);
      expect(numbers()).toEqual([2]);
    });

    it('keeps the place of a consumer that goes away and comes back', async () => {
      const before = await collect('wanderer');
      await publish(1);
      await until(() => before.events.length === 1);
      await before.subscription.close();
      for (const n of [2, 3]) await publish(n);
      const after = await collect('wanderer');
      await publish(4);
      await until(() => after.events.length === 3);
      expect([before.numbers(), after.numbers()]).toEqual([[1], [2, 3, 4]]);
    });

    it('hands out one event at a time, and tries a failed one again before the next', async () => {
      const log: string[] = [];
      let failures = 2;
      await bus.subscribe<{ n: number }>('numbered', 'shaky', async ({ data }) => {
        log.push(`begin ${data.n}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        if (data.n === 1 && failures-- > 0) throw new Error('not now');
        log.push(`end ${data.n}`);
      });
      await Promise.all([publish(1), publish(2)]);
      await until(() => log.includes('end 2'));
      expect(log).toEqual(['begin 1', 'begin 1', 'begin 1', 'end 1', 'begin 2', 'end 2']);
      expect(await bus.deadCount()).toBe(0);
    });

    it('sets an event aside that fails every try, and goes on; other consumers do not notice', async () => {
      const healthy = await collect('healthy');
      const seen: number[] = [];
      await bus.subscribe<{ n: number }>('numbered', 'broken', async ({ data }) => {
        seen.push(data.n);
        if (data.n === 1) throw new Error('cannot read 1');
      });
      const poison = await publish(1);
      await publish(2);
      await until(() => seen.includes(2));
      expect(seen).toEqual([1, 1, 1, 2]);
      expect(healthy.numbers()).toEqual([1, 2]);
      expect(await bus.deadCount()).toBe(1);
      expect(await bus.deadEvents()).toEqual([
        { consumer: 'broken', event: poison, error: 'Error: cannot read 1', tries: 3, died_at: now.toISOString() },
      ]);
    });

    it('gives a dead event to its consumer again, to nobody else, and keeps the others set aside', async () => {
      const healthy = await collect('healthy');
      let mended = false;
      const handled: number[] = [];
      await bus.subscribe<{ n: number }>('numbered', 'broken', async ({ data }) => {
        if (!mended) throw new Error('not yet');
        handled.push(data.n);
      });
      const [one] = [await publish(1), await publish(2)];
      await until(async () => (await bus.deadCount()) === 2);
      mended = true;
      expect(await bus.redeliver([one.id])).toBe(1);
      await until(() => handled.length === 1);
      expect(await bus.deadCount()).toBe(1);
      expect((await bus.deadEvents()).map(({ event }) => (event.data as { n: number }).n)).toEqual([2]);
      expect(await bus.redeliver()).toBe(1);
      await until(() => handled.length === 2);
      await publish(3);
      await until(() => handled.length === 3 && healthy.numbers().length === 3);
      expect([handled, healthy.numbers(), await bus.deadCount()]).toEqual([[1, 2, 3], [1, 2, 3], 0]);
    });

    it('replays to one consumer what is still kept since an instant, or says that it cannot', async () => {
      const [one, two] = [await collect('one'), await collect('two')];
      for (const n of [1, 2, 3]) await publish(n);
      await until(() => one.events.length === 3 && two.events.length === 3);
      if (!replays) {
        await expect(bus.replay('numbered', 'one', new Date(0))).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
        return;
      }
      const again = await bus.replay('numbered', 'one', new Date(Date.now() - 3_600_000));
      expect(again).toBeLessThanOrEqual(3);
      await until(() => one.events.length === 3 + again);
      expect(one.numbers().slice(3)).toEqual([1, 2, 3].slice(3 - again));
      expect(two.numbers()).toEqual([1, 2, 3]);
      expect(await bus.replay('numbered', 'one', new Date(Date.now() + 3_600_000))).toBe(0);
    });

    it('tells every process that listens of what is published while it does, and never twice', async () => {
      await publish(1);
      const heard: number[][] = [[], []];
      const listening = [];
      for (const ears of heard) {
        listening.push(
          await bus.listen<{ n: number }>('numbered', async ({ data }) => {
            ears.push(data.n);
            throw new Error('a listener is not asked again');
          }),
        );
      }
      await publish(2);
      await until(() => heard.every((ears) => ears.length === 1));
      await listening[0]!.close();
      await publish(3);
      await until(() => heard[1]!.length === 2);
      expect(heard).toEqual([[2], [2, 3]]);
      expect(await bus.deadCount()).toBe(0);
    });

    it('carries the id and the trace that the publisher gives', async () => {
      const { events } = await collect('one');
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      await bus.publish('numbered', { n: 1 }, { id: 'outbox-1', traceparent });
      await until(() => events.length === 1);
      expect(events[0]).toMatchObject({ id: 'outbox-1', traceparent });
      await expect(bus.publish('numbered', 1, { id: 'with space' })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    });

    it('answers a ping while it is open', async () => {
      await expect(bus.ping()).resolves.toBeUndefined();
    });

    it('shows no handler what another did to the event', async () => {
      const seen: unknown[] = [];
      for (const consumer of ['a', 'b']) {
        await bus.subscribe<{ n: number }>('numbered', consumer, async ({ data }) => {
          seen.push(data.n);
          data.n = 99;
        });
      }
      const event = await publish(1);
      await until(() => seen.length === 2);
      expect([seen, event.data.n]).toEqual([[1, 1], 1]);
    });

    it('refuses malformed names, data that is no JSON or too large, and a consumer subscribed twice', async () => {
      const refused = { code: 'INVALID_ARGUMENT' };
      await expect(bus.publish('', 1)).rejects.toMatchObject(refused);
      await expect(bus.publish('a b', 1)).rejects.toMatchObject(refused);
      await expect(bus.publish('t', 1n)).rejects.toMatchObject(refused);
      await expect(bus.publish('t', 'x'.repeat(1_000_001))).rejects.toMatchObject(refused);
      await expect(bus.subscribe('t', '../c', async () => {})).rejects.toMatchObject(refused);
      const { subscription } = await collect('twice');
      await expect(collect('twice')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
      await subscription.close();
      await collect('twice');
    });

    it('refuses events while the slowest consumer is too far behind, and takes them again when it is not', async () => {
      let go = () => {};
      const gate = new Promise<void>((resolve) => (go = resolve));
      let seen = 0;
      await bus.subscribe('big', 'slow', async () => {
        await gate;
        seen += 1;
      });
      const accepted: unknown[] = [];
      const publishBig = async () => accepted.push(await bus.publish('big', 'x'.repeat(900_000)));
      await expect(
        (async () => {
          for (let n = 0; n < 40; n += 1) await publishBig();
        })(),
      ).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED', message: expect.stringContaining('slow') });
      go();
      await until(() => seen === accepted.length);
      await publishBig();
    });

    it('waits on close for a handler at work, but not for ever, and then refuses', async () => {
      let ended = false;
      await bus.subscribe('numbered', 'working', async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        ended = true;
      });
      await bus.subscribe('numbered', 'stuck', () => new Promise(() => {}));
      await publish(1);
      await new Promise((resolve) => setTimeout(resolve, 10));
      await bus.close();
      expect(ended).toBe(true);
      await expect(publish(2)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    });
  });
}
