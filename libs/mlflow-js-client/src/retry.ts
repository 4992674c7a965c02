import { DomainError, type ErrorCode } from '@bellwether/errors';

export interface RetryPolicy {
  /** Requests in all, the first included. */
  readonly attempts: number;
  /** Longest wait before the second request, in milliseconds; it doubles with every further one. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Uniform in [0, 1). */
  random(): number;
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

const TRANSIENT: ReadonlySet<ErrorCode> = new Set([
  'RESOURCE_EXHAUSTED',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
]);

/**
 * Runs a request again while it fails for a reason that may pass. The wait is uniform in [0, min(max, base · 2ⁿ)), so that
 * clients that failed together do not come back together; a server that says when to come back is believed.
 *
 * @see M. Brooker (2015), Exponential Backoff and Jitter, AWS Architecture Blog ("full jitter").
 */
export async function withRetries<Result>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  request: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (error) {
      const isTransient = error instanceof DomainError && TRANSIENT.has(error.code);
      if (!isTransient || attempt >= policy.attempts || signal?.aborted) throw error;
      const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
      const asked = Math.min(policy.maxDelayMs, (error.retryAfterSeconds ?? 0) * 1_000);
      await policy.sleep(Math.max(asked, policy.random() * ceiling), signal);
    }
  }
}
