/** What came of requests sent one after the other, on several connections, until they are stopped. */
export interface LoadReport {
  readonly answered: number;
  /** Messages of failures, each once with its count. */
  readonly failures: ReadonlyMap<string, number>;
  /** Longest time of one request, in milliseconds. */
  readonly slowestMs: number;
}

export interface Load {
  stop(): Promise<LoadReport>;
}

/** Asks over and over until stopped. */
export function startLoad(ask: () => Promise<unknown>, connections = 4, pauseMs = 5): Load {
  let going = true;
  let answered = 0;
  let slowestMs = 0;
  const failures = new Map<string, number>();
  const worker = async () => {
    while (going) {
      const started = performance.now();
      await ask().then(
        () => (answered += 1),
        (error: Error) => failures.set(error.message, (failures.get(error.message) ?? 0) + 1),
      );
      slowestMs = Math.max(slowestMs, performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const workers = Array.from({ length: connections }, worker);
  return {
    stop: async () => {
      going = false;
      await Promise.all(workers);
      return { answered, failures, slowestMs };
    },
  };
}
