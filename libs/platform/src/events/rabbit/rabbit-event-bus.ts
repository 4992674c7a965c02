import { Logger } from '@nestjs/common';
import type { Options } from 'amqplib';
import { DomainError } from '@bellwether/errors';
import { attempt, type AttemptHooks } from '../attempt.js';
import type {
  DeadEvent,
  DeadEvents,
  DomainEvent,
  EventBus,
  EventHandler,
  PublishOptions,
  Subscription,
} from '../event-bus.js';
import type { EventBusSettings } from '../event-bus-options.js';
import { checkName, newEvent } from '../new-event.js';
import { Readers } from '../readers.js';
import type { RabbitDeadLetters } from './rabbit-dead-letters.js';
import { withinPatience, type RabbitLink } from './rabbit-link.js';
import type { RabbitNames } from './rabbit-names.js';
import { RabbitReader } from './rabbit-reader.js';

const DAY_MS = 86_400_000;
/** What a listener may be behind before it misses the oldest. */
const LISTENER_LENGTH = 10_000;

/** What the client calls a message that the server would not take, here because a queue is full. */
const REFUSED = 'message nacked';

/** Events on RabbitMQ: a topic exchange, and a queue for each consumer and type. It keeps nothing of what was read. */
export class RabbitEventBus implements EventBus, DeadEvents {
  private readonly logger = new Logger(RabbitEventBus.name);
  private readonly readers: Readers;
  /** Queues of this process, to name the full one. */
  private readonly queues = new Map<string, string>();

  constructor(
    private readonly link: RabbitLink,
    private readonly names: RabbitNames,
    private readonly dead: RabbitDeadLetters,
    private readonly settings: EventBusSettings,
  ) {
    this.readers = new Readers(settings.closeGraceMs);
  }

  async publish<Data>(type: string, data: Data, options: PublishOptions = {}): Promise<DomainEvent<Data>> {
    const { event, json } = newEvent(type, data, options, this.settings);
    await this.send(this.names.exchange, type, json, event.id);
    this.settings.observe('published', type);
    return event;
  }

  async subscribe<Data>(type: string, consumer: string, handler: EventHandler<Data>): Promise<Subscription> {
    checkName('type', type);
    checkName('consumer', consumer);
    const { retry } = this.settings;
    const queue = this.names.queue(consumer, type);
    const hooks = this.hooks((event, error, tries) => this.setAside(consumer, event, error, tries));
    const reader = new RabbitReader(this.link, {
      exchange: this.names.exchange,
      type,
      queue,
      assert: this.queueOptions(),
      take: (json, stop) => attempt(json, handler as EventHandler<unknown>, retry, stop, hooks),
    });
    const opened = await this.readers.open(`consumer '${consumer}' is subscribed to '${type}'`, reader);
    this.queues.set(queue, `consumer and type '${consumer} ${type}'`);
    return opened;
  }

  async listen<Data>(type: string, handler: EventHandler<Data>): Promise<Subscription> {
    checkName('type', type);
    const once = { ...this.settings.retry, maxTries: 1 };
    const hooks = this.hooks(async ({ id }, error) => {
      this.logger.error(`a listener failed at event ${id}: ${String(error)}`);
    });
    const reader = new RabbitReader(this.link, {
      exchange: this.names.exchange,
      type,
      queue: '',
      assert: { exclusive: true, autoDelete: true, durable: false, arguments: { 'x-max-length': LISTENER_LENGTH } },
      take: (json, stop) => attempt(json, handler as EventHandler<unknown>, once, stop, hooks),
    });
    return this.readers.open(null, reader);
  }

  async replay(type: string): Promise<number> {
    const message = `RabbitMQ keeps nothing of '${type}' that was read: replay needs NATS or the event log`;
    throw new DomainError('FAILED_PRECONDITION', message);
  }

  deadCount(): Promise<number> {
    return this.dead.count();
  }

  deadEvents(): Promise<DeadEvent[]> {
    return this.dead.list();
  }

  async redeliver(ids?: readonly string[]): Promise<number> {
    let count = 0;
    await this.dead.each(async ({ consumer, event }) => {
      if (ids !== undefined && !ids.includes(event.id)) return false;
      const queue = this.names.queue(consumer, event.type);
      // A queue that has run out is made again: the server confirms, and drops, what it has no place for.
      const channel = await this.link.confirming();
      await withinPatience(channel.assertQueue(queue, this.queueOptions()));
      await withinPatience(channel.bindQueue(queue, this.names.exchange, event.type));
      await this.send('', queue, JSON.stringify(event), event.id);
      count += 1;
      return true;
    });
    return count;
  }

  ping(): Promise<void> {
    return this.link.ping();
  }

  async close(): Promise<void> {
    await this.readers.close();
    await this.link.close();
  }

  /** Resolves when the server has taken responsibility for it. */
  private async send(exchange: string, routingKey: string, json: string, messageId: string): Promise<void> {
    const channel = await this.link.confirming();
    const properties = { persistent: true, messageId, contentType: 'application/json' };
    const confirmed = new Promise<boolean>((resolve, reject) => {
      channel.publish(exchange, routingKey, Buffer.from(json), properties, (error: Error | null) => {
        if (error === null) resolve(true);
        else if (error.message === REFUSED) resolve(false);
        else reject(error);
      });
    });
    if (await withinPatience(confirmed)) return;
    const who = (await this.fullest()) ?? 'a consumer';
    const message = `the events of a queue must be at most ${this.settings.maxBytes} bytes, and ${who} is too far behind`;
    throw new DomainError('RESOURCE_EXHAUSTED', message, { retryAfterSeconds: 10 });
  }

  private queueOptions(): Options.AssertQueue {
    const { maxBytes, forgetAfterDays } = this.settings;
    return {
      durable: true,
      arguments: {
        // Processes take turns, or events would overtake each other.
        'x-single-active-consumer': true,
        'x-max-length-bytes': maxBytes,
        'x-overflow': 'reject-publish',
        'x-expires': Math.min(forgetAfterDays * DAY_MS, 2 ** 31 - 1),
      },
    };
  }

  private async fullest(): Promise<string | undefined> {
    const channel = await this.link.confirming();
    let most = { messages: -1, who: undefined as string | undefined };
    for (const [queue, who] of this.queues) {
      const { messageCount: messages } = await withinPatience(channel.checkQueue(queue));
      if (messages > most.messages) most = { messages, who };
    }
    return most.who;
  }

  private hooks(onDead: AttemptHooks['onDead']): AttemptHooks {
    const { observe } = this.settings;
    return {
      onHandled: ({ type }) => observe('handled', type),
      onFailed: ({ type }) => observe('failed', type),
      onDead: async (event, error, tries) => {
        observe('dead', event.type);
        await onDead(event, error, tries);
      },
    };
  }

  private async setAside(consumer: string, event: DomainEvent, error: unknown, tries: number): Promise<void> {
    this.logger.error(
      `event ${event.id} (${event.type}) is set aside: '${consumer}' failed ${tries} times: ${String(error)}`,
    );
    const died_at = this.settings.clock().toISOString();
    await this.dead.add({ consumer, event, error: String(error), tries, died_at });
  }
}
