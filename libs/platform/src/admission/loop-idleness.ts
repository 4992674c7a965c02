import { performance } from 'node:perf_hooks';

/** How long a look back reaches, in milliseconds: a pause of callers shorter than a fifth of it shows no idle loop. */
const WINDOW_MS = 500;
/** Share of its time that a loop works under an overload at the least; of it a loop that keeps up has some left. */
const BUSY_SHARE = 0.8;

/** Whether the event loop has been at work nearly all of the time lately, rather than waiting for something to do. */
export class LoopIdleness {
  private since: { readonly at: number; readonly idle: number } | undefined;
  private busy = true;

  /** @param idleMs how long the loop has waited for events since the process began, in milliseconds. */
  constructor(private readonly idleMs: () => number = () => performance.eventLoopUtilization().idle) {}

  get isBusy(): boolean {
    return this.busy;
  }

  /** @param now on the scale of `performance.now()`; looks once a window, however often it is asked. */
  look(now: number): void {
    if (this.since !== undefined && now - this.since.at < WINDOW_MS) return;
    const idle = this.idleMs();
    if (this.since !== undefined) this.busy = 1 - (idle - this.since.idle) / (now - this.since.at) >= BUSY_SHARE;
    this.since = { at: now, idle };
  }
}
