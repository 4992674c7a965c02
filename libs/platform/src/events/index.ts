export {
  EVENT_BUS,
  type DeadEvent,
  type DeadEvents,
  type DomainEvent,
  type EventBus,
  type EventHandler,
  type EventOutcome,
  type PublishOptions,
  type Subscription,
} from './event-bus.js';
export type { EventBusOptions } from './event-bus-options.js';
export { once } from './once.js';
export { openEventBus } from './open-event-bus.js';
export { TracedEventBus } from './traced-event-bus.js';
