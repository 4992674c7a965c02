/** Copies that may wait; beyond, the newest are dropped. */
const MOST_WAITING = 10_000;

/** How long one turn of the event loop works on copies, in milliseconds. */
const TURN_MS = 1;

export interface ShadowQueueOptions {
  readonly maxWaiting?: number;
  /** Runs work when the event loop has answered what was waiting. */
  readonly later?: (work: () => void) => void;
  /** Milliseconds since an epoch. */
  readonly now?: () => number;
  readonly onDropped?: () => void;
}

/** Work that nobody waits for, done between requests, a millisecond at a time. */
export class ShadowQueue {
  private readonly waiting: (() => void)[] = [];
  private scheduled = false;
  private readonly options: Required<ShadowQueueOptions>;

  constructor(options: ShadowQueueOptions = {}) {
    this.options = {
      maxWaiting: MOST_WAITING,
      later: setImmediate,
      now: () => performance.now(),
      onDropped: () => undefined,
      ...options,
    };
  }

  /** @param work must not throw. */
  add(work: () => void): void {
    if (this.waiting.length >= this.options.maxWaiting) return this.options.onDropped();
    this.waiting.push(work);
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.options.later(() => this.turn());
  }

  private turn(): void {
    const { now } = this.options;
    this.scheduled = false;
    const until = now() + TURN_MS;
    let done = 0;
    do this.waiting[done++]!();
    while (done < this.waiting.length && now() < until);
    this.waiting.splice(0, done);
    if (this.waiting.length > 0) this.schedule();
  }
}
