import { randomInt, randomUUID } from 'node:crypto';
import type { RetryPolicy } from './attempt.js';
import type { EventOutcome } from './event-bus.js';

export interface EventBusOptions {
  readonly clock?: () => Date;
  readonly newId?: () => string;
  /** How an event is tried again whose handler throws. Default 8 tries, 100 ms to 30 s apart. */
  readonly retry?: Partial<RetryPolicy>;
  /** What may wait for the slowest consumer, in bytes, before publish gets RESOURCE_EXHAUSTED. Default 1 GB. */
  readonly maxBytes?: number;
  /** What is kept of dead events, in bytes; beyond it the oldest go. Default 64 MB. */
  readonly maxDeadBytes?: number;
  /** A consumer that nobody has subscribed as for so long is forgotten. Default 30 days. */
  readonly forgetAfterDays?: number;
  /** How long close waits for handlers at work. Default 5 s. */
  readonly closeGraceMs?: number;
  readonly observe?: (outcome: EventOutcome, type: string) => void;
}

export interface EventBusSettings extends Required<Omit<EventBusOptions, 'retry'>> {
  readonly retry: RetryPolicy;
}

const RETRY: RetryPolicy = {
  maxTries: 8,
  firstDelayMs: 100,
  maxDelayMs: 30_000,
  random: () => randomInt(2 ** 32) / 2 ** 32,
};

export function settingsOf(options: EventBusOptions): EventBusSettings {
  return {
    clock: () => new Date(),
    newId: randomUUID,
    maxBytes: 1_000_000_000,
    maxDeadBytes: 64_000_000,
    forgetAfterDays: 30,
    closeGraceMs: 5_000,
    observe: () => undefined,
    ...options,
    retry: { ...RETRY, ...options.retry },
  };
}
