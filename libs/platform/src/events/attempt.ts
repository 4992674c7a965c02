import type { DomainEvent, EventHandler } from './event-bus.js';

export interface RetryPolicy {
  /** Tries of one event before it is set aside. */
  readonly maxTries: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface AttemptHooks {
  onHandled(event: DomainEvent): void;
  onFailed(event: DomainEvent): void;
  /** Sets an event aside, safely. */
  onDead(event: DomainEvent, error: unknown, tries: number): Promise<void>;
}

/**
 * Hands one event to its handler until that succeeds or has failed as often as it may.
 *
 * @param json the event; parsed anew for each try, so that no handler sees what another did to it.
 * @returns false when it was stopped before the event was handled or set aside.
 */
export async function attempt(
  json: string,
  handler: EventHandler<unknown>,
  { maxTries, ...policy }: RetryPolicy,
  stop: AbortSignal,
  hooks: AttemptHooks,
): Promise<boolean> {
  for (let tries = 1; !stop.aborted; tries += 1) {
    const event = JSON.parse(json) as DomainEvent;
    try {
      await handler(event);
      hooks.onHandled(event);
      return true;
    } catch (error) {
      hooks.onFailed(event);
      if (stop.aborted) return false;
      if (tries >= maxTries) {
        await hooks.onDead(JSON.parse(json) as DomainEvent, error, tries);
        return true;
      }
      await pause(delayBefore(tries + 1, policy), stop);
    }
  }
  return false;
}

/** Doubles with every try, the half of it drawn, so that consumers that failed together do not come back together. */
function delayBefore(tries: number, { firstDelayMs, maxDelayMs, random }: Omit<RetryPolicy, 'maxTries'>): number {
  return Math.min(maxDelayMs, firstDelayMs * 2 ** (tries - 2)) * (0.5 + random() / 2);
}

/** Ends early, without a failure, when it is stopped. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', end);
    if (stop.aborted) end();
  });
}
