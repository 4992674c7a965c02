import { setTimeout as pause } from 'node:timers/promises';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';
import { rows } from './rows.js';

/** How long the outcome of a commit is asked for, and how often, in milliseconds. */
const PATIENCE_MS = 2_000;
const INTERVAL_MS = 100;

/**
 * Runs work in one transaction, and answers what came of it even when the answer to the commit was lost: a connection that
 * breaks then leaves the client of a create with an error, and it would make the same thing a second time.
 *
 * @throws as inTransaction; after a lost commit its error when the transaction was rolled back, or when the database tells
 *   nothing for two seconds.
 */
export async function withKnownOutcome<Result>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  let sent: { readonly transaction: string; readonly result: Result } | undefined;
  try {
    return await inTransaction(dataSource, async (manager) => {
      sent = undefined;
      const result = await work(manager);
      const [row] = await rows<{ id: string }>(manager, 'SELECT pg_current_xact_id()::text AS id');
      sent = { transaction: row!.id, result };
      return result;
    });
  } catch (error) {
    if (sent !== undefined && (await isCommitted(dataSource, sent.transaction))) return sent.result;
    throw error;
  }
}

async function isCommitted(dataSource: DataSource, transaction: string): Promise<boolean> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += INTERVAL_MS) {
    const status = await statusOf(dataSource, transaction);
    if (status === 'committed') return true;
    if (status === 'aborted') return false;
    await pause(INTERVAL_MS);
  }
  return false;
}

/** 'in progress' also while the server cannot be asked: it may be restarting. */
async function statusOf(dataSource: DataSource, transaction: string): Promise<string> {
  try {
    const [row] = await rows<{ status: string | null }>(
      dataSource.manager,
      'SELECT pg_xact_status($1::xid8) AS status',
      [transaction],
    );
    return row?.status ?? 'in progress';
  } catch {
    return 'in progress';
  }
}
