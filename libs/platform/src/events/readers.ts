import { DomainError } from '@bellwether/errors';
import type { Subscription } from './event-bus.js';

interface Reader extends Subscription {
  start(): Promise<void>;
}

/** The readers of one process: each consumer once, all of them closed within the grace. */
export class Readers {
  private readonly open_ = new Map<string, Reader>();
  private listeners = 0;
  private closing: Promise<void> | null = null;

  constructor(private readonly closeGraceMs: number) {}

  /**
   * @param what says which reader it is, in words; null for one that may be there more than once.
   * @throws FAILED_PRECONDITION when it is open already, UNAVAILABLE once the bus is closed.
   */
  async open(what: string | null, reader: Reader): Promise<Subscription> {
    if (this.closing) throw new DomainError('UNAVAILABLE', 'the event bus is closed');
    if (what !== null && this.open_.has(what)) throw new DomainError('FAILED_PRECONDITION', `${what} already`);
    const key = what ?? `listener ${(this.listeners += 1)}`;
    this.open_.set(key, reader);
    await reader.start();
    const close = async () => {
      await reader.close();
      if (this.open_.get(key) === reader) this.open_.delete(key);
    };
    return { close };
  }

  /** Waits for handlers at work, but not for ever. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.closeGraceMs)));
    await Promise.race([Promise.all([...this.open_.values()].map((reader) => reader.close())), grace]);
    clearTimeout(timer);
  }
}
