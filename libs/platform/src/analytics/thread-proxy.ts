import { types } from 'node:util';
import type { MessagePort } from 'node:worker_threads';
import { DomainError, type ErrorCode, type FieldProblem } from '@bellwether/errors';
import type { AnalyticsParams, AnalyticsStore } from './analytics-store.js';
import { encodeRows, type EncodedRows } from './encoded-rows.js';

type Call =
  | {
      readonly method: 'command' | 'rows' | 'columns' | 'matrix';
      readonly sql: string;
      readonly params?: AnalyticsParams;
    }
  | { readonly method: 'insert'; readonly table: string; readonly rows: EncodedRows };

type Request = Call & { readonly id: number };

type Reply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: Failure };

interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields: readonly FieldProblem[];
}

/**
 * Answers the AnalyticsProxy at the other end of a port from this thread's store, until the port closes. The buffer of a
 * matrix is handed over, not copied.
 */
export function serveAnalytics(store: AnalyticsStore, port: MessagePort): void {
  port.on('message', (request: Request) => {
    run(store, request).then(
      (value) => {
        const transfer = value instanceof Float64Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
        port.postMessage({ id: request.id, value } satisfies Reply, transfer);
      },
      (error: unknown) => port.postMessage({ id: request.id, failure: failureOf(error) } satisfies Reply),
    );
  });
}

async function run(store: AnalyticsStore, call: Call): Promise<unknown> {
  switch (call.method) {
    case 'command':
      return store.command(call.sql, call.params);
    case 'rows':
      return store.rows(call.sql, call.params);
    case 'columns':
      return store.columns(call.sql, call.params);
    case 'matrix':
      return store.matrix(call.sql, call.params);
    case 'insert':
      return store.insert(call.table, call.rows);
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof DomainError) return { code: error.code, message: error.message, fields: error.fields };
  return { code: 'INTERNAL', message: types.isNativeError(error) ? error.message : String(error), fields: [] };
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: DomainError): void;
}

/** The analytics store of another thread, by its port. Closing it ends the proxy, not the store. */
export class AnalyticsProxy implements AnalyticsStore {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private closed = false;

  constructor(private readonly port: MessagePort) {
    port.on('message', (reply: Reply) => this.settle(reply));
    port.on('close', () => this.end());
  }

  async command(sql: string, params?: AnalyticsParams): Promise<void> {
    await this.ask({ method: 'command', sql, ...(params && { params }) });
  }

  rows<Row>(sql: string, params?: AnalyticsParams): Promise<Row[]> {
    return this.ask({ method: 'rows', sql, ...(params && { params }) }) as Promise<Row[]>;
  }

  columns<Columns extends Record<string, readonly unknown[]>>(sql: string, params?: AnalyticsParams): Promise<Columns> {
    return this.ask({ method: 'columns', sql, ...(params && { params }) }) as Promise<Columns>;
  }

  matrix(sql: string, params?: AnalyticsParams): Promise<Float64Array> {
    return this.ask({ method: 'matrix', sql, ...(params && { params }) }) as Promise<Float64Array>;
  }

  /** The text is made here, so that the thread of the store, which answers requests too, only hands it on. */
  async insert(table: string, rows: readonly object[] | EncodedRows): Promise<void> {
    await this.ask({ method: 'insert', table, rows: 'text' in rows ? rows : encodeRows(rows) });
  }

  async close(): Promise<void> {
    this.end();
    this.port.close();
  }

  private ask(call: Call): Promise<unknown> {
    if (this.closed) return Promise.reject(closedError());
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      try {
        this.port.postMessage({ ...call, id } satisfies Request);
      } catch (error) {
        this.pending.delete(id);
        const message = `rows and params must survive structured clone: ${String(error)}`;
        reject(new DomainError('INVALID_ARGUMENT', message, { cause: error }));
      }
    });
  }

  private settle(reply: Reply): void {
    const waiting = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if ('value' in reply) waiting?.resolve(reply.value);
    else {
      const { code, message, fields } = reply.failure;
      waiting?.reject(new DomainError(code, message, { fields }));
    }
  }

  private end(): void {
    this.closed = true;
    for (const { reject } of this.pending.values()) reject(closedError());
    this.pending.clear();
  }
}

function closedError(): DomainError {
  return new DomainError('UNAVAILABLE', 'the analytics store is closed');
}
