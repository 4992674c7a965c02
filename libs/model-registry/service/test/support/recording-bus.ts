import { randomUUID } from 'node:crypto';
import type { DomainEvent, EventBus, Subscription } from '@bellwether/platform/events';

/** An event bus that keeps what is published, and can be made to refuse. */
export class RecordingBus implements EventBus {
  readonly published: DomainEvent[] = [];
  refusing = false;
  /** How many it takes before it refuses. */
  capacity = Infinity;

  async publish<Data>(type: string, data: Data): Promise<DomainEvent<Data>> {
    if (this.refusing || this.published.length >= this.capacity) throw new Error('the broker is away');
    const event = { id: randomUUID(), type, occurred_at: new Date().toISOString(), data };
    this.published.push(event);
    return event;
  }

  async subscribe(): Promise<Subscription> {
    return { close: async () => {} };
  }

  async close(): Promise<void> {}
}
