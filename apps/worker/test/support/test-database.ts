import { DataSource } from 'typeorm';

const { env } = process;
const HOST = env['PGHOST'] ?? '127.0.0.1';
const USER = env['PGUSER'] ?? 'postgres';
const urlOf = (database: string) => `postgres://${USER}@${HOST}:5432/${database}`;

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A database of this process's own on the PostgreSQL server, or null with the reason printed where there is no server. In
 * CI its absence is a failure.
 */
export async function testDatabase(): Promise<TestDatabase | null> {
  const name = `bellwether_test_${process.pid}`;
  const drop = () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  try {
    await drop();
    await onServer(`CREATE DATABASE ${name}`);
    return { url: urlOf(name), drop };
  } catch (error) {
    if (env['CI'] === 'true') throw error;
    console.warn(`skipped: no PostgreSQL server at ${HOST}:5432 (${String(error)})`);
    return null;
  }
}

async function onServer(statement: string): Promise<void> {
  const server = new DataSource({ type: 'postgres', url: urlOf('postgres'), connectTimeoutMS: 2_000 });
  await server.initialize();
  try {
    await server.query(statement);
  } finally {
    await server.destroy();
  }
}
