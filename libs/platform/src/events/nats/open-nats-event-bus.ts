import type { DeadEvents, EventBus } from '../event-bus.js';
import { prefixOf } from '../broker-prefix.js';
import { settingsOf, type EventBusOptions } from '../event-bus-options.js';
import { NatsDeadLetters } from './nats-dead-letters.js';
import { NatsEventBus } from './nats-event-bus.js';
import { NatsLink } from './nats-link.js';
import { NatsNames } from './nats-names.js';

export function openNatsEventBus(url: URL, options: EventBusOptions): EventBus & DeadEvents {
  const names = new NatsNames(prefixOf(url));
  const settings = settingsOf(options);
  const link = new NatsLink(url, names, settings);
  return new NatsEventBus(link, names, new NatsDeadLetters(link, names), settings);
}
