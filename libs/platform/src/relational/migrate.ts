import { MigrationExecutor, type DataSource } from 'typeorm';

/** How long a replica waits for another one that is migrating. */
const LOCK_TIMEOUT_MS = 120_000;

/**
 * Creates the schema of a domain and runs the migrations it lacks, all in one transaction: a failure leaves the schema
 * as it was. Replicas that start at once take turns by an advisory lock, and the later ones find nothing left to do.
 */
export async function migrate(dataSource: DataSource, schema: string): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query(`SET LOCAL statement_timeout = ${LOCK_TIMEOUT_MS}`);
    await runner.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`bellwether migrations of ${schema}`]);
    await runner.query('SET LOCAL statement_timeout = 0');
    await runner.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await new MigrationExecutor(dataSource, runner).executePendingMigrations();
    await runner.commitTransaction();
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}
