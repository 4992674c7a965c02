import type { ErrorCode } from '@bellwether/errors';
import type { RetryPolicy } from './job-queue.js';

const MAX_BACKOFF_MS = 3_600_000;

/** Codes of failures that may pass by themselves. */
const MAY_PASS: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'ABORTED']);

/**
 * How long to wait before a task is tried again: b·2^(k−1) after its k-th failure, at most an hour, of which the second
 * half is left to chance, so that jobs that failed together do not come back together.
 *
 * @param code of the task's error; undefined for a bug or the death of its thread, which are tried again too.
 * @param failures k − 1, failures before this one.
 * @param random uniform in [0, 1).
 * @returns milliseconds, or null when the failure is final.
 */
export function retryDelayMs(
  policy: RetryPolicy | null,
  code: ErrorCode | undefined,
  failures: number,
  random: () => number,
): number | null {
  if (policy === null || failures + 1 >= policy.attempts) return null;
  if (code !== undefined && !MAY_PASS.has(code)) return null;
  const wait = Math.min(policy.backoffMs * 2 ** failures, MAX_BACKOFF_MS);
  return Math.round(wait / 2 + (random() * wait) / 2);
}
