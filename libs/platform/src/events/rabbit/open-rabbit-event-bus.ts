import { Logger } from '@nestjs/common';
import { prefixOf } from '../broker-prefix.js';
import type { DeadEvents, EventBus } from '../event-bus.js';
import { settingsOf, type EventBusOptions } from '../event-bus-options.js';
import { RabbitDeadLetters } from './rabbit-dead-letters.js';
import { RabbitEventBus } from './rabbit-event-bus.js';
import { RabbitLink } from './rabbit-link.js';
import { RabbitNames } from './rabbit-names.js';

export function openRabbitEventBus(url: URL, options: EventBusOptions): EventBus & DeadEvents {
  const names = new RabbitNames(prefixOf(url));
  const settings = settingsOf(options);
  const logger = new Logger('RabbitEventBus');
  const onError = (error: unknown) => logger.error(`the event broker (RabbitMQ): ${String(error)}`);
  const link = new RabbitLink(url, names, settings.maxDeadBytes, onError);
  return new RabbitEventBus(link, names, new RabbitDeadLetters(link, names), settings);
}
