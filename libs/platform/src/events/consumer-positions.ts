import { readFile } from 'node:fs/promises';
import { replaceFile } from '../local-folder/durable-folder.js';

interface Position {
  /** Place in the log that the consumer reads next. */
  next: number;
  /** When it was last subscribed, ISO 8601 UTC. */
  seen_at: string;
}

/** How long a position may be newer in memory than on disk; a crash within it delivers again what was just delivered. */
const SAVE_EVERY_MS = 100;

/** How far each consumer has read, kept in one small file that is replaced whole. */
export class ConsumerPositions {
  private timer: NodeJS.Timeout | null = null;
  private saving: Promise<void> = Promise.resolve();
  private closed = false;

  private constructor(
    private readonly file: string | null,
    private readonly positions: Map<string, Position>,
    private readonly clock: () => Date,
  ) {}

  /** @param file null to keep them in memory. */
  static async open(file: string | null, clock: () => Date): Promise<ConsumerPositions> {
    return new ConsumerPositions(file, file === null ? new Map() : await load(file), clock);
  }

  /** Where the slowest consumer stands, and who it is; null without consumers. */
  slowest(): { readonly key: string; readonly next: number } | null {
    let slowest: { key: string; next: number } | null = null;
    for (const [key, { next }] of this.positions) if (!slowest || next < slowest.next) slowest = { key, next };
    return slowest;
  }

  get(key: string): number | undefined {
    return this.positions.get(key)?.next;
  }

  /** Writes it down in a while. */
  set(key: string, next: number): void {
    this.positions.set(key, { next, seen_at: this.clock().toISOString() });
    if (this.file === null || this.closed) return;
    this.timer ??= setTimeout(() => void this.save().catch(() => {}), SAVE_EVERY_MS);
  }

  /** Drops the consumers that nobody has subscribed as since an instant: they would hold the log for ever. */
  forgetUnseenSince(instant: Date): string[] {
    const unseen = [...this.positions].filter(([, { seen_at }]) => seen_at < instant.toISOString()).map(([key]) => key);
    for (const key of unseen) this.positions.delete(key);
    return unseen;
  }

  /** Resolves when the positions of now are on disk. */
  save(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { file } = this;
    if (file === null) return Promise.resolve();
    this.saving = this.saving.catch(() => {}).then(() => replaceFile(file, this.toJson()));
    return this.saving;
  }

  /** Saves, and writes nothing after that: the folder may belong to another process by then. */
  async close(): Promise<void> {
    this.closed = true;
    await this.save();
  }

  private toJson(): string {
    return JSON.stringify(Object.fromEntries(this.positions), null, 1);
  }
}

async function load(file: string): Promise<Map<string, Position>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(file, 'utf8')) as Record<string, Position>));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}
