import { DomainError } from '@bellwether/errors';

export interface WorkBounds {
  readonly maxRunning: number;
  readonly maxWaiting: number;
}

/** Lets so many pieces of work of one sort run at once and so many wait, first come first served, and refuses the rest. */
export class BoundedWork {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param what is bounded, for the error: 'the analytics store'. */
  constructor(
    private readonly what: string,
    private readonly bounds: WorkBounds,
  ) {}

  /** @throws RESOURCE_EXHAUSTED when too many wait already. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.bounds.maxRunning) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      // The place passes straight to the next in line, so that no newcomer can slip in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    const { maxWaiting } = this.bounds;
    if (this.waiting.length >= maxWaiting) {
      const message = `${this.what} is busy: ${this.waiting.length} calls wait already, at most ${maxWaiting} may`;
      throw new DomainError('RESOURCE_EXHAUSTED', message, { retryAfterSeconds: 1 });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
