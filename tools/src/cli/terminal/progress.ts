/** One piece of long work, as it is shown. */
export interface Progress {
  /**
   * @param share done, in [0, 1]; NaN where nobody knows.
   * @param message what it is doing now.
   */
  update(share: number, message?: string): void;
  /** Ends it well, with what came of it. */
  done(outcome: string): void;
  /** Ends it badly; the error itself is shown once, by the one who catches it. */
  fail(): void;
}

/** Starts showing a piece of work. */
export type ShowProgress = (title: string) => Progress;

/** Runs work under a progress display that ends as the work does. */
export async function showing<T>(
  show: ShowProgress,
  title: string,
  work: (progress: Progress) => Promise<{ readonly value: T; readonly outcome: string }>,
): Promise<T> {
  const progress = show(title);
  try {
    const { value, outcome } = await work(progress);
    progress.done(outcome);
    return value;
  } catch (error) {
    progress.fail();
    throw error;
  }
}
