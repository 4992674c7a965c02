import { randomInt, randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { ConsumerPositions } from './consumer-positions.js';
import { Delivery, type RetryPolicy } from './delivery.js';
import type { DomainEvent, EventBus, EventHandler, Subscription } from './event-bus.js';
import type { EventLog } from './event-log.js';

export interface EventBusOptions {
  readonly clock?: () => Date;
  readonly newId?: () => string;
  /** How an event is tried again whose handler throws. Default 8 tries, 100 ms to 30 s apart. */
  readonly retry?: Partial<RetryPolicy>;
  /** What may wait for the slowest consumer, in bytes, before publish gets RESOURCE_EXHAUSTED. Default 1 GB. */
  readonly maxBytes?: number;
  /** What is kept of dead events, in bytes; beyond it the oldest go. Default 64 MB. */
  readonly maxDeadBytes?: number;
  /** A consumer that nobody has subscribed as for so long is forgotten. Default 30 days. */
  readonly forgetAfterDays?: number;
  /** How long close waits for handlers at work. Default 5 s. */
  readonly closeGraceMs?: number;
}

/** An event that no try could deliver. */
export interface DeadEvent {
  readonly consumer: string;
  readonly event: DomainEvent;
  readonly error: string;
  readonly tries: number;
  /** Instant, ISO 8601 UTC. */
  readonly died_at: string;
}

/** Where events are set aside that could not be delivered. */
export interface DeadEvents {
  readonly deadCount: number;
  /** The oldest first, at most 1,000. */
  deadEvents(): Promise<DeadEvent[]>;
}

/** What the bus is built on, which decides how safe an accepted event is. */
export interface BusStorage {
  readonly log: EventLog;
  readonly dead: EventLog;
  readonly positions: ConsumerPositions;
  release(): void;
}

const RETRY: RetryPolicy = {
  maxTries: 8,
  firstDelayMs: 100,
  maxDelayMs: 30_000,
  random: () => randomInt(2 ** 32) / 2 ** 32,
};
const MAX_EVENT_BYTES = 1_000_000;
const MAX_DEAD_LISTED = 1_000;
const NAME = /^[A-Za-z0-9][\w.:-]{0,199}$/;

/**
 * The event bus of one process: a log, and a reader of it for each consumer. A consumer gets the events of its type in
 * the order of publication, the next one only after the last was handled or set aside.
 */
export class LocalEventBus implements EventBus, DeadEvents {
  private readonly deliveries = new Map<string, Delivery>();
  private readonly logger = new Logger(LocalEventBus.name);
  private readonly retry: RetryPolicy;
  private readonly clock: () => Date;
  private readonly newId: () => string;
  private readonly maxBytes: number;
  private readonly maxDeadBytes: number;
  private readonly closeGraceMs: number;
  private closing: Promise<void> | null = null;

  constructor(
    private readonly storage: BusStorage,
    options: EventBusOptions = {},
  ) {
    this.retry = { ...RETRY, ...options.retry };
    this.clock = options.clock ?? (() => new Date());
    this.newId = options.newId ?? randomUUID;
    this.maxBytes = options.maxBytes ?? 1_000_000_000;
    this.maxDeadBytes = options.maxDeadBytes ?? 64_000_000;
    this.closeGraceMs = options.closeGraceMs ?? 5_000;
  }

  /** @throws INVALID_ARGUMENT for data that is no JSON or too large, RESOURCE_EXHAUSTED when the log is full. */
  async publish<Data>(type: string, data: Data): Promise<DomainEvent<Data>> {
    this.assertOpen();
    named('type', type);
    const event: DomainEvent<Data> = { id: this.newId(), type, occurred_at: this.clock().toISOString(), data };
    const json = jsonOf(event);
    await this.makeRoom();
    await this.storage.log.append(type, json);
    for (const delivery of this.deliveries.values()) delivery.nudge();
    return event;
  }

  /** @throws FAILED_PRECONDITION while the consumer is subscribed to the type already: two would break the order. */
  async subscribe<Data>(type: string, consumer: string, handler: EventHandler<Data>): Promise<Subscription> {
    this.assertOpen();
    named('type', type);
    named('consumer', consumer);
    const { log, positions } = this.storage;
    const key = `${consumer} ${type}`;
    if (this.deliveries.has(key)) {
      throw new DomainError('FAILED_PRECONDITION', `consumer '${consumer}' is subscribed to '${type}' already`);
    }
    // Within what the log holds, also when somebody has emptied its folder by hand.
    const next = Math.min(Math.max(positions.get(key) ?? log.nextSeq, log.firstSeq), log.nextSeq);
    positions.set(key, next);
    const delivery = new Delivery(log, type, next, handler as EventHandler<unknown>, this.retry, {
      onPosition: (reached) => positions.set(key, reached),
      onDead: (event, error, tries) => this.setAside(consumer, event, error, tries),
      onError: (error) => this.logger.error(`the event log cannot be read: ${String(error)}`),
    });
    this.deliveries.set(key, delivery);
    // A new consumer must be known after a crash too, or it would miss what is published from here on.
    await positions.save();
    const close = async () => {
      await delivery.close();
      if (this.deliveries.get(key) === delivery) this.deliveries.delete(key);
    };
    return { close };
  }

  get deadCount(): number {
    return this.storage.dead.nextSeq - this.storage.dead.firstSeq;
  }

  async deadEvents(): Promise<DeadEvent[]> {
    const { dead } = this.storage;
    const found: DeadEvent[] = [];
    for (let from = dead.firstSeq; found.length < MAX_DEAD_LISTED;) {
      const records = await dead.read(from);
      const last = records.at(-1);
      if (!last) break;
      found.push(...records.map(({ json }) => JSON.parse(json) as DeadEvent));
      from = last.seq + 1;
    }
    return found.slice(0, MAX_DEAD_LISTED);
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    const { log, dead, positions, release } = this.storage;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.closeGraceMs)));
    await Promise.race([Promise.all([...this.deliveries.values()].map((delivery) => delivery.close())), grace]);
    clearTimeout(timer);
    await log.close();
    await dead.close();
    await positions.close();
    release();
  }

  /** Lets go of what every consumer has read, when there is enough of it to matter. */
  private async makeRoom(): Promise<void> {
    const { log, positions } = this.storage;
    const slowest = positions.slowest();
    await log.trim(slowest?.next ?? log.nextSeq);
    if (log.bytes < this.maxBytes) return;
    const who = slowest
      ? `consumer and type '${slowest.key}' has ${log.nextSeq - slowest.next} events to go`
      : 'it is full';
    throw new DomainError('RESOURCE_EXHAUSTED', `the event log must be at most ${this.maxBytes} bytes, and ${who}`, {
      retryAfterSeconds: 10,
    });
  }

  private async setAside(consumer: string, event: DomainEvent, error: unknown, tries: number): Promise<void> {
    const { dead } = this.storage;
    this.logger.error(
      `event ${event.id} (${event.type}) is set aside: '${consumer}' failed ${tries} times: ${String(error)}`,
    );
    const letter: DeadEvent = { consumer, event, error: String(error), tries, died_at: this.clock().toISOString() };
    await dead.append(event.type, JSON.stringify(letter));
    if (dead.bytes > this.maxDeadBytes) await dead.trim(dead.firstSeq + Math.ceil(this.deadCount / 2));
  }

  private assertOpen(): void {
    if (this.closing) throw new DomainError('UNAVAILABLE', 'the event bus is closed');
  }
}

function named(argument: string, value: string): void {
  if (!NAME.test(value)) {
    const message = `${argument} of an event must be 1–200 letters, digits or . : _ -, got ${JSON.stringify(value)}`;
    throw new DomainError('INVALID_ARGUMENT', message);
  }
}

function jsonOf(event: DomainEvent): string {
  let json: string;
  try {
    json = JSON.stringify(event);
  } catch (error) {
    throw new DomainError('INVALID_ARGUMENT', `data of an event must be JSON: ${String(error)}`, { cause: error });
  }
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_EVENT_BYTES) return json;
  throw new DomainError('INVALID_ARGUMENT', `an event must be at most ${MAX_EVENT_BYTES} bytes of JSON, got ${bytes}`);
}
