import type { EventHandler } from './event-bus.js';

/**
 * A handler that ignores an event it has handled: what at-least-once delivery asks of handlers that are not harmless to
 * repeat. It remembers the last events of this process. What must hold across restarts keeps the event's id in the same
 * transaction as its effect.
 *
 * @param remembered how many ids.
 */
export function once<Data>(handler: EventHandler<Data>, remembered = 10_000): EventHandler<Data> {
  const handled = new Set<string>();
  return async (event) => {
    if (handled.has(event.id)) return;
    await handler(event);
    handled.add(event.id);
    // A set keeps the order of insertion: the first is the oldest.
    if (handled.size > remembered) handled.delete(handled.values().next().value as string);
  };
}
