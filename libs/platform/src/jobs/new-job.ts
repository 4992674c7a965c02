import { randomUUID } from 'node:crypto';
import { DomainError } from '@bellwether/errors';
import type { EnqueueOptions, JobFilter, RetryPolicy } from './job-queue.js';
import { jsonOf } from './json-of.js';

const MAX_PAYLOAD_BYTES = 1_000_000;
const MAX_DELAY_MS = 30 * 86_400_000;
const MAX_BACKOFF_MS = 3_600_000;
const MAX_LISTED = 1_000;
const DEFAULT_PRIORITY = 5;
const NAME = /^[\w][\w.:@/-]{0,199}$/;
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** A job as every adapter takes it: checked, with its defaults. */
export interface NewJob {
  readonly id: string;
  readonly kind: string;
  readonly payloadJson: string;
  readonly priority: number;
  readonly retry: RetryPolicy | null;
  readonly delayMs: number;
  readonly maxQueued: number;
  readonly traceparent: string | null;
}

/** @throws INVALID_ARGUMENT naming the option, the rule and the value. */
export function newJob(kind: string, payload: unknown, options: EnqueueOptions, newId = randomUUID): NewJob {
  const { id = newId(), priority = DEFAULT_PRIORITY, retry, delayMs = 0, maxQueued = Infinity, traceparent } = options;
  named('kind', kind);
  named('id', id);
  whole('priority', priority, 0, 9);
  whole('delayMs', delayMs, 0, MAX_DELAY_MS);
  if (retry !== undefined) {
    whole('retry.attempts', retry.attempts, 1, 20);
    whole('retry.backoffMs', retry.backoffMs, 1, MAX_BACKOFF_MS);
  }
  const payloadJson = jsonOf('payload', payload, MAX_PAYLOAD_BYTES);
  // A trace that cannot be read is no reason to refuse the work.
  const trace = traceparent !== undefined && TRACEPARENT.test(traceparent) ? traceparent : null;
  return { id, kind, payloadJson, priority, retry: retry ?? null, delayMs, maxQueued, traceparent: trace };
}

/** @throws INVALID_ARGUMENT */
export function listLimit({ limit = 100 }: JobFilter): number {
  whole('limit', limit, 1, MAX_LISTED);
  return limit;
}

/** What a job is refused with when as many of its kind, or in all, are queued as may be. */
export function tooManyQueued(kind: string | null, most: number): DomainError {
  const which = kind === null ? 'jobs' : `jobs of kind '${kind}'`;
  return new DomainError('RESOURCE_EXHAUSTED', `${which} queued must be at most ${most}, and as many are`, {
    retryAfterSeconds: 10,
  });
}

function named(argument: string, value: string): void {
  if (!NAME.test(value)) {
    const message = `${argument} of a job must be 1–200 letters, digits or . : @ / _ -, got ${JSON.stringify(value)}`;
    throw new DomainError('INVALID_ARGUMENT', message);
  }
}

function whole(argument: string, value: number, least: number, most: number): void {
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    const message = `${argument} must be a whole number in ${least}–${most}, got ${value}`;
    throw new DomainError('INVALID_ARGUMENT', message);
  }
}
