import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect as connectNats } from '@nats-io/transport-node';
import { Logger } from '@nestjs/common';
import { connect as connectRabbit } from 'amqplib';
import { openEventBus, type DeadEvents, type EventBus, type EventBusOptions } from '../src/events/index.js';
import type { OwnServer } from '../src/testing/servers/own-server.js';
import { ifInstalled, ownNats, ownRabbit } from '../src/testing/servers/programs.js';
import { hasServer, NATS_PORT, RABBIT_PORT } from './broker-servers.js';
import { describeEventsConformance, until } from './events.conformance.js';

let opened = 0;
const newPrefix = () => `test-${process.pid}-${(opened += 1)}`;

const prefixes: string[] = [];
const prefixed = (base: string) => {
  const prefix = newPrefix();
  prefixes.push(prefix);
  return `${base}?prefix=${prefix}`;
};

if (await hasServer('NATS', NATS_PORT)) {
  describeEventsConformance('NATS JetStream', (options) => openEventBus(prefixed('nats://127.0.0.1:4222'), options));
  afterAll(async () => {
    const connection = await connectNats({ servers: '127.0.0.1:4222' });
    const jsm = await jetstreamManager(connection);
    for await (const name of jsm.streams.names()) {
      if (prefixes.some((prefix) => name === prefix || name === `${prefix}-dead`)) await jsm.streams.delete(name);
    }
    await connection.close();
  });
}

if (await hasServer('RabbitMQ', RABBIT_PORT)) {
  const CONSUMERS = ['one', 'two', 'other', 'orderly', 'late', 'wanderer', 'shaky', 'healthy', 'broken', 'a', 'b'];
  const MORE = ['twice', 'slow', 'working', 'stuck'];
  describeEventsConformance(
    'RabbitMQ',
    (options) => openEventBus(prefixed('amqp://guest:guest@127.0.0.1:5672'), options),
    { replays: false },
  );
  afterAll(async () => {
    const connection = await connectRabbit('amqp://guest:guest@127.0.0.1:5672');
    const channel = await connection.createChannel();
    for (const prefix of prefixes) {
      for (const consumer of [...CONSUMERS, ...MORE]) {
        for (const type of ['numbered', 'other-type', 'big', 't']) {
          await channel.deleteQueue(`${prefix}.${consumer}.${type}`);
        }
      }
      await channel.deleteQueue(`${prefix}.dead`);
      await channel.deleteExchange(`${prefix}.events`);
    }
    await connection.close();
  });
}

/** By name, with how often an id that is published again within minutes is delivered: RabbitMQ knows no ids. */
const BROKERS = [
  ['NATS', ownNats, 1],
  ['RabbitMQ', ownRabbit, 2],
] as const;

describe.each(BROKERS)('events on a %s server that goes away', (what, own, times) => {
  let server: OwnServer | null;
  let bus: EventBus & DeadEvents;

  const open = (options: EventBusOptions = {}) => openEventBus(server!.url, options);

  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    server = await ifInstalled(what, own);
  }, 90_000);
  afterAll(async () => {
    await bus?.close();
    await server?.remove();
    jest.restoreAllMocks();
  }, 30_000);

  it('is opened and subscribed to before there is a server, and refuses in bounded time until there is', async () => {
    if (server === null) return;
    await server.kill();
    const started = performance.now();
    bus = await open();
    await bus.subscribe<number>('n', 'reader', async () => {});
    await expect(bus.publish('n', 0)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(bus.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(performance.now() - started).toBeLessThan(10_000);
    await server.start();
    await until(() =>
      bus.ping().then(
        () => true,
        () => false,
      ),
    );
    await bus.close();
  }, 30_000);

  it('loses nothing it has accepted when the server is killed, twice, in the middle of it', async () => {
    if (server === null) return;
    bus = await open({ retry: { firstDelayMs: 10, maxDelayMs: 50 } });
    const seen = new Set<number>();
    await bus.subscribe<number>('n', 'reader', async ({ data }) => void seen.add(data));
    const accepted: number[] = [];
    let refused = 0;
    let publishing = true;
    const publisher = (async () => {
      for (let n = 1; publishing; n += 1) {
        // As the outbox does it: the same event again until it is taken.
        await bus.publish('n', n, { id: `event-${n}` }).then(
          () => accepted.push(n),
          () => (refused += 1),
        );
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    })();
    for (const _ of [1, 2]) {
      await until(() => accepted.length > 0);
      const before = accepted.length;
      await until(() => accepted.length > before + 100);
      await server.kill();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await server.start();
      const after = accepted.length;
      await until(() => accepted.length > after + 100);
    }
    publishing = false;
    await publisher;
    const lost = () => accepted.filter((n) => !seen.has(n));
    const deadline = Date.now() + 30_000;
    while (lost().length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(lost()).toEqual([]);
    expect(accepted.length).toBeGreaterThan(400);
    expect(refused).toBeLessThan(accepted.length);
  }, 120_000);

  it('takes an id that is published again for the same event, where the broker can', async () => {
    if (server === null) return;
    const seen: number[] = [];
    await bus.subscribe<number>('again', 'reader', async ({ data }) => void seen.push(data));
    for (const n of [1, 1, 2]) await bus.publish('again', n, { id: `same-${n}` });
    await until(() => seen.includes(2));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(seen).toEqual([...Array.from({ length: times }, () => 1), 2]);
  });
});
