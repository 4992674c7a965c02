import { setTimeout as sleep } from 'node:timers/promises';
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import { RetryBudget } from './retry-budget.js';

/** Failures in a row after which a neighbour is left alone. */
const FAILURES_TO_OPEN = 5;
/** How long it is left alone before one call tries it again, in milliseconds. */
const HALF_OPEN_AFTER_MS = 2_000;
const MOST_ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 50;

/** How a neighbour fails that is not well; any other failure is an answer. */
const UNWELL: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED']);
/** What may pass while the caller still waits. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'ABORTED']);

export interface PolicedCall {
  /** Whether asking twice does no more than asking once. */
  readonly idempotent: boolean;
  /** For all attempts together, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * How a neighbour is called: within a deadline, again only where that is harmless and a budget allows it, after a random
 * part of a growing wait, and not at all while it has just failed several times in a row.
 */
export class CallPolicy {
  private readonly budget = new RetryBudget();
  private readonly breaker = circuitBreaker(
    handleWhen((error) => error instanceof DomainError && UNWELL.has(error.code)),
    { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );

  /** @param random uniform in [0, 1). */
  constructor(
    private readonly neighbour: string,
    private readonly random: () => number,
  ) {}

  /** Whether the neighbour is left alone, or only being tried again. */
  get isOpen(): boolean {
    return this.breaker.state !== CircuitState.Closed;
  }

  /** @throws the failure of the last attempt; UNAVAILABLE at once while the neighbour is left alone. */
  async run<Result>(call: PolicedCall, attempt: (deadlineMs: number) => Promise<Result>): Promise<Result> {
    const deadline = performance.now() + call.deadlineMs;
    this.budget.called();
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await this.through(() => attempt(deadline - performance.now()));
      } catch (error) {
        if (!call.idempotent || attempts === MOST_ATTEMPTS || this.isOpen) throw error;
        if (!(error instanceof DomainError) || !PASSING.has(error.code)) throw error;
        const wait = this.random() * FIRST_BACKOFF_MS * 2 ** attempts + 1_000 * (error.retryAfterSeconds ?? 0);
        if (performance.now() + wait >= deadline || !this.budget.spend()) throw error;
        await this.pause(wait, call.signal);
      }
    }
  }

  private async through<Result>(attempt: () => Promise<Result>): Promise<Result> {
    try {
      return await this.breaker.execute(attempt);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      const message = `${this.neighbour} is not asked: it has failed ${FAILURES_TO_OPEN} times in a row`;
      throw new DomainError('UNAVAILABLE', message, { retryAfterSeconds: Math.ceil(HALF_OPEN_AFTER_MS / 1_000) });
    }
  }

  private async pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    await sleep(milliseconds, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
  }
}
