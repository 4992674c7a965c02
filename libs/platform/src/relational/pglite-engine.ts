import { Worker } from 'node:worker_threads';
import { DomainError } from '@bellwether/errors';
import { lockFolder, type FolderLock } from '../local-folder/folder-lock.js';

export interface PgliteThreadData {
  readonly folder: string | null;
}

export type PgliteRequest =
  | { readonly id: number; readonly kind: 'protocol'; readonly frames: Uint8Array }
  | { readonly id: number; readonly kind: 'reset' | 'close' };

/** The reply to the request of that id; id 0 says that the engine is open. */
export interface PgliteReply {
  readonly id: number;
  readonly frames?: Uint8Array;
  readonly error?: string;
}

interface Pending {
  resolve(frames: Uint8Array): void;
  reject(error: Error): void;
}

/** A worker is loaded from what was built, also when this file runs from its source under test. */
const THREAD = new URL('../../dist/relational/pglite-thread.js', import.meta.url);
const NOTHING = new Uint8Array(0);

/** The main thread's end of the PGlite thread: wire-protocol frames out, frames back. */
export class PgliteEngine {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private failure: DomainError | null = null;

  private constructor(
    private readonly worker: Worker,
    private readonly lock: FolderLock | null,
  ) {
    worker.on('message', (reply: PgliteReply) => this.settle(reply));
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', () => this.fail(null));
  }

  /**
   * @param folder absolute path, or null for a database in memory.
   * @throws FAILED_PRECONDITION when another process has the folder open, UNAVAILABLE when the engine does not start.
   */
  static async open(folder: string | null): Promise<PgliteEngine> {
    const lock = folder === null ? null : lockFolder(folder);
    const worker = new Worker(THREAD, { workerData: { folder } satisfies PgliteThreadData });
    const engine = new PgliteEngine(worker, lock);
    await new Promise<Uint8Array>((resolve, reject) => engine.pending.set(0, { resolve, reject }));
    return engine;
  }

  /** Runs frontend messages of the wire protocol. @returns the backend's. */
  run(frames: Uint8Array): Promise<Uint8Array> {
    return this.request((id) => ({ id, kind: 'protocol', frames }));
  }

  /** Ends whatever the last connection left open. */
  async reset(): Promise<void> {
    await this.request((id) => ({ id, kind: 'reset' }));
  }

  async close(): Promise<void> {
    if (this.failure) return;
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    await this.request((id) => ({ id, kind: 'close' }));
    await exited;
  }

  private request(make: (id: number) => PgliteRequest): Promise<Uint8Array> {
    if (this.failure) return Promise.reject(this.failure);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage(make(id));
    });
  }

  private settle({ id, frames, error }: PgliteReply): void {
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    if (error === undefined) waiting?.resolve(frames ?? NOTHING);
    else waiting?.reject(new DomainError('UNAVAILABLE', `PGlite failed: ${error}`));
  }

  /** The thread is gone: nothing that waits for it, and nothing to come, can be answered. */
  private fail(cause: unknown): void {
    if (this.failure) return;
    const reason = cause instanceof Error ? cause.message : 'its thread has ended';
    this.failure = new DomainError('UNAVAILABLE', `PGlite is not running: ${reason}`, { cause: cause ?? undefined });
    this.lock?.release();
    for (const { reject } of this.pending.values()) reject(this.failure);
    this.pending.clear();
  }
}
