import { DomainError } from '@bellwether/errors';
import type { DataSource, EntityManager } from 'typeorm';
import { withDomainErrors } from './database-error.js';

export type Isolation = 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';

/**
 * Runs work in one transaction: all of it is committed, or none. Work that lost a race (serialization failure, deadlock)
 * is run once more, so it must have no effect outside the database.
 *
 * @param work gets the manager of the transaction; only what goes through it belongs to the transaction. On the embedded
 *   engine, which has one connection, access around it waits for the transaction to end.
 * @throws ALREADY_EXISTS, ABORTED, DEADLINE_EXCEEDED … for what the database refuses (see database-error.ts).
 */
export async function inTransaction<Result>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<Result>,
  isolation: Isolation = 'READ COMMITTED',
): Promise<Result> {
  const attempt = () => withDomainErrors(() => dataSource.transaction(isolation, work));
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'ABORTED') return attempt();
    throw error;
  }
}
