import type { OnnxSession } from '@bellwether/model-kernel/onnx-runtime';

interface Entry {
  readonly session: Promise<OnnxSession>;
  /** Open and ready for use. */
  open: boolean;
  users: number;
  evicted: boolean;
}

/**
 * Sessions that stay open between requests, at most so many; the one used longest ago goes first, once its last user is
 * done. However many ask for a session that is not open, it is loaded once.
 *
 * ONNX Runtime has been seen to keep memory across create and release of sessions
 * (https://github.com/microsoft/onnxruntime/issues/25325): a bound that is met rarely is worth its memory.
 */
export class SessionCache {
  /** In order of use, the latest last. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly most: number) {}

  async use<Result>(
    key: string,
    load: () => Promise<OnnxSession>,
    work: (session: OnnxSession) => Promise<Result>,
  ): Promise<Result> {
    const entry = this.take(key, load);
    entry.users += 1;
    try {
      return await work(await entry.session);
    } finally {
      entry.users -= 1;
      this.releaseIfUnused(entry);
    }
  }

  /** Whether a session is open, so that its next user need not wait. */
  holds(key: string): boolean {
    return this.entries.get(key)?.open === true;
  }

  /** Releases the sessions that are chosen, each when its last user is done. */
  drop(isChosen: (key: string) => boolean): void {
    for (const [key, entry] of this.entries) if (isChosen(key)) this.evict(key, entry);
  }

  close(): void {
    this.drop(() => true);
  }

  private take(key: string, load: () => Promise<OnnxSession>): Entry {
    const known = this.entries.get(key);
    this.entries.delete(key);
    const entry = known ?? this.loading(key, load);
    this.entries.set(key, entry);
    for (const [oldest, other] of this.entries) {
      if (this.entries.size <= this.most) break;
      this.evict(oldest, other);
    }
    return entry;
  }

  private loading(key: string, load: () => Promise<OnnxSession>): Entry {
    const entry: Entry = { session: load(), open: false, users: 0, evicted: false };
    entry.session.then(
      () => (entry.open = true),
      // A failed load is not kept: the next request tries again.
      () => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
      },
    );
    return entry;
  }

  private evict(key: string, entry: Entry): void {
    this.entries.delete(key);
    entry.evicted = true;
    this.releaseIfUnused(entry);
  }

  private releaseIfUnused(entry: Entry): void {
    if (!entry.evicted || entry.users > 0) return;
    entry.session.then(
      (session) => session.release(),
      () => undefined,
    );
  }
}
