import { SpanKind } from '@opentelemetry/api';
import { currentTraceparent, type Tracing } from '../tracing/index.js';
import type { DomainEvent, EventBus, EventHandler, PublishOptions, Subscription } from './event-bus.js';

/** A bus whose events carry the trace they come from, and whose handlers go on with it. */
export class TracedEventBus implements EventBus {
  constructor(
    private readonly bus: EventBus,
    private readonly tracing: Tracing,
  ) {}

  publish<Data>(type: string, data: Data, options: PublishOptions = {}): Promise<DomainEvent<Data>> {
    const { traceparent } = options;
    return this.tracing.run(`${type} publish`, { kind: SpanKind.PRODUCER, traceparent }, () =>
      this.bus.publish(type, data, { ...options, traceparent: currentTraceparent() }),
    );
  }

  subscribe<Data>(type: string, consumer: string, handler: EventHandler<Data>): Promise<Subscription> {
    return this.bus.subscribe(type, consumer, this.traced(handler));
  }

  listen<Data>(type: string, handler: EventHandler<Data>): Promise<Subscription> {
    return this.bus.listen(type, this.traced(handler));
  }

  replay(type: string, consumer: string, since: Date): Promise<number> {
    return this.bus.replay(type, consumer, since);
  }

  ping(): Promise<void> {
    return this.bus.ping();
  }

  close(): Promise<void> {
    return this.bus.close();
  }

  private traced<Data>(handler: EventHandler<Data>): EventHandler<Data> {
    return (event) => {
      const { type, id, traceparent } = event;
      const attributes = { 'messaging.message.id': id };
      return this.tracing.run(`${type} process`, { kind: SpanKind.CONSUMER, traceparent, attributes }, () =>
        handler(event),
      );
    };
  }
}
