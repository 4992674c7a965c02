export type OnlineValue = string | number | boolean | null;

/** What is known of one entity in one view, e.g. of a property its features. */
export interface OnlineRow {
  readonly key: string;
  /** When it came to be so, in milliseconds since 1970; of two rows of a key the later stands, of equals the one put last. */
  readonly eventTime: number;
  readonly values: Readonly<Record<string, OnlineValue>>;
}

/**
 * Features as they are now, by view and key, for predictions to read in one round trip. What is lost here can be
 * published again: the offline store is the truth.
 *
 * @throws UNAVAILABLE when the store cannot be reached in time, INVALID_ARGUMENT for a name or row that is malformed.
 */
export interface OnlineStore {
  /**
   * Puts rows, each unless a newer one stands: rows may come late and in any order.
   *
   * @param ttlSeconds after which a row is gone unless put again.
   */
  put(view: string, rows: readonly OnlineRow[], ttlSeconds: number): Promise<void>;
  /** In the order of the keys; undefined where nothing is known. */
  get(view: string, keys: readonly string[]): Promise<readonly (OnlineRow | undefined)[]>;
  delete(view: string, keys: readonly string[]): Promise<void>;
  /** Every row of a view, in no order; one put meanwhile may be missed. */
  scan(view: string): AsyncIterable<OnlineRow>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export const ONLINE_STORE = Symbol('OnlineStore');
