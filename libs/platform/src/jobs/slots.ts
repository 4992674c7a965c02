/** Places for jobs that run at once. One that comes back from waiting goes before one that is new. */
export class Slots {
  private taken = 0;
  private readonly returning = new Set<() => void>();

  constructor(private readonly count: number) {}

  get hasFree(): boolean {
    return this.taken < this.count && this.returning.size === 0;
  }

  take(): void {
    this.taken += 1;
  }

  /**
   * Waits for a place and takes it.
   *
   * @returns whether it was taken: false when the signal came first.
   */
  takeBack(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.taken < this.count) {
      this.taken += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const giveUp = () => {
        this.returning.delete(taken);
        resolve(false);
      };
      const taken = () => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      this.returning.add(taken);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  free(): void {
    const [next] = this.returning;
    if (next === undefined) {
      this.taken -= 1;
      return;
    }
    // The place goes from hand to hand: nobody new can slip in between.
    this.returning.delete(next);
    next();
  }
}
