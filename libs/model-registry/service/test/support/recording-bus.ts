import { randomUUID } from 'node:crypto';
import type { DomainEvent, EventBus, EventHandler, PublishOptions, Subscription } from '@bellwether/platform/events';

/** An event bus that keeps what is published, and can be made to refuse. */
export class RecordingBus implements EventBus {
  readonly published: DomainEvent[] = [];
  private readonly handlers: { readonly type: string; readonly handler: EventHandler<unknown> }[] = [];
  refusing = false;
  /** How many it takes before it refuses. */
  capacity = Infinity;

  async publish<Data>(
    type: string,
    data: Data,
    { id = randomUUID() }: PublishOptions = {},
  ): Promise<DomainEvent<Data>> {
    if (this.refusing || this.published.length >= this.capacity) throw new Error('the broker is away');
    const event = { id, type, occurred_at: new Date().toISOString(), data };
    this.published.push(event);
    return event;
  }

  async subscribe<Data>(type: string, _consumer: string, handler: EventHandler<Data>): Promise<Subscription> {
    this.handlers.push({ type, handler: handler as EventHandler<unknown> });
    return { close: async () => {} };
  }

  /** Hands an event to whoever has subscribed to it, as if another app had published it. */
  async deliver(type: string, data: unknown): Promise<void> {
    const event = { id: randomUUID(), type, occurred_at: new Date().toISOString(), data };
    for (const subscribed of this.handlers) if (subscribed.type === type) await subscribed.handler(event);
  }

  async listen(): Promise<Subscription> {
    return { close: async () => {} };
  }

  async replay(): Promise<number> {
    return 0;
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}
}
