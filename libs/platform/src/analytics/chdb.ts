import { mkdirSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import {
  ClickHouseLogLevel,
  createClient,
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  type ClickHouseSettings,
} from '@clickhouse/client';
import { DomainError } from '@bellwether/errors';
import { lockFolder } from '../local-folder/folder-lock.js';

/** The one connection of this process; chDB binds a process to one folder for as long as it is open. */
interface Session {
  readonly path: string;
  readonly client: ClickHouseClient;
  readonly close: () => Promise<void>;
  users: number;
}

let session: Promise<Session> | null = null;
/** The last session's end: the next one must wait for it. */
let closing: Promise<void> = Promise.resolve();

export interface ChdbLease {
  readonly client: ClickHouseClient;
  /** Closes the connection behind its last user. */
  release(): Promise<void>;
}

/**
 * This process's share of the embedded ClickHouse.
 *
 * @param path absolute folder, or ':memory:' for tables that end with the process.
 * @throws UNAVAILABLE when chdb is not installed; FAILED_PRECONDITION in a worker thread (a second connection there
 *   breaks the engine), while this process has another folder open, and while another process has this one open.
 */
export async function leaseChdb(path: string, settings: ClickHouseSettings): Promise<ChdbLease> {
  if (!isMainThread) {
    const message = 'chDB must be used from the main thread: give a worker thread the AnalyticsProxy of a MessagePort';
    throw new DomainError('FAILED_PRECONDITION', message);
  }
  const opening = (session ??= open(path, settings));
  let shared: Session;
  try {
    shared = await opening;
  } catch (error) {
    if (session === opening) session = null;
    throw error;
  }
  if (shared.path !== path) {
    const message = `analytics folder must be ${shared.path}, the one this process has open, got ${path}`;
    throw new DomainError('FAILED_PRECONDITION', message);
  }
  shared.users += 1;
  return {
    client: shared.client,
    async release() {
      shared.users -= 1;
      if (shared.users > 0) return;
      session = null;
      closing = shared.close();
      await closing;
    },
  };
}

async function open(path: string, settings: ClickHouseSettings): Promise<Session> {
  const { createChdbConnection } = await load();
  await closing;
  const isFolder = path !== ':memory:';
  const lock = isFolder ? lockFolder(path) : null;
  try {
    if (isFolder) mkdirSync(path, { recursive: true });
    // The client and chdb each declare this interface in a copy of their own, which the compiler tells apart.
    const connection = createChdbConnection({ path }) as unknown as ClickHouseClientConfigOptions['connection'];
    const client = createClient({
      connection,
      clickhouse_settings: settings,
      // What fails is thrown, and logged by whoever catches it.
      log: { level: ClickHouseLogLevel.OFF },
    });
    const close = async () => {
      await client.close();
      lock?.release();
    };
    return { path, client, close, users: 0 };
  } catch (error) {
    lock?.release();
    throw new DomainError('UNAVAILABLE', `chDB does not open ${path}: ${String(error)}`, { cause: error });
  }
}

/** Loaded when first wanted: half a gigabyte that serving images leave out. */
async function load() {
  try {
    return await import('chdb/connection');
  } catch (error) {
    const message =
      'an analytics url of chdb:// needs the package chdb, which is not installed here: ' +
      'run `npm install chdb@3.4.0`, or name a ClickHouse server by http://…';
    throw new DomainError('UNAVAILABLE', message, { cause: error });
  }
}
