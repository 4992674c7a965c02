import pg, { type Client } from 'pg';
import { DomainError } from '@bellwether/errors';
import { withDomainErrors } from './database-error.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** `duplicate_database`, and what a race of two creations ends in. */
const THERE_ALREADY = ['42P04', '23505'];

/**
 * Creates the database that a `postgres://` URL names where the server has none of that name. Its user must be allowed to.
 *
 * @throws INVALID_ARGUMENT for a name that is not lower-case letters, digits and `_`; UNAVAILABLE without the server.
 */
export async function ensureDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  // It cannot be a parameter of the statement.
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) {
    throw new DomainError('INVALID_ARGUMENT', `database must be lower-case letters, digits and '_', got '${name}'`);
  }
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await withDomainErrors(() => client.connect());
  try {
    const { rowCount } = await withDomainErrors(() =>
      client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]),
    );
    if (rowCount === 0) await withDomainErrors(() => created(client, name));
  } finally {
    await client.end();
  }
}

async function created(client: Client, name: string): Promise<void> {
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } catch (error) {
    if (!THERE_ALREADY.includes((error as { code?: string }).code ?? '')) throw error;
  }
}
