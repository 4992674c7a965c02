import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { DomainError } from '@bellwether/errors';
import { BoundedWork } from '../admission/bounded-work.js';
import type { AnalyticsStore } from './analytics-store.js';
import { leaseChdb } from './chdb.js';
import { ClickHouseStore, SETTINGS } from './clickhouse-store.js';

export interface AnalyticsOptions {
  /** After which a statement fails with DEADLINE_EXCEEDED. Default 600 s. */
  readonly statementTimeoutSeconds?: number;
  /** How many statements may wait for their turn before the next gets RESOURCE_EXHAUSTED. Default 1,000. */
  readonly maxWaiting?: number;
  /** What one statement of the embedded engine may take of memory, in bytes. Default 4 GiB. */
  readonly maxMemoryBytes?: number;
}

/** Of chDB: each statement holds one of Node's four pool threads, and files and DNS need some too. */
const EMBEDDED_AT_ONCE = 2;
const SERVER_AT_ONCE = 10;

/**
 * @param url `chdb:///abs/folder` or `chdb://memory` (ClickHouse in this process, its main thread only), or
 *   `http(s)://user:password@host:port/database` (a ClickHouse server).
 * @throws INVALID_ARGUMENT for any other url, UNAVAILABLE when chdb is not installed, FAILED_PRECONDITION when the
 *   folder is open in another process.
 */
export async function openAnalyticsStore(url: string, options: AnalyticsOptions = {}): Promise<AnalyticsStore> {
  const { statementTimeoutSeconds = 600, maxWaiting = 1_000, maxMemoryBytes = 4 * 2 ** 30 } = options;
  const settings = { ...SETTINGS, max_execution_time: statementTimeoutSeconds };
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') {
    const client = createClient({
      url,
      clickhouse_settings: settings,
      // The server is to give up first, and say so.
      request_timeout: (statementTimeoutSeconds + 10) * 1_000,
      max_open_connections: SERVER_AT_ONCE,
      log: { level: ClickHouseLogLevel.OFF },
    });
    return new ClickHouseStore(client, bounded(SERVER_AT_ONCE, maxWaiting), () => client.close());
  }
  const lease = await leaseChdb(chdbPath(url, parsed), { ...settings, max_memory_usage: String(maxMemoryBytes) });
  return new ClickHouseStore(lease.client, bounded(EMBEDDED_AT_ONCE, maxWaiting), () => lease.release());
}

function chdbPath(url: string, parsed: URL | null): string {
  if (parsed?.protocol === 'chdb:') {
    if (parsed.host === 'memory' && parsed.pathname === '') return ':memory:';
    const path = parsed.host === '' ? fileURLToPath(`file://${parsed.pathname}`) : '';
    if (isAbsolute(path) && path !== '/') return path;
  }
  const shown = url.replace(/:[^:@/]*@/, ':…@');
  const message = `analytics url must be chdb:///abs/folder, chdb://memory or http(s)://…, got ${shown}`;
  throw new DomainError('INVALID_ARGUMENT', message);
}

const bounded = (maxRunning: number, maxWaiting: number): BoundedWork =>
  new BoundedWork('the analytics store', { maxRunning, maxWaiting });
