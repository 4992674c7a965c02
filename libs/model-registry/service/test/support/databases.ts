import { DataSource } from 'typeorm';

const { env } = process;
const HOST = env['PGHOST'] ?? '127.0.0.1';
const USER = env['PGUSER'] ?? 'postgres';
const serverUrl = (database: string) => `postgres://${USER}@${HOST}:5432/${database}`;

async function onServer(statement: string): Promise<void> {
  const server = new DataSource({ type: 'postgres', url: serverUrl('postgres'), connectTimeoutMS: 2_000 });
  await server.initialize();
  try {
    await server.query(statement);
  } finally {
    await server.destroy();
  }
}

export interface TestDatabase {
  readonly engine: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** PGlite in memory, and a database of this process's own on the PostgreSQL server; without one, in CI, a failure. */
export async function testDatabases(purpose: string): Promise<TestDatabase[]> {
  const embedded = { engine: 'PGlite', url: 'pglite://memory', drop: async () => {} };
  const name = `bellwether_${purpose}_${process.pid}`;
  try {
    await onServer(`CREATE DATABASE ${name}`);
  } catch (error) {
    if (env['CI'] === 'true') throw error;
    console.warn(`skipped on PostgreSQL: no server at ${HOST}:5432 (${String(error)})`);
    return [embedded];
  }
  const drop = () => onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  return [embedded, { engine: 'PostgreSQL', url: serverUrl(name), drop }];
}
