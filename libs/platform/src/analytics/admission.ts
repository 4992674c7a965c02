import { DomainError } from '@bellwether/errors';

/** Lets so many pieces of work run at once and so many wait, first come first served, and refuses the rest. */
export class Admission {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
  ) {}

  /** @throws RESOURCE_EXHAUSTED when too many wait already. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.maxRunning) this.running += 1;
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
    if (this.waiting.length >= this.maxWaiting) {
      const message = `the analytics store is busy: ${this.waiting.length} queries wait already, at most ${this.maxWaiting} may`;
      throw new DomainError('RESOURCE_EXHAUSTED', message, { retryAfterSeconds: 1 });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
