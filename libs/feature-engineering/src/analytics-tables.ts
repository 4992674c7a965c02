/** Values bound to `{name:Type}` places of a query. */
export type QueryParams = Readonly<Record<string, string | number | boolean | null | readonly (string | number)[]>>;

/**
 * What feature engineering asks of an analytics store: ClickHouse SQL, embedded or on a server. The platform's
 * `AnalyticsStore` is one; the interface is repeated here so that features depend on no platform.
 */
export interface AnalyticsTables {
  command(sql: string, params?: QueryParams): Promise<void>;
  rows<Row>(sql: string, params?: QueryParams): Promise<Row[]>;
  columns<Columns extends Record<string, readonly unknown[]>>(sql: string, params?: QueryParams): Promise<Columns>;
  insert(table: string, rows: readonly object[]): Promise<void>;
}

/** What reading of tables takes that may have millions of rows. */
export interface TableReader extends Pick<AnalyticsTables, 'rows'> {
  /** The rows of a query whose every column is numeric, row-major; a missing value is NaN. */
  matrix(sql: string, params?: QueryParams): Promise<Float64Array>;
}
