import type { DataSource } from 'typeorm';
import { withDomainErrors } from './database-error.js';

/**
 * Asks the database for an answer.
 *
 * @returns the time it took, in milliseconds, waiting for a connection included.
 * @throws UNAVAILABLE, RESOURCE_EXHAUSTED or DEADLINE_EXCEEDED when there is none.
 */
export async function pingDatabase(dataSource: DataSource): Promise<{ readonly latencyMs: number }> {
  const start = performance.now();
  await withDomainErrors(() => dataSource.query('SELECT 1'));
  return { latencyMs: performance.now() - start };
}
