/** The part of node-postgres 8 that the relational port touches; the package ships no types of its own. */
declare module 'pg' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';

  export interface QueryResult {
    readonly rows: Record<string, unknown>[];
    readonly rowCount: number | null;
  }

  export interface PoolClient extends EventEmitter {
    query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
    /** 'I' outside a transaction, 'T' inside, 'E' inside a failed one. */
    getTransactionStatus(): 'I' | 'T' | 'E' | null;
  }

  export type Release = (error?: Error | boolean) => void;
  export type ConnectCallback = (error: Error | undefined, client: PoolClient | undefined, release: Release) => void;

  export interface PoolOptions {
    readonly user?: string;
    readonly password?: string;
    readonly connectionString?: string;
    readonly max?: number;
    readonly idleTimeoutMillis?: number;
    readonly connectionTimeoutMillis?: number;
    readonly query_timeout?: number;
    readonly stream?: () => Duplex;
  }

  export interface Pool extends EventEmitter {
    readonly waitingCount: number;
    connect(callback: ConnectCallback): void;
    end(callback: (error?: Error) => void): void;
  }

  /** One connection, for a statement or two. */
  export interface Client {
    connect(): Promise<unknown>;
    query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
    end(): Promise<void>;
  }

  const pg: {
    readonly Pool: new (options: PoolOptions) => Pool;
    readonly Client: new (options: {
      readonly connectionString: string;
      readonly connectionTimeoutMillis: number;
      readonly query_timeout?: number;
      readonly application_name?: string;
    }) => Client;
  };
  export default pg;
}
