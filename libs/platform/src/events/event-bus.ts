export interface DomainEvent<Data = unknown> {
  /** Unique; a consumer that sees it twice ignores the second. */
  readonly id: string;
  /** e.g. 'model-registry.model-promoted.v1'. */
  readonly type: string;
  /** Instant, ISO 8601 UTC. */
  readonly occurred_at: string;
  /** W3C trace context of the work that it came from, where that is traced. */
  readonly traceparent?: string;
  readonly data: Data;
}

export type EventHandler<Data> = (event: DomainEvent<Data>) => Promise<void>;

export interface Subscription {
  close(): Promise<void>;
}

export interface PublishOptions {
  /** An id of the caller's own makes a repeated publication the same event, which consumers can tell and brokers drop. */
  readonly id?: string;
  readonly traceparent?: string | undefined;
}

/**
 * Events between apps, delivered at least once: a crash or a broker that comes back repeats what it is not sure of. Each
 * consumer gets the events of a type in the order of publication, one at a time, the next one after the last was handled
 * or set aside; an event given again (`redeliver`, `replay`) comes after those that wait.
 */
export interface EventBus {
  /**
   * Resolves once the event is on disk, or confirmed by the broker: an accepted event is never lost.
   *
   * @throws INVALID_ARGUMENT for data that is no JSON or too large, RESOURCE_EXHAUSTED while consumers are too far behind,
   *   UNAVAILABLE, in seconds, while the broker is away; it may have taken the event then.
   */
  publish<Data>(type: string, data: Data, options?: PublishOptions): Promise<DomainEvent<Data>>;
  /**
   * Delivers every event of a type published since this consumer last acknowledged one; a new consumer starts with what
   * is published from now on. A handler that throws is tried again with back-off, then the event is set aside as dead.
   * Processes that subscribe as the same consumer take turns. While the broker is away it is tried in the background.
   *
   * @param consumer durable name: the place up to which it has read survives a restart.
   * @throws FAILED_PRECONDITION while this process is subscribed as that consumer already.
   */
  subscribe<Data>(type: string, consumer: string, handler: EventHandler<Data>): Promise<Subscription>;
  /**
   * Delivers to this process, besides all others that listen, what is published from now on while it is there and its
   * broker is. For hints: what must not be missed is subscribed to. A handler that throws is not tried again.
   */
  listen<Data>(type: string, handler: EventHandler<Data>): Promise<Subscription>;
  /**
   * Gives a consumer what is still kept of a type since an instant once more, behind what waits.
   *
   * @returns how many.
   * @throws FAILED_PRECONDITION on a bus that keeps nothing of what was read.
   */
  replay(type: string, consumer: string, since: Date): Promise<number>;
  /** @throws UNAVAILABLE while the broker is away. */
  ping(): Promise<void>;
  close(): Promise<void>;
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
  deadCount(): Promise<number>;
  /** The oldest first, at most 1,000. */
  deadEvents(): Promise<DeadEvent[]>;
  /**
   * Gives dead events to their consumers again, as new ones.
   *
   * @param ids of the events; of the 1,000 oldest all when left out.
   * @returns how many.
   */
  redeliver(ids?: readonly string[]): Promise<number>;
}

/** What happened to an event, for metrics. */
export type EventOutcome = 'published' | 'handled' | 'failed' | 'dead';

export const EVENT_BUS = Symbol('EventBus');
