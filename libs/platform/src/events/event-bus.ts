export interface DomainEvent<Data = unknown> {
  /** Unique; a consumer that sees it twice ignores the second. */
  readonly id: string;
  /** e.g. 'model-registry.model-promoted.v1'. */
  readonly type: string;
  /** Instant, ISO 8601 UTC. */
  readonly occurred_at: string;
  readonly data: Data;
}

export type EventHandler<Data> = (event: DomainEvent<Data>) => Promise<void>;

export interface Subscription {
  close(): Promise<void>;
}

/** At-least-once delivery of events, in order per type and consumer. */
export interface EventBus {
  /** Resolves once the event is on disk (or acknowledged by the broker): an accepted event is never lost. */
  publish<Data>(type: string, data: Data): Promise<DomainEvent<Data>>;
  /**
   * Delivers every event of a type published since this consumer last acknowledged one; a new consumer starts with what
   * is published from now on. A handler that throws is tried again with back-off, then the event is set aside as dead.
   *
   * @param consumer durable name: the place up to which it has read survives a restart.
   */
  subscribe<Data>(type: string, consumer: string, handler: EventHandler<Data>): Promise<Subscription>;
  close(): Promise<void>;
}

export const EVENT_BUS = Symbol('EventBus');
