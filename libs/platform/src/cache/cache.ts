/** How a look into the cache ended; `shared` waited for a computation of the same value that was under way. */
export type CacheOutcome = 'hit' | 'miss' | 'shared' | 'error';

/**
 * Values that cost more to compute than to keep. A cache is never needed for an answer: whatever is wrong with it, the
 * value is computed, in bounded time.
 */
export interface Cache {
  /**
   * The value of a key, computed where none is kept. Calls for the same key at the same time in one process compute once.
   *
   * @param scope what the key belongs to and is forgotten with, e.g. `churn_predictor/7`.
   * @throws what `compute` throws; nothing is kept then.
   */
  through(scope: string, key: string, compute: () => string | Promise<string>): Promise<string>;
  /** Makes everything kept under a scope unreachable, at once and in constant time. */
  forget(scope: string): Promise<void>;
  /** @throws UNAVAILABLE when what is kept cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface CacheOptions {
  /** How long a value is kept, in milliseconds; up to a tenth less, drawn, so that not all end at once. Default 1 h. */
  readonly ttlMs?: number;
  /** Values kept in this process at most. Default 10,000. */
  readonly maxEntries?: number;
  /** What they take together at most, in UTF-16 units. Default 32 M. */
  readonly maxSize?: number;
  /** A longer value is not kept, in UTF-16 units. Default 64 K. */
  readonly maxValueSize?: number;
  readonly observe?: (outcome: CacheOutcome) => void;
  /** Milliseconds since an epoch. */
  readonly now?: () => number;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

export const CACHE = Symbol('Cache');
