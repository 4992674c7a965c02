import { JetStreamApiError, AckPolicy, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { Logger } from '@nestjs/common';
import type { DomainError } from '@bellwether/errors';
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
import type { NatsDeadLetters } from './nats-dead-letters.js';
import { withinPatience, type NatsLink } from './nats-link.js';
import type { NatsNames } from './nats-names.js';
import { NatsReader } from './nats-reader.js';
import { makeRoom } from './make-room.js';

/** JetStream's error number for a stream that is full. */
const MAXIMUM_BYTES_EXCEEDED = 10_077;
const DAY_NS = 86_400_000_000_000;
const LISTENER_GONE_NS = 30_000_000_000;
const REPLAY_WAIT_MS = 2_000;

/** Events on NATS JetStream. An id published twice within ten minutes is one event to the server. */
export class NatsEventBus implements EventBus, DeadEvents {
  private readonly logger = new Logger(NatsEventBus.name);
  private readonly readers: Readers;

  constructor(
    private readonly link: NatsLink,
    private readonly names: NatsNames,
    private readonly dead: NatsDeadLetters,
    private readonly settings: EventBusSettings,
  ) {
    this.readers = new Readers(settings.closeGraceMs);
  }

  async publish<Data>(type: string, data: Data, options: PublishOptions = {}): Promise<DomainEvent<Data>> {
    const { event, json } = newEvent(type, data, options, this.settings);
    await this.send(this.names.toAll(type), json, event.id);
    this.settings.observe('published', type);
    return event;
  }

  async subscribe<Data>(type: string, consumer: string, handler: EventHandler<Data>): Promise<Subscription> {
    checkName('type', type);
    checkName('consumer', consumer);
    const own = new Set([this.names.toAll(type), this.names.toOne(type, consumer)]);
    const hooks = this.hooks((event, error, tries) => this.setAside(consumer, event, error, tries));
    const reader = this.reader(
      type,
      {
        durable_name: this.names.consumer(consumer, type),
        inactive_threshold: this.settings.forgetAfterDays * DAY_NS,
      },
      async (message, stop) => {
        if (!own.has(message.subject)) return true;
        return attempt(message.string(), handler as EventHandler<unknown>, this.settings.retry, stop, hooks);
      },
    );
    return this.readers.open(`consumer '${consumer}' is subscribed to '${type}'`, reader);
  }

  async listen<Data>(type: string, handler: EventHandler<Data>): Promise<Subscription> {
    checkName('type', type);
    const once = { ...this.settings.retry, maxTries: 1 };
    const hooks = this.hooks(async ({ id }, error) => {
      this.logger.error(`a listener failed at event ${id}: ${String(error)}`);
    });
    const all = this.names.toAll(type);
    const reader = this.reader(type, { inactive_threshold: LISTENER_GONE_NS }, async (message, stop) => {
      if (message.subject !== all) return true;
      return attempt(message.string(), handler as EventHandler<unknown>, once, stop, hooks);
    });
    return this.readers.open(null, reader);
  }

  async replay(type: string, consumer: string, since: Date): Promise<number> {
    checkName('type', type);
    checkName('consumer', consumer);
    const { js, jsm } = await this.link.link();
    const { name, num_pending } = await withinPatience(
      jsm.consumers.add(this.names.stream, {
        ack_policy: AckPolicy.None,
        deliver_policy: DeliverPolicy.StartTime,
        opt_start_time: since.toISOString(),
        filter_subject: this.names.toAll(type),
        inactive_threshold: LISTENER_GONE_NS,
      }),
    );
    const kept = await js.consumers.get(this.names.stream, name);
    let count = 0;
    // What is sent again comes behind, where this consumer does not look; what is let go meanwhile never comes.
    for (let left = num_pending; left > 0;) {
      const before = count;
      for await (const message of await kept.fetch({ max_messages: Math.min(left, 500), expires: REPLAY_WAIT_MS })) {
        const { id } = message.json<DomainEvent>();
        await this.send(this.names.toOne(type, consumer), message.string(), `${id} again ${this.settings.newId()}`);
        count += 1;
      }
      if (count === before) break;
      left -= count - before;
    }
    await jsm.consumers.delete(this.names.stream, name).catch(() => undefined);
    return count;
  }

  deadCount(): Promise<number> {
    return this.dead.count();
  }

  async deadEvents(): Promise<DeadEvent[]> {
    return (await this.dead.list()).map(({ letter }) => letter);
  }

  async redeliver(ids?: readonly string[]): Promise<number> {
    const chosen = (await this.dead.list()).filter(({ letter }) => ids?.includes(letter.event.id) ?? true);
    for (const { seq, letter } of chosen) {
      const { consumer, event } = letter;
      await this.send(
        this.names.toOne(event.type, consumer),
        JSON.stringify(event),
        `${event.id} after ${letter.died_at}`,
      );
      await this.dead.takeBack([seq]);
    }
    return chosen.length;
  }

  async ping(): Promise<void> {
    const { connection } = await this.link.link();
    await withinPatience(connection.rtt());
  }

  async close(): Promise<void> {
    await this.readers.close();
    await this.link.close();
  }

  private async send(subject: string, json: string, msgID: string): Promise<void> {
    const { js, jsm } = await this.link.link();
    const publish = () => js.publish(subject, json, { msgID });
    try {
      await withinPatience(publish());
    } catch (error) {
      if (!isFull(error)) throw error;
      await makeRoom(jsm, this.names.stream, this.settings.maxBytes);
      await withinPatience(publish());
    }
  }

  private reader(
    type: string,
    config: ConstructorParameters<typeof NatsReader>[1]['config'],
    take: (message: JsMsg, stop: AbortSignal) => Promise<boolean>,
  ): NatsReader {
    const onError = (error: unknown) => this.logger.error(`events of '${type}' cannot be read: ${String(error)}`);
    const filter_subject = this.names.ofType(type);
    return new NatsReader(this.link, {
      stream: this.names.stream,
      config: { ...config, filter_subject },
      take,
      onError,
    });
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

function isFull(error: unknown): boolean {
  const { cause } = error as DomainError;
  return cause instanceof JetStreamApiError && cause.code === MAXIMUM_BYTES_EXCEEDED;
}
