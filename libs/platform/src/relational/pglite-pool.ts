import { EventEmitter } from 'node:events';
import type { ConnectCallback } from 'pg';
import { BoundedPool, type BoundedPoolOptions } from './bounded-pool.js';
import { PgliteEngine } from './pglite-engine.js';
import { PgliteSocket } from './pglite-socket.js';

/** One PGlite with its one connection, and how many domains use it. */
interface SharedEngine {
  readonly engine: PgliteEngine;
  readonly pool: BoundedPool;
  users: number;
}

/** By folder; '' is the database in memory. PGlite costs half a gigabyte, so every domain of a process shares one. */
const shared = new Map<string, Promise<SharedEngine>>();
/** Engines on their way out, by the same key: the next one on the folder must wait for that. */
const closing = new Map<string, Promise<void>>();

/** A domain's share of the process's PGlite, in the shape of the pool that TypeORM expects. */
export class PglitePool extends EventEmitter {
  private ended = false;

  private constructor(
    private readonly key: string,
    private readonly share: SharedEngine,
    private readonly searchPath: string,
  ) {
    super();
  }

  /**
   * PGlite has one backend, so the connection is leased to one borrower at a time: transactions cannot interleave.
   *
   * @param options limits of the lease; those of whoever opens the engine first hold for all.
   */
  static async open(folder: string | null, searchPath: string, options: BoundedPoolOptions): Promise<PglitePool> {
    const key = folder ?? '';
    const opening = shared.get(key) ?? open(folder, key, options);
    shared.set(key, opening);
    try {
      const share = await opening;
      share.users += 1;
      return new PglitePool(key, share, searchPath);
    } catch (error) {
      if (shared.get(key) === opening) shared.delete(key);
      throw error;
    }
  }

  connect(callback: ConnectCallback): void {
    this.share.pool.connect((error, client, release) => {
      if (!client) return callback(error, client, release);
      // The backend is shared, its search path with it: each borrower sets its own.
      client.query(`SET search_path TO ${this.searchPath}`).then(
        () => callback(undefined, client, release),
        (failure: Error) => {
          release(failure);
          callback(failure, undefined, () => {});
        },
      );
    });
  }

  end(callback: (error?: Error) => void): void {
    this.leave().then(() => callback(), callback);
  }

  /** Closes the engine behind the last domain that leaves; leaving twice is no error. */
  async leave(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    this.share.users -= 1;
    if (this.share.users > 0) return;
    shared.delete(this.key);
    const closed = close(this.share).finally(() => closing.delete(this.key));
    closing.set(this.key, closed);
    await closed;
  }
}

async function close({ pool, engine }: SharedEngine): Promise<void> {
  await new Promise<void>((resolve, reject) => pool.end((error) => (error ? reject(error) : resolve())));
  await engine.close();
}

async function open(folder: string | null, key: string, options: BoundedPoolOptions): Promise<SharedEngine> {
  await closing.get(key);
  const engine = await PgliteEngine.open(folder);
  const pool = new BoundedPool({
    ...options,
    user: 'postgres',
    // Without one the driver looks into ~/.pgpass.
    password: '',
    max: 1,
    idleTimeoutMillis: 0,
    stream: () => new PgliteSocket(engine),
  });
  // A broken connection is reported to its borrower and replaced; unheard, the event would end the process.
  pool.on('error', () => {});
  return { engine, pool, users: 0 };
}
