import { attempt, pause, type AttemptHooks, type RetryPolicy } from './attempt.js';
import type { EventHandler, Subscription } from './event-bus.js';
import type { EventLog, LogRecord } from './event-log.js';

export interface DeliveryHooks extends AttemptHooks {
  /** The consumer needs nothing before this place any more. */
  onPosition(next: number): void;
  /** A failure of the log itself; it is tried again. */
  onError(error: unknown): void;
}

/** Reads the log for one consumer and hands it the events of its types, one after another. */
export class Delivery implements Subscription {
  private readonly stop = new AbortController();
  private readonly done: Promise<void>;
  private wake: () => void = () => {};

  /** @param types of the records that are its own. */
  constructor(
    private readonly log: EventLog,
    private readonly types: ReadonlySet<string>,
    private next: number,
    private readonly handler: EventHandler<unknown>,
    private readonly retry: RetryPolicy,
    private readonly hooks: DeliveryHooks,
  ) {
    this.done = this.run();
  }

  /** There may be something new to read. */
  nudge(): void {
    this.wake();
  }

  /** Waits for the handler at work to end. */
  async close(): Promise<void> {
    this.stop.abort();
    this.wake();
    await this.done;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      try {
        const records = await this.log.read(this.next);
        for (const record of records) {
          if (!(await this.take(record))) return;
          this.next = record.seq + 1;
          this.hooks.onPosition(this.next);
        }
        if (records.length === 0) await woken;
      } catch (error) {
        this.hooks.onError(error);
        await pause(this.retry.maxDelayMs, this.stop.signal);
      }
    }
  }

  /** @returns false when the consumer stopped before the event was handled or set aside. */
  private async take({ type, json }: LogRecord): Promise<boolean> {
    if (this.stop.signal.aborted) return false;
    if (!this.types.has(type)) return true;
    return attempt(json, this.handler, this.retry, this.stop.signal, this.hooks);
  }
}
