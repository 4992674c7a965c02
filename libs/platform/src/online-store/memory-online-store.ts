import { DomainError } from '@bellwether/errors';
import { checkKeys, checkRows, checkView } from './checks.js';
import type { OnlineRow, OnlineStore } from './online-store.js';

interface Kept {
  readonly row: OnlineRow;
  readonly until: number;
}

/** Rows kept at most, over all views. */
const MAX_ROWS = 2_000_000;

/** Online features of one process. */
export class MemoryOnlineStore implements OnlineStore {
  private readonly views = new Map<string, Map<string, Kept>>();
  private count = 0;

  constructor(
    private readonly now: () => number = Date.now,
    private readonly maxRows = MAX_ROWS,
  ) {}

  /** @throws RESOURCE_EXHAUSTED when as many rows are kept as may be, none of them having run out. */
  async put(view: string, rows: readonly OnlineRow[], ttlSeconds: number): Promise<void> {
    checkView(view);
    checkRows(rows, ttlSeconds);
    const kept = this.views.get(view) ?? new Map<string, Kept>();
    if (this.count + notHeld(rows, kept) > this.maxRows) this.sweep();
    if (this.count + notHeld(rows, kept) > this.maxRows) {
      throw new DomainError('RESOURCE_EXHAUSTED', `online rows must number at most ${this.maxRows} in memory`);
    }
    this.views.set(view, kept);
    const now = this.now();
    for (const row of rows) {
      const standing = kept.get(row.key);
      if (standing !== undefined && standing.until > now && standing.row.eventTime > row.eventTime) continue;
      if (standing === undefined) this.count += 1;
      kept.set(row.key, { row: structuredClone(row), until: now + ttlSeconds * 1_000 });
    }
  }

  async get(view: string, keys: readonly string[]): Promise<readonly (OnlineRow | undefined)[]> {
    checkView(view);
    checkKeys(keys);
    const kept = this.views.get(view);
    const now = this.now();
    return keys.map((key) => {
      const found = kept?.get(key);
      return found !== undefined && found.until > now ? found.row : undefined;
    });
  }

  async delete(view: string, keys: readonly string[]): Promise<void> {
    checkView(view);
    checkKeys(keys);
    const kept = this.views.get(view);
    for (const key of keys) if (kept?.delete(key)) this.count -= 1;
  }

  async *scan(view: string): AsyncIterable<OnlineRow> {
    checkView(view);
    for (const { row, until } of this.views.get(view)?.values() ?? []) if (until > this.now()) yield row;
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {
    this.views.clear();
    this.count = 0;
  }

  private sweep(): void {
    const now = this.now();
    for (const kept of this.views.values()) {
      for (const [key, { until }] of kept) if (until <= now && kept.delete(key)) this.count -= 1;
    }
  }
}

/** Keys that a put would add: a row that takes the place of another needs no room. */
function notHeld(rows: readonly OnlineRow[], kept: ReadonlyMap<string, Kept>): number {
  return new Set(rows.map(({ key }) => key).filter((key) => !kept.has(key))).size;
}
