import { DomainError } from '@bellwether/errors';

/**
 * Whoever waits for an answer: for how long, and whether still. Given to work that can stop; what answers at once never
 * asks for one, and nothing is made for it.
 */
export class Caller {
  private readonly gone = new AbortController();

  /** @param deadline when it gives up, on the scale of `performance.now()`; Infinity when it does not say. */
  constructor(readonly deadline = Infinity) {}

  /** Aborted, by a DEADLINE_EXCEEDED, when the time is up or the caller has hung up. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Milliseconds left for the answer. */
  get timeLeftMs(): number {
    return this.deadline - performance.now();
  }

  /** Told by the transport that nobody waits any longer. */
  leave(): void {
    const why = this.timeLeftMs <= 0 ? 'the deadline has passed' : 'the caller has hung up';
    this.gone.abort(new DomainError('DEADLINE_EXCEEDED', why));
  }
}
