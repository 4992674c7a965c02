import { DomainError } from '@bellwether/errors';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { BoundedPool } from './bounded-pool.js';
import { withDomainErrors } from './database-error.js';
import { expectMigrated, migrate } from './migrate.js';
import { PglitePool } from './pglite-pool.js';
import { parseRelationalUrl } from './relational-url.js';

export type EntityClass = (new (...args: never[]) => object) | EntitySchema;

export interface RelationalOptions {
  /** Name of the domain, e.g. 'model-registry'; its schema is the name with '-' as '_'. */
  readonly domain: string;
  /** `pglite:///abs/folder`, `pglite://memory` or `postgres://…`. */
  readonly url: string;
  readonly entities: readonly EntityClass[];
  /** Classes of plain SQL, their names ending in the 13 digits of a timestamp, in that order. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Connections to a PostgreSQL server; PGlite has one. Default 10. */
  readonly poolSize?: number;
  /** After which a statement fails with DEADLINE_EXCEEDED. Default 30 s. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a connection before RESOURCE_EXHAUSTED. Default 10 s. */
  readonly leaseTimeoutMs?: number;
  /** How many may wait for a connection before the next gets RESOURCE_EXHAUSTED. Default 1,000. */
  readonly maxWaiting?: number;
  /** Whether the schema is brought up to date here, or has to be already. Default true. */
  readonly migrates?: boolean;
}

/**
 * Opens the tables of a domain, creates its schema and brings it up to date.
 *
 * A statement that PGlite has begun cannot be stopped: its caller gets DEADLINE_EXCEEDED, and the connection serves again
 * when the statement has ended. PostgreSQL stops it.
 *
 * @throws INVALID_ARGUMENT for a malformed domain or url, FAILED_PRECONDITION when another process has the folder open or
 *   migrations are missing that are run elsewhere, UNAVAILABLE when the server cannot be reached.
 */
export async function openDataSource(options: RelationalOptions): Promise<DataSource> {
  const schema = schemaOf(options.domain);
  const { connection, abandon } = await connectionOf(options, schema);
  const dataSource = new DataSource({
    type: 'postgres',
    schema,
    entities: [...options.entities],
    migrations: [...options.migrations],
    migrationsTransactionMode: 'all',
    synchronize: false,
    logging: false,
    installExtensions: false,
    ...connection,
  });
  return withDomainErrors(async () => {
    try {
      await dataSource.initialize();
      await (options.migrates === false ? expectMigrated : migrate)(dataSource, schema);
      return dataSource;
    } catch (error) {
      if (dataSource.isInitialized) await dataSource.destroy();
      await abandon();
      throw error;
    }
  });
}

/** @throws INVALID_ARGUMENT for a name that is no plain identifier: it goes into SQL unquoted. */
export function schemaOf(domain: string): string {
  if (!/^[a-z][a-z0-9-]{0,61}$/.test(domain)) {
    throw new DomainError('INVALID_ARGUMENT', `domain must be lower-case letters, digits and '-', got '${domain}'`);
  }
  return domain.replaceAll('-', '_');
}

interface Connection {
  readonly connection: Partial<PostgresDataSourceOptions>;
  /** Gives up what was taken before TypeORM took charge of closing it. */
  abandon(): Promise<void>;
}

async function connectionOf(options: RelationalOptions, schema: string): Promise<Connection> {
  const { poolSize = 10, statementTimeoutMs = 30_000, leaseTimeoutMs = 10_000, maxWaiting = 1_000 } = options;
  const searchPath = `${schema},public`;
  const location = parseRelationalUrl(options.url);
  if (location.engine === 'pglite') {
    const pool = await PglitePool.open(location.folder, searchPath, {
      maxWaiting,
      connectionTimeoutMillis: leaseTimeoutMs,
      query_timeout: statementTimeoutMs,
    });
    return { connection: { driver: { Pool: pooling(pool) } }, abandon: () => pool.leave() };
  }
  const connection = {
    driver: { Pool: BoundedPool },
    url: location.url,
    poolSize,
    connectTimeoutMS: leaseTimeoutMs,
    applicationName: `bellwether-${options.domain}`,
    extra: {
      maxWaiting,
      // Compiling a statement takes longer than any of ours runs: a second, where the estimates are poor.
      options: `-c search_path=${searchPath} -c jit=off`,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
      // A server that does not even time out is gone: the network ate the connection.
      query_timeout: 2 * statementTimeoutMs,
    },
  };
  return { connection, abandon: async () => {} };
}

/** TypeORM makes its pool with `new`; a constructor that returns an object yields that object. */
function pooling(pool: PglitePool): new () => PglitePool {
  return function () {
    return pool;
  } as unknown as new () => PglitePool;
}
