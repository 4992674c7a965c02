export { EVENT_BUS, type DomainEvent, type EventBus, type EventHandler, type Subscription } from './event-bus.js';
export type { DeadEvent, DeadEvents, EventBusOptions } from './local-event-bus.js';
export { openEventBus } from './open-event-bus.js';
