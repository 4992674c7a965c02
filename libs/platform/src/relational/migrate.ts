import { DomainError } from '@bellwether/errors';
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

/**
 * For replicas whose migrations somebody else runs: that nothing is left to do.
 *
 * @throws FAILED_PRECONDITION naming the migrations that the schema lacks.
 */
export async function expectMigrated(dataSource: DataSource, schema: string): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    const exists: unknown[] = await runner.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
    const lacking =
      exists.length === 0
        ? dataSource.migrations.map((migration) => migration.constructor.name)
        : (await new MigrationExecutor(dataSource, runner).getPendingMigrations()).map(({ name }) => name);
    if (lacking.length === 0) return;
    const message = `the schema ${schema} lacks migrations: ${lacking.join(', ')}; run the app once with --migrate`;
    throw new DomainError('FAILED_PRECONDITION', message);
  } finally {
    await runner.release();
  }
}
