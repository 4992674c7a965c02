import type { DomainEvent, EventHandler, Subscription } from './event-bus.js';
import type { EventLog, LogRecord } from './event-log.js';

export interface RetryPolicy {
  /** Tries of one event before it is set aside. */
  readonly maxTries: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface DeliveryHooks {
  /** The consumer needs nothing before this place any more. */
  onPosition(next: number): void;
  /** Sets an event aside, safely. */
  onDead(event: DomainEvent, error: unknown, tries: number): Promise<void>;
  /** A failure of the log itself; it is tried again. */
  onError(error: unknown): void;
}

/** Reads the log for one consumer and hands it the events of its type, one after another. */
export class Delivery implements Subscription {
  private readonly stop = new AbortController();
  private readonly done: Promise<void>;
  private wake: () => void = () => {};

  constructor(
    private readonly log: EventLog,
    private readonly type: string,
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
        await this.pause(this.retry.maxDelayMs);
      }
    }
  }

  /** @returns false when the consumer stopped before the event was handled or set aside. */
  private async take(record: LogRecord): Promise<boolean> {
    if (this.stop.signal.aborted) return false;
    if (record.type !== this.type) return true;
    for (let tries = 1; ; tries += 1) {
      // Parsed anew for each try: no handler sees what another did to the event.
      const event = JSON.parse(record.json) as DomainEvent;
      try {
        await this.handler(event);
        return true;
      } catch (error) {
        if (this.stop.signal.aborted) return false;
        if (tries >= this.retry.maxTries) {
          await this.hooks.onDead(event, error, tries);
          return true;
        }
        await this.pause(this.delayBefore(tries + 1));
        if (this.stop.signal.aborted) return false;
      }
    }
  }

  /** Doubles with every try, the half of it drawn, so that consumers that failed together do not come back together. */
  private delayBefore(attempt: number): number {
    const { firstDelayMs, maxDelayMs, random } = this.retry;
    return Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 2)) * (0.5 + random() / 2);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.stop.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.stop.signal.addEventListener('abort', end);
      if (this.stop.signal.aborted) end();
    });
  }
}
