import { randomUUID } from 'node:crypto';
import type { DomainEvent, EventBus, PublishOptions, Subscription } from '@bellwether/platform/events';

/** An event bus that keeps what is published, and can be made to refuse. */
export class RecordingBus implements EventBus {
  readonly published: DomainEvent[] = [];
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

  async subscribe(): Promise<Subscription> {
    return { close: async () => {} };
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
