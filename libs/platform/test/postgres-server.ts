import pg from 'pg';

const { env } = process;
const HOST = env['PGHOST'] ?? '127.0.0.1';
const USER = env['PGUSER'] ?? 'postgres';

const serverUrl = (database: string) => `postgres://${USER}@${HOST}:5432/${database}`;

/**
 * Runs a statement on the server of the tests.
 *
 * @throws when it cannot be reached.
 */
export async function onServer(statement: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: serverUrl('postgres'), connectionTimeoutMillis: 2_000, max: 1 });
  try {
    await new Promise<void>((resolve, reject) =>
      pool.connect((error, client, release) => {
        if (!client) return reject(error);
        client.query(statement).then(
          () => (release(), resolve()),
          (failure: Error) => (release(), reject(failure)),
        );
      }),
    );
  } finally {
    await new Promise<void>((resolve) => pool.end(() => resolve()));
  }
}

/**
 * The url of a database of the test's own, or null with the reason printed where there is no server. In CI its absence is
 * a failure.
 */
export async function createTestDatabase(name: string): Promise<string | null> {
  try {
    await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await onServer(`CREATE DATABASE ${name}`);
    return serverUrl(name);
  } catch (error) {
    if (env['CI'] === 'true') throw error;
    console.warn(`skipped on PostgreSQL: no server at ${HOST}:5432 (${String(error)})`);
    return null;
  }
}

export const dropTestDatabase = (name: string) => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
