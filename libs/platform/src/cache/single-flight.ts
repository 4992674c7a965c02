/** Lets callers who want the same thing at the same time share one piece of work. */
export class SingleFlight<Result> {
  private readonly flying = new Map<string, Promise<Result>>();

  /** The work under way for a key, if there is. */
  joined(key: string): Promise<Result> | undefined {
    return this.flying.get(key);
  }

  /** Lets nobody join what is under way for keys that begin so; it goes on for those who have. */
  part(prefix: string): void {
    for (const key of this.flying.keys()) if (key.startsWith(prefix)) this.flying.delete(key);
  }

  start(key: string, work: () => Promise<Result>): Promise<Result> {
    const flight = work().finally(() => {
      if (this.flying.get(key) === flight) this.flying.delete(key);
    });
    this.flying.set(key, flight);
    return flight;
  }
}
