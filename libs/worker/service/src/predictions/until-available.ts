import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@bellwether/errors';
import type { EventHandler } from '@bellwether/platform/events';

/** Pauses between tries, in milliseconds: the first, and the most they grow to. */
const FIRST_PAUSE_MS = 200;
const MOST_PAUSE_MS = 10_000;

/**
 * A handler that waits for what it needs: where that is UNAVAILABLE, it is tried again for as long as that takes, so that
 * an event is not set aside as dead for an outage. Whatever else fails is left to the bus.
 *
 * @param stop ends the waiting, with the failure.
 */
export function untilAvailable<Data>(handler: EventHandler<Data>, stop: AbortSignal): EventHandler<Data> {
  return async (event) => {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(MOST_PAUSE_MS, 2 * pauseMs)) {
      try {
        return await handler(event);
      } catch (error) {
        if (stop.aborted || !(error instanceof DomainError) || error.code !== 'UNAVAILABLE') throw error;
        await sleep(pauseMs, undefined, { signal: stop }).catch(() => undefined);
      }
    }
  };
}
