import type { EncodedRows } from './encoded-rows.js';

/** Values bound to `{name:Type}` places of a ClickHouse query. */
export type AnalyticsParams = Readonly<Record<string, string | number | boolean | null | readonly (string | number)[]>>;

/**
 * The analytics store: raw facts, offline features and the prediction log, in ClickHouse SQL. Arguments and results are
 * plain data that survive structured clone, so that a job's thread can use the store of its process.
 *
 * @throws INVALID_ARGUMENT for SQL that the engine refuses, UNAVAILABLE when the engine cannot be reached.
 */
export interface AnalyticsStore {
  /** Runs a statement that answers nothing. */
  command(sql: string, params?: AnalyticsParams): Promise<void>;
  /** The rows of a query, each an object by column name. */
  rows<Row>(sql: string, params?: AnalyticsParams): Promise<Row[]>;
  /** The columns of a query by name, each in row order; cheaper than rows for wide results. */
  columns<Columns extends Record<string, readonly unknown[]>>(sql: string, params?: AnalyticsParams): Promise<Columns>;
  /** The rows of a query whose every column is numeric, as one row-major matrix of doubles, shape (n × columns). */
  matrix(sql: string, params?: AnalyticsParams): Promise<Float64Array>;
  /** Adds rows to a table; all of them or none. Another thread may have made the text of them already. */
  insert(table: string, rows: readonly object[] | EncodedRows): Promise<void>;
  close(): Promise<void>;
}

export const ANALYTICS_STORE = Symbol('AnalyticsStore');
