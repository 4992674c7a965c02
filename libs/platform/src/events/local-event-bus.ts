import { Logger } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { RetryPolicy } from './attempt.js';
import type { ConsumerPositions } from './consumer-positions.js';
import { Delivery, type DeliveryHooks } from './delivery.js';
import type {
  DeadEvent,
  DeadEvents,
  DomainEvent,
  EventBus,
  EventHandler,
  PublishOptions,
  Subscription,
} from './event-bus.js';
import { settingsOf, type EventBusOptions, type EventBusSettings } from './event-bus-options.js';
import { DeadLetterLog } from './dead-letter-log.js';
import { recordsOf, type EventLog } from './event-log.js';
import { checkName, newEvent } from './new-event.js';

/** What the bus is built on, which decides how safe an accepted event is. */
export interface BusStorage {
  readonly log: EventLog;
  readonly dead: EventLog;
  readonly positions: ConsumerPositions;
  release(): void;
}

/** Type of the records that only one consumer is to see; no event's own type has a space. */
const ownType = (consumer: string, type: string): string => `${consumer} ${type}`;

/**
 * The event bus of one process: a log, and a reader of it for each consumer. A consumer gets the events of its type in
 * the order of publication, the next one only after the last was handled or set aside.
 */
export class LocalEventBus implements EventBus, DeadEvents {
  private readonly deliveries = new Map<string, Delivery>();
  private readonly logger = new Logger(LocalEventBus.name);
  private readonly settings: EventBusSettings;
  private readonly dead: DeadLetterLog;
  private listeners = 0;
  private closing: Promise<void> | null = null;

  constructor(
    private readonly storage: BusStorage,
    options: EventBusOptions = {},
  ) {
    this.settings = settingsOf(options);
    this.dead = new DeadLetterLog(storage.dead, this.settings.maxDeadBytes);
  }

  async publish<Data>(type: string, data: Data, options: PublishOptions = {}): Promise<DomainEvent<Data>> {
    this.assertOpen();
    const { event, json } = newEvent(type, data, options, this.settings);
    await this.append(type, json);
    this.settings.observe('published', type);
    return event;
  }

  async subscribe<Data>(type: string, consumer: string, handler: EventHandler<Data>): Promise<Subscription> {
    this.assertOpen();
    checkName('type', type);
    checkName('consumer', consumer);
    const { log, positions } = this.storage;
    const key = ownType(consumer, type);
    if (this.deliveries.has(key)) {
      throw new DomainError('FAILED_PRECONDITION', `consumer '${consumer}' is subscribed to '${type}' already`);
    }
    // Within what the log holds, also when somebody has emptied its folder by hand.
    const next = Math.min(Math.max(positions.get(key) ?? log.nextSeq, log.firstSeq), log.nextSeq);
    positions.set(key, next);
    const subscription = this.deliver(key, new Set([type, key]), next, handler, this.settings.retry, {
      onPosition: (reached) => positions.set(key, reached),
      onDead: (event, error, tries) => this.setAside(consumer, event, error, tries),
    });
    // A new consumer must be known after a crash too, or it would miss what is published from here on.
    await positions.save();
    return subscription;
  }

  async listen<Data>(type: string, handler: EventHandler<Data>): Promise<Subscription> {
    this.assertOpen();
    checkName('type', type);
    const once = { ...this.settings.retry, maxTries: 1 };
    this.listeners += 1;
    return this.deliver(`listener ${this.listeners}`, new Set([type]), this.storage.log.nextSeq, handler, once, {
      onPosition: () => undefined,
      onDead: async (event, error) => this.logger.error(`a listener failed at event ${event.id}: ${String(error)}`),
    });
  }

  async replay(type: string, consumer: string, since: Date): Promise<number> {
    this.assertOpen();
    checkName('type', type);
    checkName('consumer', consumer);
    const { log } = this.storage;
    const from = since.toISOString();
    const end = log.nextSeq;
    let count = 0;
    for await (const record of recordsOf(log)) {
      if (record.seq >= end) break;
      if (record.type !== type || (JSON.parse(record.json) as DomainEvent).occurred_at < from) continue;
      await this.append(ownType(consumer, type), record.json);
      count += 1;
    }
    return count;
  }

  deadCount(): Promise<number> {
    return this.dead.count();
  }

  async deadEvents(): Promise<DeadEvent[]> {
    return (await this.dead.list()).map(({ letter }) => letter);
  }

  async redeliver(ids?: readonly string[]): Promise<number> {
    this.assertOpen();
    const chosen = (await this.dead.list()).filter(({ letter }) => ids?.includes(letter.event.id) ?? true);
    for (const { letter } of chosen) {
      await this.append(ownType(letter.consumer, letter.event.type), JSON.stringify(letter.event));
    }
    await this.dead.takeBack(chosen.map(({ seq }) => seq));
    return chosen.length;
  }

  async ping(): Promise<void> {
    this.assertOpen();
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private deliver<Data>(
    key: string,
    types: ReadonlySet<string>,
    next: number,
    handler: EventHandler<Data>,
    retry: RetryPolicy,
    hooks: Pick<DeliveryHooks, 'onPosition' | 'onDead'>,
  ): Subscription {
    const { observe } = this.settings;
    const delivery = new Delivery(this.storage.log, types, next, handler as EventHandler<unknown>, retry, {
      ...hooks,
      onDead: async (event, error, tries) => {
        observe('dead', event.type);
        await hooks.onDead(event, error, tries);
      },
      onHandled: ({ type }) => observe('handled', type),
      onFailed: ({ type }) => observe('failed', type),
      onError: (error) => this.logger.error(`the event log cannot be read: ${String(error)}`),
    });
    this.deliveries.set(key, delivery);
    const close = async () => {
      await delivery.close();
      if (this.deliveries.get(key) === delivery) this.deliveries.delete(key);
    };
    return { close };
  }

  private async append(type: string, json: string): Promise<void> {
    await this.makeRoom();
    await this.storage.log.append(type, json);
    for (const delivery of this.deliveries.values()) delivery.nudge();
  }

  private async shutDown(): Promise<void> {
    const { log, positions, release } = this.storage;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.settings.closeGraceMs)));
    await Promise.race([Promise.all([...this.deliveries.values()].map((delivery) => delivery.close())), grace]);
    clearTimeout(timer);
    await log.close();
    await this.dead.close();
    await positions.close();
    release();
  }

  /** Lets go of what every consumer has read, when there is enough of it to matter. */
  private async makeRoom(): Promise<void> {
    const { log, positions } = this.storage;
    const { maxBytes } = this.settings;
    const slowest = positions.slowest();
    await log.trim(slowest?.next ?? log.nextSeq);
    if (log.bytes < maxBytes) return;
    const who = slowest
      ? `consumer and type '${slowest.key}' has ${log.nextSeq - slowest.next} events to go`
      : 'it is full';
    throw new DomainError('RESOURCE_EXHAUSTED', `the event log must be at most ${maxBytes} bytes, and ${who}`, {
      retryAfterSeconds: 10,
    });
  }

  private async setAside(consumer: string, event: DomainEvent, error: unknown, tries: number): Promise<void> {
    this.logger.error(
      `event ${event.id} (${event.type}) is set aside: '${consumer}' failed ${tries} times: ${String(error)}`,
    );
    const died_at = this.settings.clock().toISOString();
    await this.dead.add({ consumer, event, error: String(error), tries, died_at });
  }

  private assertOpen(): void {
    if (this.closing) throw new DomainError('UNAVAILABLE', 'the event bus is closed');
  }
}
